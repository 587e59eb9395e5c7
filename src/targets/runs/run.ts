import { z } from 'zod'
import { formatAmount, formatCount, formatNumber } from '../../domain/text/numbers.ts'
import type { Found } from '../target.ts'

/** A run of a sync, a job or a workflow, as the tool that runs it tells of it. */
export interface Run {
  readonly id: string
  /** In the tool's own word. */
  readonly state: string
  /** `on`: also where the state is a word that nobody knows. */
  readonly is: 'on' | 'done' | 'failed' | 'cancelled'
  /** When it was asked for; null where that is not said. */
  readonly begun: Date | null
  /** Null where the tool counts none. */
  readonly rows: Rows | null
  /** What it was started with that its starter can be known by; null where nothing is kept. */
  readonly mark: string | null
}

/** Rows that went through, and those that did not. */
export interface Rows {
  readonly through: number
  readonly failed: number
}

export interface Page {
  readonly runs: readonly Run[]
  /** Whether another page follows. */
  readonly more: boolean
}

/** What a run means for its step; `failedRows` is the share of rows that may fail. */
export function foundOf(run: Run, failedRows: number): Found {
  const { id, is, rows } = run
  if (is === 'on') return { is: 'running', outcome: run.state, handle: id, notBefore: null }
  const tooMany = rows && overLimit(rows, failedRows)
  if (is === 'done' && tooMany) return { is: 'failed', outcome: `${run.state}, but ${tooMany}` }
  const outcome = endWords(run)
  if (is !== 'done') return { is: 'failed', outcome }
  return { is: 'done', outcome, ...(rows && { reached: rows.through }) }
}

/** "success, 42 610 rows" or "failed, 3 of 42 610 rows failed". */
export function endWords({ state, rows }: Run): string {
  if (!rows) return state
  if (rows.failed === 0) return `${state}, ${countWords(rows.through)}`
  return `${state}, ${failedWords(rows)}`
}

function countWords(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`
}

function failedWords({ through, failed }: Rows): string {
  return `${formatCount(failed)} of ${countWords(through + failed)} failed`
}

/** "1 204 of 42 610 rows failed, 2.8 %, more than 0.5 %"; null where no more failed than may. */
function overLimit(rows: Rows, limit: number): string | null {
  const all = rows.through + rows.failed
  if (all === 0 || rows.failed / all <= limit) return null
  const allowed = Math.round(limit * 100_000) / 1_000
  return `${failedWords(rows)}, ${percentAbove((100 * rows.failed) / all, allowed)} %, more than ${formatAmount(allowed)} %`
}

/** With as many decimals as it takes to be seen above its limit. */
function percentAbove(percent: number, limit: number): string {
  const decimals = [1, 2, 3, 4, 5].find((each) => Number(percent.toFixed(each)) > limit)
  return formatNumber(percent, decimals ?? 6)
}

/** A state or a code in the tool's own word; whatever else stands there is not shown. */
export function stateWord(value: unknown): string {
  return typeof value === 'string' && /^\w[\w .:-]{0,39}$/.test(value) ? value : 'a state that can’t be read'
}

/** A number of rows; tools say null, or nothing, before there are any. */
export const count = z
  .number()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? 0)

/** An id, as a text or as a number. */
export const id = z.union([z.string().min(1), z.number().int()]).transform(String)

/** An instant in ISO 8601; null where there is none. */
export const instant = z
  .string()
  .nullish()
  .transform((value) => {
    const at = value ? Date.parse(value) : Number.NaN
    return Number.isNaN(at) ? null : new Date(at)
  })
