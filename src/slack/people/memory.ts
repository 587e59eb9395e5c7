import { LATE, within } from '../patience.ts'

/** What was looked up, remembered: it serves while a new look-up is under way, or has failed. */
export interface Memory<T> {
  /** What is remembered, where it serves still; what is old is looked up anew behind it. */
  known(id: string): T | undefined
  /** A fresh value, waited for `patienceMs` at most; else what is remembered; else undefined. Never rejects. */
  ask(id: string, patienceMs: number): Promise<T | undefined>
  /** Why the newest look-up failed; undefined where it did not. */
  failure(id: string): unknown
  /** Takes what Slack told by itself. */
  learn(id: string, value: T): void
  /** What is remembered is known to be wrong. */
  forget(id: string): void
}

interface MemoryOptions<T> {
  /** Serves without a question for so long, and for so long where no new answer comes. */
  readonly freshMs: number
  readonly keptMs: number
  readonly now: () => Date
  readonly lookUp: (id: string) => Promise<T>
  /** Is told where look-ups of an id begin to fail, or (undefined) are answered again. */
  readonly tell: (id: string, failure: unknown) => void
}

interface Entry<T> {
  learned?: { readonly value: T; readonly at: number }
  pending?: Promise<void>
  failure?: unknown
  againAt: number
}

/** A look-up that has failed is not asked again for so long. */
const AGAIN_MS = 30_000

export function createMemory<T>(options: MemoryOptions<T>): Memory<T> {
  const { freshMs, keptMs, now } = options
  const entries = new Map<string, Entry<T>>()
  /** Look-ups that somebody has given up waiting for: while there is one, nobody waits for another. */
  const overdue = new Set<Promise<void>>()
  const limit: Limit = { until: 0 }
  const entryOf = (id: string): Entry<T> => {
    const entry = entries.get(id) ?? { againAt: 0 }
    entries.set(id, entry)
    return entry
  }
  const learnedWithin = (id: string, ms: number) => {
    const learned = entries.get(id)?.learned
    return learned && learned.at + ms > now().getTime() ? learned : undefined
  }
  const begin = (id: string) => {
    const entry = entryOf(id)
    const at = now().getTime()
    if (entry.pending || at < entry.againAt || at < limit.until) return entry.pending
    entry.pending = look(options, id, entry, limit).finally(() => delete entry.pending)
    return entry.pending
  }
  return {
    known(id) {
      const kept = learnedWithin(id, keptMs)
      if (kept && !learnedWithin(id, freshMs)) begin(id)
      return kept?.value
    },
    async ask(id, patienceMs) {
      const fresh = learnedWithin(id, freshMs)
      if (fresh) return fresh.value
      const pending = begin(id)
      const patient = patienceMs === Number.POSITIVE_INFINITY || overdue.size === 0
      if (pending && patient && (await within(pending, patienceMs)) === LATE) {
        overdue.add(pending)
        pending.finally(() => overdue.delete(pending))
      }
      return learnedWithin(id, keptMs)?.value
    },
    failure: (id) => entries.get(id)?.failure,
    learn: (id, value) => entries.set(id, { learned: { value, at: now().getTime() }, againAt: 0 }),
    // What is under way answers for what was before: it is written to an entry that nobody reads any more.
    forget: (id) => entries.delete(id),
  }
}

/** A rate limit holds for all look-ups of a kind. */
interface Limit {
  until: number
}

async function look<T>(
  { lookUp, now, tell }: MemoryOptions<T>,
  id: string,
  entry: Entry<T>,
  limit: Limit,
): Promise<void> {
  const before = entry.failure
  try {
    entry.learned = { value: await lookUp(id), at: now().getTime() }
    delete entry.failure
    if (before !== undefined) tell(id, undefined)
  } catch (error) {
    entry.failure = error
    entry.againAt = now().getTime() + AGAIN_MS
    limit.until = Math.max(limit.until, now().getTime() + retryAfterMs(error))
    if (before === undefined || String(before) !== String(error)) tell(id, error)
  }
}

function retryAfterMs(error: unknown): number {
  const { retryAfter } = error as { retryAfter?: unknown }
  return typeof retryAfter === 'number' ? retryAfter * 1_000 : 0
}
