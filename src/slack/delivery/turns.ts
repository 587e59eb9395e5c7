/** A second and what the way to Slack may differ by: a channel takes a post a second once it was asked to wait. */
const GAP_MS = 1_100
/** So long after its last turn a channel takes what comes at once again. */
const CALM_MS = 60_000

/** Who posts when where Slack has asked to wait: each its turn, in the order in which they asked, and no call before it. */
export interface Turns {
  /** When `message` may be posted to `place`; null for now. */
  next(place: string, message: number, now: Date): Date | null
  /** The same over all places, for what nobody waits for: once many of them were asked to wait, it is the workspace. */
  nextOfAll(message: number, now: Date): Date | null
  /** Slack asked `message` to wait: it stays first, and the others take new turns behind it. */
  limited(place: string, message: number, until: Date, now: Date): void
}

/** What a workspace takes over all of its channels is several hundred a minute; Slack does not say which limit was met. */
const EVERYWHERE = { place: '', gapMs: 200, places: 5, withinMs: 5_000 }

/** In the order of their turns. */
interface Queue {
  turns: Map<number, number>
  /** The first turn that nobody has. */
  free: number
}

/** In memory: after a start Slack says again where it wants to be waited for. */
export function createTurns(): Turns {
  const queues = new Map<string, Queue>()
  const limits = new Map<string, number>()
  const next = (place: string, message: number, now: Date, gapMs: number) => {
    const queue = queues.get(place)
    if (queue && now.getTime() <= queue.free + CALM_MS) return turnIn(queue, message, now.getTime(), gapMs)
    queues.delete(place)
    return null
  }
  const close = (place: string, message: number, until: number, gapMs: number) => {
    const waiting = [...(queues.get(place)?.turns.keys() ?? [])].filter((each) => each !== message)
    const turns = [message, ...waiting].map((each, i) => [each, until + i * gapMs] as const)
    queues.set(place, { turns: new Map(turns), free: until + turns.length * gapMs })
  }
  return {
    next: (place, message, now) => next(place, message, now, GAP_MS),
    nextOfAll: (message, now) => next(EVERYWHERE.place, message, now, EVERYWHERE.gapMs),
    limited(place, message, until, now) {
      close(place, message, until.getTime(), GAP_MS)
      limits.set(place, now.getTime())
      for (const [each, at] of limits) if (at < now.getTime() - EVERYWHERE.withinMs) limits.delete(each)
      if (limits.size < EVERYWHERE.places) return
      limits.clear()
      close(EVERYWHERE.place, message, until.getTime(), EVERYWHERE.gapMs)
    },
  }
}

function turnIn(queue: Queue, message: number, now: number, gapMs: number): Date | null {
  const at = queue.turns.get(message) ?? Math.max(queue.free, now)
  queue.free = Math.max(queue.free, at + gapMs)
  if (at <= now) queue.turns.delete(message)
  else queue.turns.set(message, at)
  return at <= now ? null : new Date(at)
}
