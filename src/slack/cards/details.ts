import type { CampaignState } from '../../domain/state/campaign.ts'
import { section } from '../kit/blocks.ts'
import { dateToken, lines, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { requestFacts } from './approval.ts'
import { briefLines } from './brief.ts'
import type { Look } from './look.ts'
import { campaignTitle, lineSections, person } from './parts.ts'
import { approvalLine, changedLine } from './request-words.ts'
import { taskLine } from './tasks.ts'

const TASKS_SHOWN = 15

/** Everything that a decision is about: the brief as it was submitted, and what was looked at for each required task. */
export function detailsMessage(state: CampaignState, look: Look): Message {
  const { campaign, request } = state
  if (!request) return message({ text: md`${campaignTitle(campaign)} was not submitted yet.` })
  const title = md`Request ${request.n} for ${campaignTitle(campaign)}, by ${person(request.by, look)} ${dateToken(request.at)}, expires ${dateToken(request.expiresAt)}`
  const [reach] = requestFacts(state, request, look)
  const brief = briefLines(request.brief, campaign, look)
  const required = state.tasks.filter((task) => task.required)
  const tasks = required.slice(0, TASKS_SHOWN).map((task) => taskLine(task, state, look))
  const more =
    required.length > TASKS_SHOWN ? [md`and ${required.length - TASKS_SHOWN} more required tasks`] : []
  const tally = approvalLine(state, request, look)
  const changed = changedLine(state, look)
  return message({
    text: lines(title, changed, reach, tally, ...brief, ...tasks, ...more),
    blocks: [
      section(lines(title, changed, reach, tally)),
      ...lineSections(brief),
      ...lineSections([...tasks, ...more]),
    ],
  })
}
