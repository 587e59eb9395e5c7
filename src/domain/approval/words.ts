import type { CampaignState } from '../state/campaign.ts'
import type { ApprovalRequest } from '../state/requests.ts'
import { token } from '../text/tokens.ts'
import { deciderList, deciderWords } from './stead.ts'

/** Who closed the request and when: what a late click is told. */
export function closedWords(state: CampaignState): string {
  const { request, campaign } = state
  const last = request?.decisions.at(-1)
  const alone = request?.terms?.glass
  if (request?.state === 'approved' && alone)
    return `${campaign.key} was approved by ${token.person(alone.by)} alone, ${token.time(alone.at)}; nothing is left to decide.`
  if (request?.terms?.lapsed)
    return `The approval of ${campaign.key} lapsed ${token.time(request.terms.lapsed.at)}; ${token.person(campaign.owner)} can submit it again.`
  if (request?.state === 'approved' && last)
    return `${campaign.key} was approved by ${deciderWords(last)}, ${token.time(last.at)}; nothing is left to decide.`
  if (request?.state === 'declined' && last?.verdict === 'changes')
    return `${campaign.key} was sent back by ${deciderWords(last)}, ${token.time(last.at)}, for changes: ${last.words ?? ''}`
  if (request?.state === 'declined' && last)
    return `${campaign.key} was declined by ${deciderWords(last)}, ${token.time(last.at)}: ${last.words ?? ''}`
  if (request?.state === 'withdrawn') return `${campaign.key} was withdrawn; nothing is left to decide.`
  if (request?.state === 'expired')
    return `The request for ${campaign.key} expired ${token.time(request.expiresAt)}. ${token.person(request.by)} can submit it again.`
  return `${campaign.key} is not waiting for approval.`
}

/** Who approved for a team before, and when: what a late click of that team is told. */
export function givenWords({ decisions }: ApprovalRequest, team: string): string {
  const given = decisions.filter((decision) => decision.team === team)
  const at = given.at(-1)?.at.getTime()
  return at === undefined ? '' : ` (${deciderList(given, 'and')}, ${token.time(at)})`
}
