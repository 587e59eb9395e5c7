/** Whether what was promised came at least once, after faults have ceased and time has gone on; pure. */
import type { DueReminder } from './due.ts'
import type { Evidence } from './evidence.ts'
import { HOUR } from './script.ts'
import type { Gap } from './world.ts'

export function eachPromiseKept(evidence: Evidence): string[] {
  const { due, digests, messages, steps, campaigns } = evidence
  const live = new Set(campaigns.filter(({ live_at }) => live_at !== null).map(({ key }) => key))
  return [
    ...due.findings.map((words) => `The audit finds: ${words}`),
    ...due.unheard.map((name) => `Nobody heard that ${name} is late`),
    ...unreminded(evidence)
      .filter((each) => !isGivenUp(evidence, each))
      .map(({ key, n, when }) => `Request ${n} of ${key} has no reminder "${when}"`),
    // A campaign is live by its last step: what is live without one has skipped it.
    ...steps
      .filter(({ key, state }) => live.has(key) && state !== 'done' && state !== 'skipped')
      .map(({ key, n, state }) => `${key} went live, and its step ${n} is ${state}`),
    ...digests
      .filter(({ made_at }) => made_at === null)
      .map(({ id }) => `Digest ${id} was begun and never made`),
    ...digests
      .filter(({ id, made_at, held }) => made_at !== null && !held && !hasDigest(messages, id))
      .map(({ id }) => `Digest ${id} was made and never posted`),
  ]
}

function hasDigest(messages: Evidence['messages'], id: number): boolean {
  return messages.some(({ kind, subject }) => kind === 'digest' && subject === `digest:${id}`)
}

/** A job that failed for a while comes again within half an hour; nobody hears of what was decided until then. */
const LATE_MS = HOUR

function unreminded({ due, gaps, messages, endedAt }: Evidence): DueReminder[] {
  return due.reminders.filter(({ campaignId, n, when, dueAt, expiresAt, closedAt }) => {
    const over = Math.min(closedAt ?? endedAt, expiresAt, endedAt)
    if (over < endOf(gaps, dueAt) + LATE_MS) return false
    const subject = `request:${n}:${when}`
    return !messages.some(
      (each) => each.campaign_id === campaignId && each.kind === 'approval' && each.subject === subject,
    )
  })
}

/** When somebody looked at the clock again; gaps may follow each other. */
export function endOf(gaps: readonly Gap[], at: number): number {
  return gaps.reduce((end, { from, to }) => (from <= end && end < to ? to : end), at)
}

/** A reminder that is given up is no harm, the request itself still stands (src/jobs/kinds/remind-approvers.ts). */
function isGivenUp({ jobs }: Evidence, { campaignId, n, when }: DueReminder): boolean {
  return jobs.some(
    ({ kind, state, payload }) =>
      kind === 'remind_approvers' &&
      state === 'dead' &&
      payload.campaignId === campaignId &&
      payload.n === n &&
      payload.when === when,
  )
}

/**
 * A job may be given up where its kind says so to people: a digest in its channel (`digestGivenUp`), SQL to who asked,
 * who asks again (`sqlGivenUp`), a reminder to nobody. That word has to be there; that it stands is looked at with all messages.
 */
export function isTold(
  { digests, messages }: Evidence,
  { kind, payload }: Evidence['jobs'][number],
): boolean {
  if (kind === 'remind_approvers') return true
  if (kind === 'digest') return digests.some(({ id, made_at }) => id === payload.digestId && made_at !== null)
  if (kind === 'send_sql')
    return messages.some(({ subject }) => subject === `sql:${payload.messageId}:failed`)
  return false
}

/** Of the rules that excuse, how often each did. */
export function excused(evidence: Evidence): Record<string, number> {
  const dead = evidence.jobs.filter((job) => job.state === 'dead' && isTold(evidence, job))
  const counts: Record<string, number> = {}
  for (const { kind } of dead) {
    const name =
      kind === 'remind_approvers' ? `${kind} given up, nobody hears of it` : `${kind} given up, and said so`
    counts[name] = 1 + (counts[name] ?? 0)
  }
  return counts
}
