import type {
  CreateEngine,
  DeadJob,
  Engine,
  EngineDeps,
  EnqueueOptions,
  JobContext,
  JobKind,
} from '../../src/jobs/contract.ts'
import { createLogger } from '../../src/log.ts'
import { type Db, inTransaction } from '../../src/store/kit/database.ts'
import type { OpenTestDatabase } from '../store/open.ts'

/** Its kinds read key and lane from it; notes are urgent, others are not. */
export interface Note {
  readonly teamId: string
  readonly n: number
  readonly key?: string
  readonly lane?: string
}
export interface TestKinds {
  note: Note
  other: Note
}
export type DeadNote = DeadJob<Note> & { readonly kind: keyof TestKinds }

/** What a test may have otherwise: parts of the engine, and of its kinds. */
interface BenchOptions extends Partial<EngineDeps<TestKinds>> {
  readonly attempts?: number
  readonly whenDead?: JobKind<Note>['whenDead']
}

type Same = Pick<Note, 'key' | 'lane'> & { readonly kind?: keyof TestKinds }

/** What a job may do in a test: its payload, its context, and the engine that runs it. */
type Work = (note: Note, context: JobContext, engine: Engine<TestKinds>) => Promise<unknown>

export const HOUR = 3_600_000
const silent = createLogger('silent')

/** What an engine stands on, beside its contract. */
export interface Machinery {
  /** Forgets all jobs. */
  clear(db: Db): Promise<unknown>
  /** What the time does after which a process that is not heard of counts as ended. */
  lapse(db: Db): Promise<unknown>
}

/** Engines on an empty table of jobs, with a clock that only the test moves. Long because it is one state. */
export function createBench(opened: OpenTestDatabase, createEngine: CreateEngine, machinery: Machinery) {
  let clock = Date.parse('2026-03-02T09:00:00Z')
  const dead: DeadNote[] = []
  const engines: Engine<TestKinds>[] = []
  const now = () => new Date(clock)
  const engine = (work: Work, { attempts = 20, whenDead, ...deps }: BenchOptions = {}): Engine<TestKinds> => {
    const kindOf = (kind: keyof TestKinds): JobKind<Note> => ({
      attempts,
      ...(kind === 'note' ? { urgent: true } : {}),
      key: ({ key }) => key ?? null,
      lane: ({ lane }) => lane ?? null,
      run: async (note, context) => void (await work(note, context, made)),
      whenDead: whenDead ?? (async (_tx, job) => dead.push({ kind, ...job })),
    })
    const made = createEngine<TestKinds>({
      db: opened.db,
      log: silent,
      now,
      random: () => 0,
      kinds: { note: kindOf('note'), other: kindOf('other') },
      ...deps,
    })
    engines.push(made)
    return made
  }
  const add = (
    to: Engine<TestKinds>,
    n: number,
    { runAt, kind = 'note', ...same }: EnqueueOptions & Same = {},
  ) =>
    inTransaction(opened.db, (tx) =>
      to.enqueue(tx, kind, { teamId: 'T1', n, ...same }, runAt ? { runAt } : {}),
    )
  const pass = (ms: number) => {
    clock += ms
  }
  /** An engine that notes the order of what it ran, and how many ran at once. */
  const recording = (options: BenchOptions = {}, work: Work = async () => undefined) => {
    const seen = { ran: [] as number[], most: 0 }
    let at = 0
    const recorder = engine(async (note, context, self) => {
      seen.ran.push(note.n)
      seen.most = Math.max(seen.most, ++at)
      await new Promise(setImmediate)
      await work(note, context, self).finally(() => at--)
    }, options)
    return { engine: recorder, seen }
  }

  const close = async () => {
    await Promise.all(engines.map((each) => each.stop(0)))
    await machinery.clear(opened.db)
  }
  const lapse = () => machinery.lapse(opened.db)
  return { opened, lapse, engine, recording, add, pass, now, dead, close }
}

export type Bench = ReturnType<typeof createBench>

/** Work that ends once `n` of it run at the same time, and so on with the next: it hangs where fewer ever do. */
export function meeting(n: number) {
  let here: (() => void)[] = []
  return () =>
    new Promise<void>((resolve) => {
      here.push(resolve)
      if (here.length < n) return
      for (const leave of here) leave()
      here = []
    })
}

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
