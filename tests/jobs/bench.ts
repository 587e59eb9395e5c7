import type { DeadJob, Engine, EngineDeps, JobContext } from '../../src/jobs/engine.ts'
import { createLogger } from '../../src/log.ts'
import type { EnqueueOptions } from '../../src/store/jobs.ts'
import { inTransaction } from '../../src/store/kit/database.ts'
import type { OpenTestDatabase } from '../store/open.ts'

export interface Note {
  readonly teamId: string
  readonly n: number
}
export interface TestKinds {
  note: Note
  other: Note
}
export type MakeEngine = (deps: EngineDeps<TestKinds>) => Engine<TestKinds>

/** What a job may do in a test: its payload, its context, and the engine that runs it. */
type Work = (note: Note, context: JobContext, engine: Engine<TestKinds>) => Promise<unknown>

export const HOUR = 3_600_000
const silent = createLogger('silent')

/** Engines on an empty table of jobs, with a clock that only the test moves. Long because it is one state. */
export function createBench(opened: OpenTestDatabase, makeEngine: MakeEngine) {
  let clock = Date.parse('2026-03-02T09:00:00Z')
  const dead: DeadJob<TestKinds>[] = []
  const engines: Engine<TestKinds>[] = []
  const now = () => new Date(clock)
  const engine = (work: Work, deps: Partial<EngineDeps<TestKinds>> = {}): Engine<TestKinds> => {
    const handle = async (note: Note, context: JobContext) => void (await work(note, context, made))
    const made = makeEngine({
      db: opened.db,
      log: silent,
      now,
      random: () => 0,
      handlers: { note: handle, other: handle },
      onDead: async (_tx, job) => void dead.push(job),
      ...deps,
    })
    engines.push(made)
    return made
  }
  const add = (to: Engine<TestKinds>, n: number, options: EnqueueOptions = {}) =>
    inTransaction(opened.db, (tx) => to.enqueue(tx, 'note', { teamId: 'T1', n }, options))
  const pass = (ms: number) => {
    clock += ms
  }
  /** An engine that notes the order of what it ran, and how many ran at once. */
  const recording = (deps: Partial<EngineDeps<TestKinds>> = {}, work: Work = async () => undefined) => {
    const seen = { ran: [] as number[], most: 0 }
    let at = 0
    const recorder = engine(async (note, context, self) => {
      seen.ran.push(note.n)
      seen.most = Math.max(seen.most, ++at)
      await new Promise(setImmediate)
      await work(note, context, self).finally(() => at--)
    }, deps)
    return { engine: recorder, seen }
  }

  const close = async () => {
    await Promise.all(engines.map((each) => each.stop(0)))
    await opened.db('jobs').delete()
  }
  return { opened, engine, recording, add, pass, now, dead, close }
}

export type Bench = ReturnType<typeof createBench>

/** A promise and the hand that fulfils it. */
export function deferred<T = void>() {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil
  })
  return { promise, resolve }
}

/** Work that never ends: its process is killed. */
export const forever = () => new Promise<never>(() => undefined)
