import { conditionWords } from '../../domain/approval/condition.ts'
import { deciderWords } from '../../domain/approval/stead.ts'
import { campaignWords, guardrailWords } from '../../domain/brief/words.ts'
import { CHOICE_WORDS } from '../../domain/choice/choice.ts'
import { scoresOf } from '../../domain/growth/score.ts'
import { endWords, measurementWords, scoreWords } from '../../domain/growth/words.ts'
import { evidenceWords } from '../../domain/incidents/harm.ts'
import type { UserId } from '../../domain/people.ts'
import type { Move } from '../../domain/readiness/moves.ts'
import { moveWords } from '../../domain/readiness/words.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { CampaignEvent } from '../../domain/state/events.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import type { FreezeOverride } from '../../domain/state/freezes.ts'
import type { Fault, Harm } from '../../domain/state/incidents.ts'
import type { ApprovalRequest, Decision } from '../../domain/state/requests.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { token } from '../../domain/text/tokens.ts'
import { listed } from '../../domain/text/words.ts'

/**
 * The words of notices, with tokens for people, channels and times that the surface fills in; the rest is plain text and
 * is escaped there.
 */

export function approved(state: CampaignState): string {
  const { campaign, request } = state
  const given = (request?.decisions ?? []).filter(({ verdict }) => verdict === 'approve')
  const by = given.map(
    (decision) => `${deciderWords(decision)}${decision.words ? `: ${decision.words}` : ''}`,
  )
  const alone = request?.terms?.glass
  const who = alone ? `${token.person(alone.by)} alone, as an emergency: ${alone.words}` : by.join('; ')
  return `${campaignWords(campaign)} is approved (${who}). ${nextWords(state)}`
}

function nextWords({ campaign: { launchAt }, request }: CampaignState): string {
  const passed = request?.terms?.passedAt
  if (!launchAt && passed)
    return `Its time, ${token.day(passed)}, has passed: launch it now or set a new time.`
  return launchAt ? `It launches ${token.time(launchAt)}.` : 'Launch it when you are ready.'
}

export function declined({ campaign, request }: CampaignState): string {
  const last = request?.decisions.at(-1)
  return `${campaignWords(campaign)} was declined by ${last ? deciderWords(last) : 'nobody'}: ${last?.words ?? ''}\nIt is preparing again: edit the brief, then submit it once more.`
}

export function glassBroken({ campaign }: CampaignState, by: UserId, why: string): string {
  return `${campaignWords(campaign)} was approved by ${token.person(by)} alone, as an emergency: ${why}\nThat stays on its card and in its history.`
}

/** What an approver wants to have changed, for who asked. */
export function changesAsked({ campaign, request }: CampaignState): string {
  const last = request?.decisions.at(-1)
  const points = campaign.revision.points.map(({ n, words }) => `${n} ${words}`)
  return [
    `${last ? deciderWords(last) : 'Somebody'} asks for changes of ${campaignWords(campaign)}:`,
    ...points,
    'It is preparing again: say what was done about each, then submit it once more.',
  ].join('\n')
}

export function withdrawn({ campaign }: CampaignState, by: UserId, why: string | null): string {
  const reason = why ? `: ${why}` : ''
  return `${campaignWords(campaign)} was withdrawn by ${token.person(by)}${reason}\nIt is preparing again: edit the brief, then submit it once more.`
}

/** For who was away: what was decided in their stead. */
export function decidedInStead({ campaign }: CampaignState, { by, verdict, words: why }: Decision): string {
  const what = { approve: 'approved', decline: 'declined', changes: 'asked for changes of' }[verdict]
  const reason = why ? `: ${why}` : ''
  return `${token.person(by)} ${what} ${campaignWords(campaign)} for you${reason}\nIt counts as yours; the request lets you take it back.`
}

export function expired({ campaign, request }: CampaignState): string {
  return `Nobody decided ${campaignWords(campaign)} by ${token.time(request?.expiresAt ?? 0)}, so the request expired. Submit it again to ask once more.`
}

