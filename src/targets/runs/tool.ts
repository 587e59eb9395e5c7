import type { Api, Request } from '../api.ts'
import type { Again, Asked, SentStep, Step, Unseen } from '../target.ts'
import type { Page, Run } from './run.ts'
import type { Thing } from './thing.ts'

/**
 * A tool that starts runs and keeps them: a sync, a job, a workflow. `What` is what the words of a step name. Bodies are
 * read by schemas; null is what can't be read.
 */
export interface RunTool<What extends object> {
  readonly api: Api
  readonly form: string
  /** What its runs are of: `sync`. */
  readonly noun: string
  readonly deadlineMinutes: number
  /** The share of rows that may fail in a run that is done. */
  readonly failedRows: number
  /** What the words name, or what can't be read of them, as a clause without a full stop. */
  read(words: string): What | string
  /** What it is now: one question, or several. */
  look(what: What, asked: Asked): Promise<Thing | Unseen>
  start(what: What, step: Step): Request
  /** How it is asked for where a start was refused by these: an older server that does not know a field. */
  startPlainly?(what: What, step: Step): Request
  /** Statuses by which a start says that another run is on, so that nothing came of it. */
  readonly busy?: readonly number[]
  /** The id of the run that an answer to a start names. */
  startedIn(body: unknown): string | null
  oneRun(what: What, id: string): Request
  /** What an answer to that holds: no run where it is not there. */
  oneIn(body: unknown): readonly Run[] | null
  /** A page of its runs, from 0; the newest first where the tool can do so. `since`: older ones are not wanted. */
  list(what: What, since: Date, page: number): Request
  runsIn(body: unknown): Page | null
  readonly owner: Owner<What>
  /** Asks a run to stop; absent where a tool can't. */
  stop?(what: What, id: string): Request
}

/** How a run is known to be a step's own: by its mark, or because nobody else starts any. */
export type Owner<What> =
  | {
      readonly by: 'mark'
      readonly isOf: (run: Run, step: SentStep) => boolean
      /** Whether it shows that somebody else, or another step, has begun it. */
      readonly isOthers: (run: Run) => boolean
    }
  | {
      readonly by: 'being alone'
      /** Who else starts runs of it, in words; null where nobody does by itself. */
      readonly others: (what: What, asked: Asked) => Promise<string | null | Again>
    }

/** How many runs a page holds. */
export const PAGE = 100

/** The handle of a run that was surely begun, while the tool has not said its id. */
export const BEGUN = 'begun'
