/** Whether everything happened, and once: pure, from what lies there at the end. */
import { slotsBetween } from '../../src/domain/time/schedule.ts'
import type { Evidence, KeptMessage } from './evidence.ts'
import { eachPromiseKept, endOf, excused, isTold } from './promises.ts'

/** What is wrong, or known and said in docs/decisions: those are counted by their names. */
export interface Verdict {
  readonly wrong: readonly string[]
  readonly known: Readonly<Record<string, number>>
}

type Look = (evidence: Evidence) => readonly string[]

const LOOKS: readonly Look[] = [
  ({ errors }) => errors,
  ({ unlike }) => unlike.map((key) => `${key}: its events do not give what the tables hold`),
  ({ violations }) => violations.map((each) => `Slack would refuse: ${each}`),
  ackedIsThere,
  eachEventOnce,
  eachMessageOnce,
  nothingTwiceToTheEye,
  nothingOutdated,
  eachStepOnce,
  eachSlotOnce,
  eachFileOnce,
  noJobStuck,
  eachPromiseKept,
]

export function verdictOf(evidence: Evidence): Verdict {
  const wrong = LOOKS.flatMap((look) => look(evidence))
  return {
    wrong,
    known: { ...excused(evidence), 'picture given up, its file unseen': strangePictures(evidence) },
  }
}

/** `digest … now` and SQL have no event of their own: a row, or a file. */
function ackedIsThere({ acked, events, digests, messages }: Evidence): string[] {
  const deliveries = new Set(events.flatMap(({ delivery }) => delivery ?? []))
  return acked
    .filter(({ text, trigger }) => {
      if (/^digest \S+ now/.test(text)) return !digests.some(({ asked_by }) => asked_by !== null)
      if (/ sql$/.test(text)) return !messages.some(({ kind }) => kind === 'sql')
      return !deliveries.has(trigger)
    })
    .map(({ text, said }) => `"${text}" was answered "${said.slice(0, 80)}" and is not there`)
}

/** Of these kinds one a campaign and subject. */
function eachEventOnce({ events }: Evidence): string[] {
  const once = events.filter(({ kind }) =>
    /launched|step_finished|finished|created|decided|digest_made|concluded|stopped/.test(kind),
  )
  return repeated(once, ({ campaign_id, kind, data, actor, at }) =>
    [campaign_id, kind, kind.includes('decided') ? actor : data, kind.includes('decided') ? data : at].join(
      ' ',
    ),
  ).map((name) => `Happened twice: ${name.slice(0, 200)}`)
}

function eachMessageOnce(evidence: Evidence): string[] {
  const { messages, shown } = evidence
  const byNonce = new Map<string, number>()
  for (const { nonce } of shown) if (nonce) byNonce.set(nonce, (byNonce.get(nonce) ?? 0) + 1)
  const nonces = new Set(messages.map(({ nonce }) => nonce))
  const strange = [...byNonce.keys()].filter((nonce) => !nonces.has(nonce))
  return [
    ...strange.map((nonce) => `Slack shows a message that nobody promised: ${nonce}`),
    ...messages
      .filter((message) => !isSqlGivenUp(evidence, message))
      .flatMap((message) => standing(message, byNonce.get(message.nonce) ?? 0)),
  ]
}

function isSqlGivenUp(evidence: Evidence, { id, kind, state }: KeptMessage): boolean {
  const messageId = id
  return evidence.jobs.some(
    (job) =>
      kind === 'sql' && state === 'dead' && job.payload.messageId === messageId && isTold(evidence, job),
  )
}

/** Files are shared without a nonce. */
const FILES = ['sql', 'ledger']

function standing(message: KeptMessage, times: number): string[] {
  const name = `${message.kind} ${message.subject} to ${message.target}`
  if (FILES.includes(message.kind)) return message.state === 'sent' ? [] : [`${name} is ${message.state}`]
  if (times > 1) return [`${name} stands ${times} times`]
  if (message.state === 'sent') return times === 1 ? [] : [`${name} was sent and does not stand`]
  if (message.state === 'pending' && times === 0) return [`${name} waits for ever`]
  return [`${name} is ${message.state} (${message.error}), stands ${times} times`]
}

/** Who asks twice is told twice. */
const ASKED = ['digest', 'figures', 'sql']

/** The same words in the same place, whatever the rows say. */
function nothingTwiceToTheEye({ shown, messages }: Evidence): string[] {
  const isAsked = ({ kind, subject }: KeptMessage) => ASKED.includes(kind) || /^sql:\d+:failed$/.test(subject)
  const asked = new Set(messages.filter(isAsked).map(({ nonce }) => nonce))
  const others = shown.filter(({ nonce }) => nonce !== null && !asked.has(nonce))
  return repeated(others, ({ place, text }) => `${place}: ${text}`).map(
    (each) => `Said twice in ${each.slice(0, 160)}`,
  )
}

function nothingOutdated({ outdated, messages }: Evidence): string[] {
  return outdated.map(({ id, shows, says }) => {
    const { kind, subject, target } = messages.find((each) => each.id === id) ?? {}
    return `${kind} ${subject} to ${target} is out of date: it shows "${shows}", and would say "${says}"`
  })
}

