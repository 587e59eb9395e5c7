import { type Decider, placesOf } from '../../domain/approval/approvers.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import { joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { people, person } from './parts.ts'

/** "Bea", "Bea for Ana": who decides, and in whose stead. */
export function deciderName({ by, insteadOf }: Decider, look: Look): Mrkdwn {
  return insteadOf ? md`${person(by, look)} for ${person(insteadOf, look)}` : person(by, look)
}

/** As `people`; with a comma more where somebody stands in, so that it is clear for whom: "Bea for Ana, or Tom". */
export function deciderNames(all: readonly Decider[], look: Look, last: 'and' | 'or' = 'or'): Mrkdwn {
  const standsIn = all.some(({ insteadOf }) => insteadOf !== undefined)
  if (!standsIn)
    return people(
      all.map(({ by }) => by),
      look,
      last,
    )
  const names = all.slice(0, all.length > 6 ? 5 : 6).map((each) => deciderName(each, look))
  const rest = all.length - names.length
  const shown = rest > 0 ? [...names, md`${rest} others`] : names
  const end = shown.at(-1) ?? md``
  return shown.length === 1 ? end : md`${joinMd(shown.slice(0, -1), ', ')}, ${last} ${end}`
}

/** " for Ana", for the one who reads it and may only decide in her stead; else empty. */
export function insteadWords(campaign: Campaign, request: ApprovalRequest, look: Look): Mrkdwn {
  const places = look.reader === null ? [] : placesOf(request, campaign.owner, look.reader, look.members)
  const others = places.flatMap(({ insteadOf }) => insteadOf ?? [])
  if (others.length === 0 || others.length < places.length) return md``
  return md` for ${people([...new Set(others)], look, 'and')}`
}
