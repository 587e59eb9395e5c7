import { fieldChangeWords } from '../../domain/approval/changes.ts'
import { CHOICE_WORDS } from '../../domain/choice/choice.ts'
import { predictionWords } from '../../domain/growth/words.ts'
import { firstDataLine, proofLine } from '../../domain/incidents/arrival-words.ts'
import { harmWords } from '../../domain/incidents/harm.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { ChoiceEvent } from '../../domain/state/choice-events.ts'
import type { DigestPlan } from '../../domain/state/digests.ts'
import type { CampaignEvent, RecordedEvent } from '../../domain/state/events.ts'
import type { FollowUpEvent } from '../../domain/state/follow-ups.ts'
import { isRequestEvent } from '../../domain/state/request-events.ts'
import { isTaskEvent } from '../../domain/state/task-events.ts'
import { describeSchedule } from '../../domain/time/schedule.ts'
import { buttonValue } from '../buttons.ts'
import { note, section } from '../kit/blocks.ts'
import { channelRef, clipMrkdwn, code, dateToken, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { pageAt, pageButtons } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK } from './buttons.ts'
import { overriddenWords } from './freezes.ts'
import { stepWordsOf } from './history-steps.ts'
import { taskWords } from './history-tasks.ts'
import type { Look } from './look.ts'
import { campaignLink, changeLine, count, lineSections, person, short, shortRich } from './parts.ts'
import { requestEventWords, whyIn } from './request-history.ts'
import type { OfPage } from './tasks.ts'

/** Events a page of the history. */
export const HISTORY_PAGE = 20

/** What happened to a campaign, newest first: page `page` of `total` events, pages counted from 1. */
export function historyMessage(
  campaign: Campaign,
  events: readonly RecordedEvent[],
  { page, total }: { readonly page: number; readonly total: number },
  look: Look,
): Message {
  const title = md`History of ${campaignLink(campaign, look)}`
  const sealed = campaign.stage !== 'concluded'
  const said = events.map((each) => eventLine(each, look, sealed))
  const at = pageAt(events, { number: page, total, size: HISTORY_PAGE })
  const place = at.pages > 1 ? md`Events ${at.from} to ${at.to} of ${total}, the newest first` : null
  return message({
    text: lines(title, ...said, place),
    blocks: [
      section(title),
      ...lineSections(said),
      place && note(place),
      pageButtons(at, {
        actionId: CLICK.historyPage,
        value: (number) => buttonValue({ c: campaign.id, page: number } satisfies OfPage),
      }),
    ],
  })
}

/** "Mon 2 Mar 16:20  Ana changed audience 42 610 → 51 200 (command)"; `sealed` hides what was predicted. */
export function eventLine({ at, actor, event }: RecordedEvent, look: Look, sealed = true): Mrkdwn {
  const who = person(actor.userId, look)
  const what = event.kind === 'predicted' ? predictedWords(event, sealed) : eventWords(event, look)
  const line = md`${dateToken(at)}  ${who} ${what} (${actor.surface})`
  return clipMrkdwn(line, 420)
}