function eachStepOnce({ steps, received, syncs, flags, campaigns }: Evidence): string[] {
  const stopped = new Set(campaigns.filter(({ stage }) => stage === 'stopped').map((each) => each.key))
  return steps.flatMap(({ key, n, plan, state, outcome }) => {
    const { kind, target } = JSON.parse(plan)
    const name = `Step ${n} of ${key} (${target ?? kind})`
    const ids = new Set(received.filter((each) => each.key === key && each.n === n).map(({ id }) => id))
    const times =
      target === 'sender'
        ? ids.size
        : target === 'syncs'
          ? syncs
          : target === 'flags'
            ? flags.filter((says) => says !== 'off').length
            : null
    const isLeft = state === 'failed' && !stopped.has(key) // what failed before a stop nobody sends again
    if (state === 'sending' || isLeft) return [`${name} is ${state}: ${outcome}`]
    if (times !== null && times > 1) return [`${name} reached its target ${times} times`]
    if (state === 'done' && times === 0) return [`${name} is done, and its target never had it`]
    return []
  })
}

const MINUTE = 60_000

/** Each slot while nobody was away is there; of those in a gap the newest at least. */
function eachSlotOnce({ campaigns, digests, gaps, events, endedAt }: Evidence): string[] {
  return campaigns.flatMap(({ id, key, digest, live_at, ended_at }) => {
    if (!digest || !live_at) return []
    const { schedule } = JSON.parse(digest)
    const made = new Set(
      digests.filter(({ campaign_id }) => campaign_id === id).map(({ slot }) => Number(slot)),
    )
    const [from, to] = [Number(live_at) + MINUTE, Number(ended_at ?? endedAt) - MINUTE]
    const due = slotsBetween(schedule, new Date(from), new Date(to), Number.POSITIVE_INFINITY).map(Number)
    const planned = Math.max(
      ...events
        .filter(({ campaign_id, kind }) => campaign_id === id && kind.includes('digest_plan'))
        .map(({ at }) => Number(at)),
      0,
    )
    const twice = repeated(
      digests.filter(({ campaign_id, asked_by }) => campaign_id === id && asked_by === null),
      ({ slot }) => new Date(Number(slot)).toISOString(),
    )
    const isMissed = (slot: number) => slot > planned && !made.has(slot)
    const missed = due.filter((slot) => isMissed(slot) && !isSkipped(slot, made, gaps))
    return [
      ...twice.map((slot) => `${key} has two digests of ${slot}`),
      ...missed.map((slot) => `${key} has no digest of ${new Date(slot).toISOString()}`),
    ]
  })
}

/** Of those that nobody was there for only the newest is made (docs/decisions/0008); one that was asked for meanwhile is no slot. */
function isSkipped(slot: number, made: ReadonlySet<number>, gaps: Evidence['gaps']): boolean {
  const until = endOf(gaps, slot)
  return [...made].some((other) => other > slot && other <= until)
}

function eachFileOnce(evidence: Evidence): string[] {
  const { pictures, files, messages } = evidence
  const known = new Set(pictures.flatMap(({ file_id }) => file_id ?? []))
  const strange = strangePictures({ pictures, files })
  const mostGivenUp = pictures.filter(({ state }) => state === 'failed').length
  const shared = files.filter(({ name }) => name.endsWith('.sql')).length
  const asked = messages.filter((each) => each.kind === 'sql' && !isSqlGivenUp(evidence, each)).length
  const shownTwice =
    pictures.length > new Set(pictures.map(({ digest_id, name }) => `${digest_id} ${name}`)).size
  return [
    ...(strange > mostGivenUp
      ? [`${strange} pictures were uploaded that nothing shows, ${known.size} that are shown`]
      : []),
    ...(shared === asked ? [] : [`${shared} files of SQL were shared, ${asked} asked for`]),
    ...(shownTwice ? ['A digest has a picture twice'] : []),
  ]
}

/** One that was given up may lie in Slack, where nobody sees it (docs/decisions/0011). */
function strangePictures({ pictures, files }: Pick<Evidence, 'pictures' | 'files'>): number {
  const known = new Set(pictures.flatMap(({ file_id }) => file_id ?? []))
  return files.filter(({ id, name }) => name.endsWith('.png') && !name.startsWith('growth') && !known.has(id))
    .length
}

function noJobStuck(evidence: Evidence): string[] {
  const { jobs, endedAt } = evidence
  return jobs
    .filter((job) => job.state !== 'dead' || !isTold(evidence, job))
    .filter(({ state, run_at }) => state !== 'waiting' || Number(run_at) <= endedAt - MINUTE)
    .map(({ kind, state, last_error }) => `A job ${kind} is ${state}: ${last_error}`)
}

function repeated<T>(all: readonly T[], nameOf: (one: T) => string): string[] {
  const counts = new Map<string, number>()
  for (const one of all) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1)
  return [...counts].filter(([, times]) => times > 1).map(([name, times]) => `${name} (${times} times)`)
}
