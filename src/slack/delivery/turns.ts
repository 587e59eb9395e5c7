/** A second and what the way to Slack may differ by: a channel takes a post a second once it was asked to wait. */
const GAP_MS = 1_100
/** So long after its last turn a channel takes what comes at once again. */
const CALM_MS = 60_000

/** Who posts when where Slack has asked to wait: each its turn, in the order in which they asked, and no call before it. */
export interface Turns {
  /** When `message` may be posted to `place`; null for now. */
  next(place: string, message: number, now: Date): Date | null
  /** Slack asked `message` to wait: it stays first, and the others take new turns behind it. */
  limited(place: string, message: number, until: Date): void
}

/** In the order of their turns. */
interface Queue {
  turns: Map<number, number>
  /** The first turn that nobody has. */
  free: number
}

/** In memory: after a start Slack says again where it wants to be waited for. */
export function createTurns(): Turns {
  const queues = new Map<string, Queue>()
  return {
    next(place, message, now) {
      const queue = queues.get(place)
      if (queue && now.getTime() <= queue.free + CALM_MS) return turnIn(queue, message, now.getTime())
      queues.delete(place)
      return null
    },
    limited(place, message, until) {
      const waiting = [...(queues.get(place)?.turns.keys() ?? [])].filter((each) => each !== message)
      const turns = [message, ...waiting].map((each, i) => [each, until.getTime() + i * GAP_MS] as const)
      queues.set(place, { turns: new Map(turns), free: until.getTime() + turns.length * GAP_MS })
    },
  }
}

function turnIn(queue: Queue, message: number, now: number): Date | null {
  const at = queue.turns.get(message) ?? Math.max(queue.free, now)
  queue.free = Math.max(queue.free, at + GAP_MS)
  if (at <= now) queue.turns.delete(message)
  else queue.turns.set(message, at)
  return at <= now ? null : new Date(at)
}
