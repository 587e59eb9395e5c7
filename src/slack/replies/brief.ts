import { powerWords } from '../../domain/brief/power-words.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { loadBaselines } from '../../usecases/reads/digests.ts'
import { briefMessage } from '../cards/brief.ts'
import type { Act } from '../context.ts'
import type { Message } from '../kit/surfaces.ts'
import { drawn, said } from './said.ts'

/** The brief, with whether its people suffice. */
export async function briefDrawn(act: Act, state: CampaignState): Promise<Message> {
  const known = await baselinesOf(act, state)
  return drawn(act, state, (look) => briefMessage(state, look, known))
}

/** What was changed, then the brief. */
export async function briefSaid(act: Act, words: string, state: CampaignState): Promise<Message> {
  const known = await baselinesOf(act, state)
  return said(act, words, state, (look) => briefMessage(state, look, known))
}

/** Whether its people suffice, on a line of its own; empty where the brief lacks more than that. */
export async function powerSaid(act: Act, state: CampaignState): Promise<string> {
  const { metrics } = act.deps.catalog
  const words = powerWords(state.campaign, await baselinesOf(act, state), metrics, act.now)
  return words === null ? '' : `\n${words}`
}

function baselinesOf({ deps }: Act, { campaign }: CampaignState) {
  return loadBaselines(deps, campaign.teamId, campaign.brief)
}