/** What happened, to follow a name. One case an event; long because the list of events is. */
function eventWords(event: Exclude<CampaignEvent, { kind: 'predicted' }>, look: Look): Mrkdwn {
  const why = whyIn(look)
  if (isTaskEvent(event)) return taskWords(event, look)
  if (isRequestEvent(event)) return requestEventWords(event, look)
  switch (event.kind) {
    case 'created':
      return md`created it with ${count(event.tasks.length, 'task')}${event.template ? ` from ${event.template}` : ''}`
    case 'brief_changed':
      return md`changed ${changeLine(fieldChangeWords(event), look)}`
    case 'channel_moved':
      return md`followed its channel, which has another id in Slack now: ${channelRef(event.to)}`
    case 'freeze_overridden':
      return overriddenWords(event.override, look)
    case 'launch_started':
      return md`launched it, ${count(event.plan.length, 'step')}`
    case 'step_changed':
      return stepWordsOf(event, look)
    case 'undo_begun':
      return md`asked to undo what ran`
    case 'went_live':
      return md`put it live`
    case 'paused':
      return md`paused it${why(event.words)}`
    case 'resumed':
      return md`resumed it${why(event.words)}`
    case 'stopped':
      return md`stopped it${why(event.words)}`
    case 'cancelled':
      return md`cancelled it${why(event.words)}`
    case 'digest_planned':
      return event.plan ? planLine(event.plan) : md`switched the digest off`
    case 'harm_found':
      return md`found harm${why(harmWords(event.harm))}`
    case 'fault_found':
      return md`found a fault of the data${event.fault.taskN ? md`, task ${event.fault.taskN}` : ''}${why(event.words)}`
    case 'fault_gone':
      return md`found that fault gone: ${event.problem}`
    case 'proof_read':
      return md`asked whether anybody is still reached${why(proofLine(event.proof, null))}`
    case 'first_data':
      return md`looked for its first data${why(firstDataLine(event.firstData) ?? 'it has come')}`
    case 'digest_muted':
      return md`muted its digests until ${dateToken(event.endsAt)}`
    case 'digest_unmuted':
      return md`ended the mute of its digests`
    case 'go_live_unmet':
      return md`told ${person(event.to, look)} that go-live ${dateToken(event.launchAt)} can't be met: task ${event.n} is not ready before ${dateToken(event.at)}`
    case 'reminders_muted':
      return md`left it out of their daily message`
    case 'reminders_unmuted':
      return md`took it into their daily message again`
    case 'choice_asked':
    case 'choice_reminded':
    case 'choice_escalated':
    case 'choice_made':
    case 'choice_lapsed':
    case 'over_told':
      return choiceWords(event, look)
    case 'digest_made':
      return md`made digest ${event.digestId}${HELD[event.held ?? 'posted']}: ${short(event.headline, 200)}`
    case 'follow_up_asked':
    case 'follow_up_accepted':
    case 'follow_up_reassigned':
    case 'follow_up_declined':
    case 'follow_up_reminded':
    case 'follow_up_escalated':
    case 'follow_up_answered':
      return followUpWords(event, look)
    case 'led_to':
      return md`saw ${code(event.offspring.key)} grow from ${event.offspring.n === null ? 'its conclusion' : `follow-up ${event.offspring.n}`}`
    case 'suggestion_dismissed':
      return md`found a suggestion of digest ${event.digestId} not needed`
    case 'concluded': {
      const { reached, growth, learned } = event.conclusion
      return md`concluded it: desired outcome ${reached}, growth ${growth}${why(learned)}`
    }
  }
}

function predictedWords(
  { prediction }: Extract<CampaignEvent, { kind: 'predicted' }>,
  sealed: boolean,
): Mrkdwn {
  const goal = short(prediction.metric, 80)
  if (sealed) return md`predicted the lift of ${goal}, sealed until the conclusion`
  return md`predicted ${predictionWords(prediction)} on ${goal}`
}

const HELD = {
  posted: '',
  unchanged: ', nothing changed, so not posted',
  muted: ', muted, so not posted',
  over: ', told once a week since its last day, so not posted',
} as const

function planLine({ schedule, channel, quiet }: DigestPlan): Mrkdwn {
  const only = quiet ? ', only when something changed' : ''
  return md`set the digest to ${describeSchedule(schedule)}, in ${channelRef(channel)}${only}`
}

function followUpWords(event: FollowUpEvent, look: Look): Mrkdwn {
  const why = whyIn(look)
  switch (event.kind) {
    case 'follow_up_asked':
      return md`asked follow-up ${event.followUp.n} of ${person(event.followUp.assignee, look)}${why(event.followUp.question)}`
    case 'follow_up_accepted':
      return md`accepted follow-up ${event.n}`
    case 'follow_up_reassigned':
      return md`handed follow-up ${event.n} to ${person(event.to, look)}${why(event.words)}`
    case 'follow_up_declined':
      return md`declined follow-up ${event.n}${why(event.reason)}`
    case 'follow_up_reminded':
      return md`reminded of follow-up ${event.n}${event.when === 'due' ? ', due that day' : ''}`
    case 'follow_up_escalated':
      return md`told ${person(event.to, look)} that follow-up ${event.n} is late`
    case 'follow_up_answered':
      return md`answered follow-up ${event.n}${why(event.finding)}`
  }
}

function choiceWords(event: ChoiceEvent, look: Look): Mrkdwn {
  switch (event.kind) {
    case 'choice_asked':
      return md`asked for a decision by ${dateToken(event.dueAt)}: ${short(event.verdict.words, 200)}`
    case 'choice_reminded':
      return md`reminded ${person(event.to, look)} to decide`
    case 'choice_escalated':
      return md`told ${person(event.to, look)} that the decision is late`
    case 'choice_made':
      return md`decided: ${CHOICE_WORDS[event.chosen]}${event.words ? md`: ${shortRich(event.words, 200, look)}` : ''}`
    case 'choice_lapsed':
      return md`asks for no decision any more: the verdict changed`
    case 'over_told':
      return md`told ${person(event.to, look)} that its ${count(event.days, 'day')} are over`
  }
}
