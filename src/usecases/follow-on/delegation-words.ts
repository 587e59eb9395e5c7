import type { Delegation } from '../../domain/approval/delegation.ts'
import { campaignWords } from '../../domain/brief/words.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import { token } from '../../domain/text/tokens.ts'
import { listed } from '../../domain/text/words.ts'

const SHOWN = 10

/** For who stands in; `waiting` is null where it is still to come. */
export function delegated({ of, from, until }: Delegation, waiting: readonly Campaign[] | null): string {
  const begins = waiting === null ? `from ${token.time(from)} ` : ''
  return `${token.person(of)} has asked you to decide approvals for them ${begins}until ${token.time(until)}.\n${waiting === null ? 'You are told what waits then.' : waitingNow(waiting)}`
}

export function begun({ of, until }: Delegation, waiting: readonly Campaign[]): string {
  return `You decide approvals for ${token.person(of)} from now on, until ${token.time(until)}.\n${waitingNow(waiting)}`
}

export function delegationEnded({ of }: Delegation): string {
  return `You do not decide for ${token.person(of)} any more. What you have decided stays.`
}

function waitingNow(waiting: readonly Campaign[]): string {
  if (waiting.length === 0) return 'Nothing waits just now.'
  const more = waiting.length - SHOWN
  const names = [...waiting.slice(0, SHOWN).map(campaignWords), ...(more > 0 ? [`${more} more`] : [])]
  return `${waiting.length === 1 ? 'This waits' : 'These wait'} now: ${listed(names)}.`
}
