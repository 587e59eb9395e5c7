import type { Membership, UserId } from '../people.ts'
import type { ApprovalRequest } from '../state/requests.ts'
import { token } from '../text/tokens.ts'
import { type Decider, deciders } from './approvers.ts'

const SHOWN = 8

/** "{@UBEA} for {@UANA}": who decides, and in whose stead. */
export function deciderWords({ by, insteadOf }: Decider): string {
  return insteadOf ? `${token.person(by)} for ${token.person(insteadOf)}` : token.person(by)
}

/** "{@URAJ}, {@UMEI} or {@UTOM}"; with a comma more where somebody stands in, so that it is clear for whom. */
export function deciderList(all: readonly Decider[], last = 'or'): string {
  if (all.length === 0) return 'nobody'
  const words = all.map(deciderWords)
  const more = words.length - SHOWN
  const shown = more > 0 ? [...words.slice(0, SHOWN), more === 1 ? '1 other' : `${more} others`] : words
  if (shown.length === 1) return shown[0] ?? ''
  const comma = more <= 0 && all.some(({ insteadOf }) => insteadOf) ? ',' : ''
  return `${shown.slice(0, -1).join(', ')}${comma} ${last} ${shown.at(-1)}`
}

/** Whom a request waits for. */
export function waitingWords(request: ApprovalRequest, owner: UserId, members: Membership): string {
  return deciderList(deciders(request, owner, members))
}
