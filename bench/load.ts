import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Answer, Type } from './commands.ts'

/** What one phase types. Each lane types its next text only when the answer to the last has come. */
export interface Work {
  readonly lanes: number
  /** What the lane types next. */
  text(lane: number): string
  /** Throws for an answer that is not what the phase is about. */
  check(answer: Answer): void
}

/** What a load saw. Times in milliseconds; `busy`: share of its core that the load itself used. */
export interface Loaded {
  readonly times: readonly number[]
  readonly seconds: number
  readonly busy: number
}

/** No phase makes more requests than this, however fast the answers come. */
const MOST_REQUESTS = 200_000

/** The next request of every lane as soon as its last was answered, for `seconds`. */
export async function fullLoad(type: Type, work: Work, seconds: number): Promise<Loaded> {
  const times: number[] = []
  const { elapsed, busy } = await clocked(async (since) => {
    const inTime = () => times.length < MOST_REQUESTS && performance.now() - since < seconds * 1_000
    const runLane = async (lane: number) => {
      while (inTime()) {
        const start = performance.now()
        await ask(type, work, lane)
        times.push(performance.now() - start)
      }
    }
    await Promise.all(Array.from({ length: work.lanes }, (_, lane) => runLane(lane)))
  })
  return { times, seconds: elapsed, busy }
}

/** `rate` requests a second whatever the answers take, each timed from when it was due, so that queueing shows. */
export async function steadyLoad(type: Type, work: Work, rate: number, seconds: number): Promise<Loaded> {
  const times: number[] = []
  const idle = Array.from({ length: work.lanes }, (_, lane) => lane)
  const running = new Set<Promise<void>>()
  const { elapsed, busy } = await clocked(async (since) => {
    for (let n = 0; n < rate * seconds; n++) {
      const due = since + (n * 1_000) / rate
      await until(due)
      while (idle.length === 0) await Promise.race(running)
      const lane = idle.shift() ?? 0
      const done = ask(type, work, lane).then(() => {
        times.push(performance.now() - due)
        idle.push(lane)
        running.delete(done)
      })
      running.add(done)
    }
    await Promise.all(running)
  })
  return { times, seconds: elapsed, busy }
}

async function ask(type: Type, work: Work, lane: number): Promise<void> {
  work.check(await type(work.text(lane), lane))
}

/** Timers come up to a millisecond late, so the last of it is spun. */
async function until(at: number): Promise<void> {
  const left = at - performance.now()
  if (left > 2) await setTimeout(left - 2)
  while (performance.now() < at) await setImmediate()
}

async function clocked(work: (since: number) => Promise<void>): Promise<{ elapsed: number; busy: number }> {
  const used = process.cpuUsage()
  const since = performance.now()
  await work(since)
  const elapsed = (performance.now() - since) / 1_000
  const { user, system } = process.cpuUsage(used)
  return { elapsed, busy: (user + system) / 1e6 / elapsed }
}
