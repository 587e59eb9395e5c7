import { harmWords } from '../../domain/incidents/harm.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Harm } from '../../domain/state/incidents.ts'
import { isOut } from '../../domain/state/stage.ts'
import { actions, note, section } from '../kit/blocks.ts'
import { bold, dateToken, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, campaignButton, stopButton } from './buttons.ts'
import { type Look, offers } from './look.ts'
import { campaignLink, short } from './parts.ts'

/** Harm that was found, to the channel, the owner and those who approved it; nothing where it is gone. */
export function harmCard(state: CampaignState, n: number, look: Look): Message | null {
  const harm = state.campaign.harms.find((each) => each.n === n)
  if (!harm) return null
  const { campaign } = state
  const meaning = harm.stops
    ? md`${bold('Stopped by Stairway.')} ${bold(short(harmWords(harm), 400))}`
    : bold(short(harmWords(harm), 400))
  const title = md`${campaignLink(campaign, look)}, day ${harm.day}`
  const wrong = harm.problems.map((problem) => short(problem, 200))
  const next = nextLine(state, harm)
  return message({
    text: lines(meaning, title, ...wrong, next),
    blocks: [
      section(lines(meaning, title, ...wrong)),
      section(next),
      note(foundLine(harm)),
      actions([
        isOut(campaign) && offers(look, 'stop', state) && stopButton(state, look),
        campaignButton('Details', CLICK.results, state),
        campaign.stage === 'stopped' &&
          offers(look, 'conclude', state) &&
          campaignButton('Conclude…', CLICK.conclude, state),
      ]),
    ],
  })
}

function nextLine({ campaign }: CampaignState, { stops, problems }: Harm): Mrkdwn {
  if (stops)
    return md`It was approved with “${ruleOf(campaign)}”. What has gone out is taken back where its tool or person can: its thread says of each step what came of it. It can be concluded, not resumed.`
  if (campaign.stage === 'stopped' || campaign.stage === 'concluded')
    return md`The campaign is ${campaign.stage}.`
  const unsure =
    problems.length > 0 ? md` The data has a fault as well, so look at both before you decide.` : md``
  const goes =
    campaign.stage === 'launching'
      ? md`What has gone out stays out, and the next stage is paused, until somebody stops it or lets it go on.`
      : md`It goes on until somebody stops it.`
  return md`${goes}${unsure}`
}

/** What of its brief has stopped it. */
function ruleOf({ brief }: CampaignState['campaign']): string {
  return brief.guardrails.some(({ stopOnHarm }) => stopOnHarm) ? 'stop on harm' : 'else take back'
}

function foundLine({ by, at }: Harm): Mrkdwn {
  const who = by === 'watch' ? 'the hourly check' : 'a digest'
  return md`Found by ${who}, ${dateToken(at)}.`
}