export function takenBack(
  { campaign }: CampaignState,
  by: UserId,
  { words: why, verdict, stead }: Extract<CampaignEvent, { kind: 'approval_taken_back' }>,
): string {
  const reason = why ? `: ${why}` : ''
  const whose = stead ? ` by ${deciderWords(stead)}` : ''
  return `${token.person(by)} took the ${verdict ?? 'approval'} of ${campaignWords(campaign)}${whose} back${reason}\nIt waits to be decided again; nothing launches until then.`
}

/** `from`: when it was to launch before. */
export function scheduled(state: CampaignState, launchAt: Date, from: Date | null = null): string {
  const moved = from ? `, moved from ${token.time(from)}` : ''
  return `${campaignWords(state.campaign)} launches ${token.day(launchAt)}${moved}${conditionWords(state)}. Approval, readiness and freezes are checked again then.`
}

export function lapsed({ campaign }: CampaignState, why: string): string {
  const waits = campaign.launchAt
    ? `The launch set for ${token.time(campaign.launchAt)} waits for that.`
    : 'Nothing launches by it.'
  return `The approval of ${campaignWords(campaign)} has lapsed: what it rested on is not so any more.\n${why}\n${waits} Once that is mended ${token.person(campaign.owner)} submits it again, and it is approved anew.`
}

export function launchRefused({ campaign }: CampaignState, why: string): string {
  return `The launch of ${campaignWords(campaign)} did not start.\n${why}`
}

export function launchHeld(
  { campaign }: CampaignState,
  { why, launchAt }: Extract<CampaignEvent, { kind: 'launch_refused' }>,
): string {
  const when = launchAt ? ` set for ${token.time(launchAt)}` : ''
  return `The launch of ${campaignWords(campaign)}${when} did not start, and nothing was sent: ${why}\nThen launch it, or set a new time in a channel: \`/campaign launch ${campaign.key} at:<when>\``
}

const MOVES_SHOWN = 12

export function checksMoved({ campaign }: CampaignState, moves: readonly Move[]): string {
  const back = moves.every(({ to }) => to === 'good')
  const [one, many] = back ? ['passes', 'pass'] : ['needs', 'need']
  const count =
    moves.length === 1
      ? `A check of ${campaignWords(campaign)} ${one}`
      : `${moves.length} checks of ${campaignWords(campaign)} ${many}`
  const more = moves.length > MOVES_SHOWN ? [`and ${moves.length - MOVES_SHOWN} more`] : []
  const shown = moves.slice(0, MOVES_SHOWN).map((move) => moveWords(move))
  return [`${count} ${back ? 'now' : 'you'}.`, ...shown, ...more].join('\n')
}

/** That none could be asked was a mistake of ours. */
export function unasked({ campaign }: CampaignState, why: string): string {
  return `The checks of ${campaignWords(campaign)} could not be asked just now: ${why}\nThey are asked again by themselves; what they saw before counts until it is too old.`
}

export function overridden({ campaign }: CampaignState, override: FreezeOverride): string {
  const { by, words, freezes, launchAt } = override
  const why = [...new Set(freezes.map(({ reason }) => reason))].join('; ')
  return `${token.person(by)} launches ${campaignWords(campaign)} despite a freeze (${why}), ${token.time(launchAt)}: ${words}\nThat stays on its card and in its history.`
}

export function launchMissed(
  { campaign }: CampaignState,
  { launchAt, why }: Extract<CampaignEvent, { kind: 'launch_missed' }>,
): string {
  const { key, stage } = campaign
  const now = stage === 'approved' ? 'Launch it now, or set' : 'Set'
  return `The launch of ${campaignWords(campaign)} set for ${token.time(launchAt)} did not start: ${why}\nNothing was sent. ${now} a new time in a channel: \`/campaign launch ${key} at:<when>\``
}

export function unclosed({ campaign }: CampaignState, { expiresAt }: ApprovalRequest, why: string): string {
  return `The request to approve ${campaignWords(campaign)} ended ${token.time(expiresAt)}, but could not be closed: ${why}\nIt still counts as open, though it can't be decided any more. It has to be submitted again.`
}

export type Moved = Extract<CampaignEvent, { kind: 'paused' | 'resumed' | 'stopped' | 'cancelled' }>

export function moved({ campaign }: CampaignState, { kind, words }: Moved, by: UserId): string {
  const was = kind === 'resumed' ? 'is live again' : `is ${kind}`
  return `${campaignWords(campaign)} ${was}, by ${token.person(by)}: ${words}`
}

