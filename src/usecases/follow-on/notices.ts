import { guardrailWords, nameWords } from '../../domain/brief/words.ts'
import { CHOICE_WORDS } from '../../domain/choice/choice.ts'
import { scoresOf } from '../../domain/growth/score.ts'
import { measurementWords, scoreWords } from '../../domain/growth/words.ts'
import { evidenceWords } from '../../domain/incidents/harm.ts'
import type { UserId } from '../../domain/people.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { CampaignEvent } from '../../domain/state/events.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import type { Fault, Harm } from '../../domain/state/incidents.ts'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import { token } from '../../domain/text/tokens.ts'

/**
 * The words of notices, with tokens for people, channels and times that the surface fills in; the rest is plain text and
 * is escaped there.
 */

export function approved({ campaign, request }: CampaignState): string {
  const by = (request?.decisions ?? []).map(
    (decision) => `${token.person(decision.by)}${decision.words ? `: ${decision.words}` : ''}`,
  )
  return `${nameWords(campaign.brief)} is approved (${by.join('; ')}). Launch it with /campaign launch ${campaign.key}`
}

export function declined({ campaign, request }: CampaignState): string {
  const last = request?.decisions.at(-1)
  return `${nameWords(campaign.brief)} was declined by ${token.person(last?.by ?? '')}: ${last?.words ?? ''}\nIt is preparing again; submit it once that is mended: /campaign submit ${campaign.key}`
}

export function withdrawn({ campaign }: CampaignState, by: UserId, why: string | null): string {
  const reason = why ? `: ${why}` : ''
  return `${nameWords(campaign.brief)} was withdrawn by ${token.person(by)}${reason}\nIt is preparing again; submit it once that is mended: /campaign submit ${campaign.key}`
}

export function expired({ campaign, request }: CampaignState): string {
  return `Nobody decided ${nameWords(campaign.brief)} by ${token.time(request?.expiresAt ?? 0)}, so the request expired. Ask again: /campaign submit ${campaign.key}`
}

export function scheduled({ campaign }: CampaignState, launchAt: Date): string {
  const ifApproved = campaign.stage === 'approved' ? '' : ' if it is approved by then'
  return `${nameWords(campaign.brief)} launches ${token.day(launchAt)}${ifApproved}. Approval, readiness and freezes are checked again then.`
}

export function launchRefused({ campaign }: CampaignState, why: string): string {
  return `The launch of ${nameWords(campaign.brief)} did not start.\n${why}`
}

export function launchMissed(
  { campaign }: CampaignState,
  { launchAt, why }: Extract<CampaignEvent, { kind: 'launch_missed' }>,
): string {
  const { key, brief, stage } = campaign
  const now = stage === 'approved' ? `Launch it now: \`/campaign launch ${key}\`, or at` : 'Set'
  return `The launch of ${nameWords(brief)} set for ${token.time(launchAt)} did not start: ${why}\nNothing was sent. ${now} a new time: \`/campaign launch ${key} at:<when>\``
}

export function unclosed({ campaign }: CampaignState, { expiresAt }: ApprovalRequest, why: string): string {
  const { key, brief } = campaign
  return `The request to approve ${nameWords(brief)} ended ${token.time(expiresAt)}, but could not be closed: ${why}\nIt still counts as open, though it can't be decided any more. Submit it again: \`/campaign submit ${key}\`, or take it back: \`/campaign withdraw ${key}\``
}

export function live({ campaign, steps }: CampaignState): string {
  const count = steps.length === 1 ? '1 step' : `${steps.length} steps`
  const next = campaign.digest
    ? ''
    : ` Digests are not set up yet: /campaign digest ${campaign.key} weekdays 09:00`
  return `${nameWords(campaign.brief)} is live: ${count} done.${next}`
}

export type Moved = Extract<CampaignEvent, { kind: 'paused' | 'resumed' | 'stopped' | 'cancelled' }>

export function moved({ campaign }: CampaignState, { kind, words }: Moved, by: UserId): string {
  const was = kind === 'resumed' ? 'is live again' : `is ${kind}`
  return `${nameWords(campaign.brief)} ${was}, by ${token.person(by)}: ${words}`
}

export function unwatched({ campaign }: CampaignState, failures: readonly string[]): string {
  return [
    `The guardrails of ${nameWords(campaign.brief)} could not be watched just now. It is tried again each hour.`,
    ...failures.map((failure) => `• ${failure}`),
  ].join('\n')
}

export function fault({ campaign, tasks }: CampaignState, { taskN }: Fault, why: string): string {
  const task = tasks.find(({ n }) => n === taskN)
  if (!task) return `${nameWords(campaign.brief)}: ${why} Its lifts are hidden until that is mended.`
  const due = task.dueAt ? `, due ${token.time(task.dueAt)}` : ''
  return `${nameWords(campaign.brief)}: ${why} Its lifts are hidden until that is mended.\nTask ${task.n} is yours${due}: ${task.title}\nOnce it is done: \`/campaign task ${campaign.key} ${task.n} done <what it was>\``
}

export function muted({ campaign }: CampaignState, endsAt: Date, by: UserId): string {
  return `${token.person(by)} muted the digests of ${nameWords(campaign.brief)} until ${token.time(endsAt)}. A guardrail beyond its margin is told all the same.`
}

export function unmuted({ campaign }: CampaignState, by: UserId): string {
  return `${token.person(by)} ended the mute: the digests of ${nameWords(campaign.brief)} are posted again.`
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
  return `${nameWords(campaign.brief)}, decided by ${token.person(by)}: ${CHOICE_WORDS[chosen]}${words ? `. ${words}` : ''}\nThe verdict was: ${choice.verdict.words}`
}

export function concluded({ campaign }: CampaignState): string {
  const conclusion = campaign.conclusion
  if (!conclusion) return ''
  const { reached, growth, learned, measured } = conclusion
  const said = [
    `${nameWords(campaign.brief)} is concluded.`,
    `Desired outcome: ${reached}`,
    `Measurable growth: ${growth}`,
    ...(measured ? [`Measured: ${measurementWords(measured)}`] : []),
    ...scoresOf(campaign).map((score) => `Predicted: ${scoreWords(score)}`),
    `Insights and ideas: ${learned}`,
  ]
  return said.join('\n')
}
