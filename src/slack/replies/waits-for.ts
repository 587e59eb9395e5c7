import { waitingWords } from '../../domain/approval/stead.ts'
import { nameWords } from '../../domain/brief/words.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { token } from '../../domain/text/tokens.ts'
import { withStandInsOf } from '../../usecases/reads/stand-ins.ts'
import type { Act } from '../context.ts'
import { powerSaid } from './brief.ts'

/** Who an open request waits for and until when; empty where none is open. */
export async function waitsForWords(act: Act, { campaign, request }: CampaignState): Promise<string> {
  if (request?.state !== 'open') return ''
  const members = await withStandInsOf(act.deps, campaign.teamId, await act.deps.members())
  const people = waitingWords(request, campaign.owner, members)
  return ` It waits for ${people}, until ${token.time(request.expiresAt)}.`
}

/** That it was submitted before, and nothing is different since. */
export async function waitsAlreadyWords(act: Act, state: CampaignState): Promise<string> {
  const { brief, stage } = state.campaign
  if (stage === 'approved') return `${nameWords(brief)} is approved already.`
  return `${nameWords(brief)} is in review already.${await waitsForWords(act, state)}`
}

/** What a submit has done, and whether the people suffice. */
export async function submittedWords(act: Act, state: CampaignState): Promise<string> {
  return `${nameWords(state.campaign.brief)} is in review.${await waitsForWords(act, state)}${await powerSaid(act, state)}`
}