/** A launch that holds is given up, step by step. */
export function undoBegun({ campaign }: CampaignState, by: UserId): string {
  return `${token.person(by)} takes back what ran of ${campaignWords(campaign)}.`
}

export function unwatched({ campaign }: CampaignState, failures: readonly string[]): string {
  return [
    `The guardrails of ${campaignWords(campaign)} could not be watched just now. It is tried again each hour.`,
    ...failures.map((failure) => `• ${failure}`),
  ].join('\n')
}

export function fault({ campaign, tasks }: CampaignState, { taskN }: Fault, why: string): string {
  const task = tasks.find(({ n }) => n === taskN)
  if (!task) return `${campaignWords(campaign)}: ${why} Its lifts are hidden until that is mended.`
  const due = task.dueAt ? `, due ${token.time(task.dueAt)}` : ''
  return `${campaignWords(campaign)}: ${why} Its lifts are hidden until that is mended.\nTask ${task.n} is yours${due}: ${task.title}\nMark it done with what it was.`
}

export function freed({ campaign }: CampaignState, { n, title }: Task, waited: readonly number[]): string {
  return `You can begin task ${n} of ${campaignWords(campaign)}: ${title}\nWhat it waited for is settled: ${waited.length === 1 ? 'task' : 'tasks'} ${listed(waited.map(String))}.`
}

export function muted({ campaign }: CampaignState, endsAt: Date, by: UserId): string {
  return `${token.person(by)} muted the digests of ${campaignWords(campaign)} until ${token.time(endsAt)}. A guardrail beyond its margin is told all the same.`
}

export function unmuted({ campaign }: CampaignState, by: UserId): string {
  return `${token.person(by)} ended the mute: the digests of ${campaignWords(campaign)} are posted again.`
}

/** What harm was found by, for its thread. */
export function evidence({ campaign }: CampaignState, { found }: Harm): string {
  const lines = found.map((breach) => {
    const guardrail = campaign.brief.guardrails.find(({ metric }) => metric === breach.metric)
    return `${guardrail ? guardrailWords(guardrail) : breach.label}: ${evidenceWords(breach)}`
  })
  return lines.join('\n')
}

export function asked({ campaign }: CampaignState, followUp: FollowUp): string {
  const who = followUp.assignee ? `${token.person(followUp.assignee)} is asked` : 'Nobody is asked yet'
  const due = followUp.dueAt ? `, due ${token.time(followUp.dueAt)}` : ''
  return `Asked ${campaign.key}-${followUp.n} (${followUp.step}): ${followUp.question}\n${who}${due}`
}

export function reassigned({ campaign }: CampaignState, followUp: FollowUp, by: UserId): string {
  const last = followUp.reassigned.at(-1)
  const why = last?.words ? `: ${last.words}` : ''
  return `${campaign.key}-${followUp.n} waits for ${token.person(followUp.assignee ?? '')} now, by ${token.person(by)}${why}\n${followUp.question}`
}

export function followUpDeclined({ campaign }: CampaignState, followUp: FollowUp): string {
  const { by, reason } = followUp.declined ?? { by: '', reason: '' }
  return `${token.person(by)} declined ${campaign.key}-${followUp.n}: ${reason}\n${followUp.question}`
}

/** Null where it says nothing that the stop does not. */
export function chosen({ campaign }: CampaignState, n: number): string | null {
  const choice = campaign.choices.find((each) => each.n === n)
  if (!choice?.made || choice.made.chosen === 'stop') return null
  const { chosen, by, words } = choice.made
  return `${campaignWords(campaign)}, decided by ${token.person(by)}: ${CHOICE_WORDS[chosen]}${words ? `. ${words}` : ''}\nThe verdict was: ${choice.verdict.words}`
}

export function concluded({ campaign }: CampaignState): string {
  const conclusion = campaign.conclusion
  if (!conclusion) return ''
  const { learned, measured } = conclusion
  const said = [
    `The campaign ${campaignWords(campaign)} is concluded.`,
    endWords(conclusion),
    ...(measured ? [`Measured: ${measurementWords(measured)}`] : []),
    ...scoresOf(campaign).map((score) => scoreWords(score)),
    `Insights and ideas: ${learned}`,
  ]
  return said.join('\n')
}
