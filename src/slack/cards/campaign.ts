import { conditionWords } from '../../domain/approval/condition.ts'
import { missingFromBrief } from '../../domain/brief/brief.ts'
import { inStages } from '../../domain/brief/wait-words.ts'
import { guardrailWords } from '../../domain/brief/words.ts'
import { dayShown, isMuted } from '../../domain/digest/plan.ts'
import { isLate, isOpenFollowUp } from '../../domain/follow-up/follow-up.ts'
import { scoresOf } from '../../domain/growth/score.ts'
import { endWords, measurementWords, scoreWords } from '../../domain/growth/words.ts'
import { dayWords } from '../../domain/readout/words.ts'
import type { CampaignState, Conclusion } from '../../domain/state/campaign.ts'
import type { DigestPlan } from '../../domain/state/digests.ts'
import { isBeforeLaunch, stageWords } from '../../domain/state/stage.ts'
import { isAtRisk, isScheduled, readiness } from '../../domain/tasks/readiness.ts'
import { describeSchedule } from '../../domain/time/schedule.ts'
import { actions, section } from '../kit/blocks.ts'
import { bold, channelRef, code, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { listWords } from '../kit/words.ts'
import { campaignActions } from './campaign-actions.ts'
import { cardChecks } from './check-lines.ts'
import { choiceLineAlone } from './choice.ts'
import { choiceButtons } from './choice-buttons.ts'
import { overrideLines } from './freezes.ts'
import { firstDataLines, harmLines, openFaultLines, proofLines } from './incidents.ts'
import { pathLines } from './launch-path.ts'
import { timeWords } from './launch-words.ts'
import { lineageLine } from './lineage.ts'
import type { Look } from './look.ts'
import { overLine } from './over.ts'
import { campaignLink, count, longRich, outcomeLine, person, short, shortRich } from './parts.ts'
import { pointLines } from './points.ts'
import { predictedLine } from './prediction.ts'
import { peopleLines } from './reconciliation.ts'
import {
  approvalLine,
  approvedLine,
  changedLine,
  declinedLine,
  glassLine,
  lapsedLine,
} from './request-words.ts'
import { sharedLines } from './sharing.ts'
import { stagesLine } from './step-lines.ts'

const BAR = 10

/** The living card of a campaign in its channel; `private` is a copy for one person, whose buttons draw it again. */
export function campaignCard(state: CampaignState, look: Look, copy?: 'private'): Message {
  const title = md`${campaignLink(state.campaign, look)}  ·  ${stageLine(state, look)}`
  const head = lines(title, peopleLine(state, look), aimLine(state, look), lineageLine(state.campaign, look))
  const checks = isBeforeLaunch(state.campaign.stage) ? cardChecks(state, look) : []
  const facts = [
    aloneLine(state, look),
    ...overrideLines(state, look).map((line) => md`■ ${line}`),
    ...sharedLines(look).map((line) => md`■ ${line}`),
    ...pathLines(state, look),
    ...checks,
    ...stageFacts(state, look),
  ].filter((line) => line !== null)
  const shown = [readyLine(state, look, true), ...facts].filter((line) => line !== null)
  return message({
    text: lines(head, readyLine(state, look), ...facts),
    blocks: [
      section(head),
      shown.length > 0 && section(lines(...shown)),
      actions(choiceButtons(state, look, copy ? { at: 'card' } : {})),
      campaignActions(state, look, copy ? { at: 'card' } : {}),
    ],
  })
}

/** What is left in a channel that a campaign has moved out of. */
export function movedCard({ campaign }: CampaignState, look: Look): Message {
  return message({
    text: md`${campaignLink(campaign, look)} moved to ${channelRef(campaign.brief.channel)}.`,
  })
}

function stageLine(state: CampaignState, look: Look): Mrkdwn {
  const { stage, launchAt } = state.campaign
  const scheduled =
    isScheduled(state) && launchAt ? md`, scheduled ${dateToken(launchAt)}${conditionWords(state)}` : ''
  return md`${bold(stageWords(stage))}${scheduled}${isAtRisk(state, look.now) ? ', at risk' : ''}`
}

function peopleLine(state: CampaignState, look: Look): Mrkdwn {
  const { brief, owner } = state.campaign
  return joinMd(
    [
      md`Owner ${person(owner, look)}`,
      brief.partner ? md`data ${person(brief.partner, look)}` : md`no data partner`,
      timeWords(state, look),
      brief.horizonDays !== null && md`horizon ${count(brief.horizonDays, 'day')}`,
    ],
    ' · ',
  )
}

function aimLine({ campaign }: CampaignState, look: Look): Mrkdwn | null {
  const { outcome, guardrails } = campaign.brief
  const shown = guardrails.slice(0, 4).map((each) => short(guardrailWords(each), 120))
  const more = guardrails.length > 4 ? [md`${guardrails.length - 4} more`] : []
  const parts = [
    outcome && md`${bold('Outcome')}  ${outcomeLine(outcome, look)}`,
    guardrails.length > 0 && md`${bold('guard')}  ${joinMd([...shown, ...more], '; ')}`,
  ]
  return outcome || guardrails.length > 0 ? joinMd(parts, '  ·  ') : null
}

/** "*Ready*  7 of 10 required  ▰▰▰▰▰▰▰▱▱▱"; only before a launch. */
function readyLine(state: CampaignState, look: Look, drawn = false): Mrkdwn | null {
  if (!isBeforeLaunch(state.campaign.stage)) return null
  const { required, ready } = readiness(state.tasks, look.now)
  if (required === 0) return md`${bold('Ready')}  no task is required`
  const filled = Math.floor((ready / required) * BAR)
  const bar = drawn ? `  ${'▰'.repeat(filled)}${'▱'.repeat(BAR - filled)}` : ''
  return md`${bold('Ready')}  ${ready} of ${required} required${bar}`
}

/** What was approved as an emergency says so for good; while it is approved its approval says it. */
function aloneLine({ campaign, request }: CampaignState, look: Look): Mrkdwn | null {
  return request && campaign.stage !== 'approved' ? glassLine(request, look) : null
}

/** What there is to know at this stage beside readiness. */
function stageFacts(state: CampaignState, look: Look): Mrkdwn[] {
  const { stage, conclusion } = state.campaign
  switch (stage) {
    case 'preparing':
      return preparingFacts(state, look)
    case 'in_review':
    case 'approved':
      return reviewFacts(state, look)
    case 'launching':
      return stepLines(state, look)
    case 'live':
    case 'paused':
      return [
        ...liveLine(state, look),
        ...firstDataLines(state, look),
        ...peopleLines(state, look),
        ...decisionLines(state, look),
        ...harmLines(state),
        ...openFaultLines(state, look),
        ...askedLine(state, look),
      ]
    case 'stopped':
      return [
        ...stoppedLine(state, look),
        ...proofLines(state, look),
        ...peopleLines(state, look),
        ...stepLines(state, look, 'unless done'),
        ...decisionLines(state, look),
        ...harmLines(state),
        ...askedLine(state, look),
      ]
    case 'concluded':
      return conclusion
        ? [
            ...conclusionLines(state, conclusion, look),
            ...proofLines(state, look),
            ...peopleLines(state, look),
            ...askedLine(state, look),
          ]
        : []
    case 'cancelled':
      return []
  }
}

function preparingFacts({ campaign, request }: CampaignState, look: Look): Mrkdwn[] {
  const missing = missingFromBrief(campaign.brief)
  const lacks = missing.length > 0 ? [md`${bold('Brief')}  lacks ${listWords(missing)}`] : []
  if (request?.state === 'declined')
    return [...lacks, declinedLine(request, look), ...pointLines(campaign.revision.points, look)]
  if (request?.state === 'expired')
    return [...lacks, md`The request expired ${dateToken(request.expiresAt)} before it was decided`]
  if (request?.terms?.lapsed) return [...lacks, lapsedLine(request.terms.lapsed, campaign.owner, look)]
  return request?.state === 'withdrawn' ? [...lacks, md`The request was withdrawn`] : lacks
}

function reviewFacts(state: CampaignState, look: Look): Mrkdwn[] {
  const { request, campaign } = state
  if (!request) return []
  const predicted = predictedLine(campaign, look)
  const line =
    campaign.stage === 'approved'
      ? approvedLine(request, look)
      : md`${bold('Approval')}  ${approvalLine(state, request, look)}`
  const changed = changedLine(state, look)
  return changed ? [line, changed, ...predicted] : [line, ...predicted]
}

function stepLines({ steps }: CampaignState, look: Look, unless?: 'unless done'): Mrkdwn[] {
  if (unless && steps.every((step) => step.state === 'done' && !step.undo)) return []
  const said = inStages(steps, ({ plan }) => plan).map((group) => stagesLine(group, look))
  const more = said.length > 12 ? [md`and ${said.length - 12} more lines of steps`] : []
  return [...said.slice(0, 12), ...more]
}

function liveLine({ campaign }: CampaignState, look: Look): Mrkdwn[] {
  const { digest, brief, key } = campaign
  const day = dayShown(campaign, look.now)
  if (day === null) return []
  const said = dayWords({ day, horizonDays: brief.horizonDays })
  const digests = digest
    ? md`digest ${describeSchedule(digest.schedule)}, in ${channelRef(digest.channel)}${heldLine(digest, look)}`
    : md`no digest yet: ${code(`/campaign digest ${key} weekdays 09:00`)}`
  return [md`D${said.slice(1)} · ${digests}`]
}

/** "Stopped by Ana: the offer was wrong". */
function stoppedLine({ campaign: { stopped } }: CampaignState, look: Look): Mrkdwn[] {
  return stopped ? [md`Stopped by ${person(stopped.by, look)}: ${shortRich(stopped.words, 300, look)}`] : []
}

/** That its last day has passed, and what its last verdict asks for or was answered with. */
function decisionLines(state: CampaignState, look: Look): Mrkdwn[] {
  const decision = choiceLineAlone(state, state.campaign.choices.at(-1), look)
  return [overLine(state, look), decision].filter((line) => line !== null)
}

function heldLine(plan: DigestPlan, look: Look): Mrkdwn {
  const quiet = plan.quiet ? ', only when something changed' : ''
  const until = isMuted(plan, look.now) ? plan.muteEndsAt : undefined
  return until ? md`${quiet}, muted until ${dateToken(until)}` : md`${quiet}`
}

function askedLine({ followUps }: CampaignState, look: Look): Mrkdwn[] {
  const open = followUps.filter(isOpenFollowUp)
  if (open.length === 0) return []
  const late = open.filter((each) => isLate(each, look.now)).length
  return [md`${bold('Asked')}  ${count(open.length, 'follow-up')} open${late > 0 ? `, ${late} late` : ''}`]
}

function conclusionLines(
  { campaign }: CampaignState,
  { reached, growth, learned, measured }: Conclusion,
  look: Look,
): Mrkdwn[] {
  return [
    md`${endWords({ reached, growth })}`,
    ...(measured ? [md`${bold('Measured')}  ${longRich(measurementWords(measured), 600, look)}`] : []),
    ...scoresOf(campaign).map((score) => longRich(scoreWords(score), 400, look)),
    md`${bold('Insights and ideas')}  ${longRich(learned, 2_000, look)}`,
  ]
}
