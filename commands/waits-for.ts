import { waitingFor } from '../src/domain/approval.ts'
import { peopleWords } from '../src/domain/approval-words.ts'
import type { CampaignState } from '../src/domain/campaign.ts'
import type { Act } from '../src/slack/context.ts'

/** Who an open request waits for and until when; empty where none is open. */
export async function waitsForWords(act: Act, { campaign, request }: CampaignState): Promise<string> {
  if (request?.state !== 'open') return ''
  const people = waitingFor(request, campaign.owner, await act.deps.members())
  return ` It waits for ${peopleWords(people)}, until {date:${request.expiresAt.getTime()}}.`
}
