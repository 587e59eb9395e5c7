import { changedSinceSubmit } from '../../domain/approval/changes.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { tickedWords } from '../../domain/tasks/ticks.ts'
import { actions, section } from '../kit/blocks.ts'
import { bold, dateToken, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { type About, alikeLine, checks, planLines, reachLine, unmeasurableLine } from './approval-facts.ts'
import { briefLines } from './brief.ts'
import { CLICK, itemButton } from './buttons.ts'
import { approveLaunchButton, glassButton, noteButton } from './decide-buttons.ts'
import { expectedLine, tooSmallLine } from './expected.ts'
import type { Look } from './look.ts'
import { campaignLink, lineSections, person, short, shortRich } from './parts.ts'
import { predictedLine } from './prediction.ts'
import { approvalLine } from './request-words.ts'
import { taskLine } from './tasks.ts'

const TASKS_SHOWN = 15

/** Everything that a decision is about: the brief as it was submitted, and what was looked at for each required task. */
export function detailsMessage(state: CampaignState, look: Look, about: About): Message {
  const { campaign, request } = state
  if (!request) return message({ text: md`${campaignLink(campaign, look)} was not submitted yet.` })
  const title = md`Request ${request.n} for ${campaignLink(campaign, look)}, by ${person(request.by, look)} ${dateToken(request.at)}, expires ${dateToken(request.expiresAt)}`
  const { failing, passing } = checks(state, request, look, about)
  const { outcome } = request.brief
  const open = request.state === 'open' && campaign.stage === 'in_review'
  const facts = [
    unmeasurableLine(state, look),
    reachLine(request.brief, campaign.launchAt),
    ...planLines(request, look),
    ...(outcome ? [expectedLine(request.brief, outcome, look, about.known)] : []),
    ...failing,
    tooSmallLine(request.brief, look, about.known),
    passing,
    ...predictedLine(campaign, look),
    ...tickedLine(state, look, about),
    alikeLine(about, look),
  ]
  const brief = briefLines(request.brief, campaign, look)
  const required = state.tasks.filter((task) => task.required)
  const tasks = required.slice(0, TASKS_SHOWN).map((task) => taskLine(task, state, look))
  const more =
    required.length > TASKS_SHOWN ? [md`and ${required.length - TASKS_SHOWN} more required tasks`] : []
  const by =
    request.terms && request.terms.policy !== 'default'
      ? md` · policy ${short(request.terms.policy, 80)}`
      : ''
  const tally = md`${bold('Approval')}  ${approvalLine(state, request, look)}${by}`
  return message({
    text: lines(title, ...facts, tally, ...brief, ...tasks, ...more),
    blocks: [
      section(lines(title, tally)),
      ...lineSections(facts.filter((line) => line !== null)),
      ...lineSections(brief),
      ...lineSections([...tasks, ...more]),
      actions([
        ...(open && changedSinceSubmit(state).length === 0
          ? [
              approveLaunchButton(state, request, look),
              noteButton(campaign, request, look),
              glassButton(campaign, request, look),
            ]
          : []),
        itemButton(
          'Rehearse',
          CLICK.steps,
          { c: campaign.id, n: request.n },
          `the launch of ${campaign.key}`,
        ),
      ]),
    ],
  })
}

/** Who said of its tasks that they are done. */
function tickedLine(state: CampaignState, look: Look, { ticks }: About): Mrkdwn[] {
  const words = tickedWords(state, ticks)
  return words === '' ? [] : [md`${bold('Tasks')}  ${shortRich(words, 300, look)}`]
}
