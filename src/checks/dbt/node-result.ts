import { z } from 'zod'
import type { CheckStatus } from '../../domain/readiness/checks.ts'

/** What became of one node in one run. */
export interface NodeResult {
  readonly id: string
  readonly status: CheckStatus
  /** When it was through, or looked at; null where the file does not say. */
  readonly at: Date | null
  /** Why, where the status alone does not say it. */
  readonly words: string | null
}

/** A date that is none is as good as not there. */
const time = z
  .string()
  .transform((at) => new Date(at))
  .refine((at) => !Number.isNaN(at.getTime()))
  .nullish()
  .catch(undefined)

const RESULT = z.object({
  unique_id: z.string(),
  status: z.string(),
  message: z.string().nullish().catch(undefined),
  failures: z.number().nullish().catch(undefined),
  timing: z.array(z.object({ completed_at: time })).catch([]),
  max_loaded_at: time,
  snapshotted_at: time,
  max_loaded_at_time_ago_in_s: z.number().nullish().catch(undefined),
})

type Result = z.infer<typeof RESULT>

/** By dbt's own words, in small letters; of a word that is not here nothing is known. */
const STATUSES: Readonly<Record<string, CheckStatus>> = {
  success: 'pass',
  pass: 'pass',
  warn: 'warn',
  fail: 'fail',
  error: 'error',
  'partial success': 'error',
  'runtime error': 'error',
  skipped: 'skip',
  'no-op': 'skip',
}

/** Null for a test that was compiled and not run: one that ran never says `success`. */
export function nodeResult(value: unknown): NodeResult | null {
  const result = RESULT.parse(value)
  const said = result.status.toLowerCase()
  if (said === 'success' && isTest(result.unique_id)) return null
  const known = STATUSES[said] ?? 'unknown'
  const { status, words } = doubted(result, known) ?? { status: known, words: wordsOf(result, said) }
  return { id: result.unique_id, status, at: completedAt(result), words }
}

function isTest(id: string): boolean {
  return id.startsWith('test.') || id.startsWith('unit_test.')
}

const FIRST_YEARS = 1970

/** What dbt lets pass of a table without a row, or with rows of tomorrow. */
function doubted({ max_loaded_at, max_loaded_at_time_ago_in_s: ago }: Result, status: CheckStatus) {
  if (max_loaded_at && max_loaded_at.getUTCFullYear() < FIRST_YEARS)
    return {
      status: status === 'pass' || status === 'warn' ? ('fail' as const) : status,
      words: 'it is empty',
    }
  if (status === 'pass' && typeof ago === 'number' && ago < 0)
    return { status: 'warn' as const, words: 'its newest row is of the future: a zone that is taken wrong?' }
  return null
}

function wordsOf({ unique_id, message, failures }: Result, said: string): string | null {
  if (said === 'skipped' && unique_id.startsWith('model.'))
    return 'skipped, as what it is made from failed, or as it is ephemeral: then name its tests'
  if (said === 'reused') return 'reused: dbt did not build it in this run. Name its tests or its freshness'
  if (!(said in STATUSES)) return `dbt says ${said.slice(0, 40)}`
  if (/^statically checked/i.test(message ?? '')) return 'checked without a query'
  return typeof failures === 'number' && failures > 0 ? `${failures} rows` : null
}

/** The end of its last step; of a source when it was looked at. */
function completedAt({ timing, snapshotted_at }: Result): Date | null {
  const ends = timing.flatMap(({ completed_at }) => completed_at?.getTime() ?? [])
  return ends.length > 0 ? new Date(Math.max(...ends)) : (snapshotted_at ?? null)
}
