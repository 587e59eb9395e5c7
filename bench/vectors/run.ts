/** Runs records through the public functions of the readout. */
import { isNotComputable, Unsupported } from './answer.ts'
import { misses } from './compare.ts'
import { answeringFor } from './kinds.ts'
import { readable } from './lifts.ts'
import type { VectorFile, VectorRecord } from './records.ts'

export interface Outcome {
  readonly file: string
  readonly id: string
  readonly kind: string
  readonly result: 'passed' | 'failed' | 'unsupported'
  /** What was missed, or why it is unsupported. */
  readonly notes: readonly string[]
}

export function runVectors(files: readonly VectorFile[]): Outcome[] {
  return files.flatMap(({ name, records }) =>
    records.map((record) => ({ file: name, id: record.id, kind: record.kind, ...outcomeOf(record) })),
  )
}

function outcomeOf(record: VectorRecord): Pick<Outcome, 'result' | 'notes'> {
  try {
    const notes = failures(record)
    if (notes === null) return { result: 'unsupported', notes: ['no function of this kind'] }
    return { result: notes.length > 0 ? 'failed' : 'passed', notes }
  } catch (error) {
    if (error instanceof Unsupported) return { result: 'unsupported', notes: [error.message] }
    return { result: 'failed', notes: [error instanceof Error ? error.message : String(error)] }
  }
}

/** Where the reference is known to be wrong, the right answer is that it is not computable. */
function failures(record: VectorRecord): string[] | null {
  const answering = answeringFor(record.kind)
  if (!answering) return null
  if (record.compare) return misses(exactly(record), answering(record.input), record.tolerance)
  return isNotComputable(readable(record.input))
    ? []
    : ['computed, where the right answer is "not computable"']
}

/** The digits of p that the reference lost, where the record brings them. */
function exactly({ expected, p_value_exact }: VectorRecord): Readonly<Record<string, unknown>> {
  return p_value_exact ? { ...expected, p_value: Number(p_value_exact) } : expected
}
