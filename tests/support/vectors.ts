/** Reference vectors of other people's software, read from ../shared beside the repository where it is there. */
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

export const FOLDER = new URL('../../../shared/stats-vectors/', import.meta.url)

export const haveVectors = existsSync(FOLDER)
if (!haveVectors) console.info('Skipped: the reference vectors, because ../shared/stats-vectors is not here.')

const Vector = z.object({
  id: z.string(),
  kind: z.string(),
  input: z.record(z.string(), z.unknown()),
  expected: z.record(z.string(), z.unknown()),
  tolerance: z.object({ abs: z.number(), rel: z.number() }).optional(),
  p_value_exact: z.string().nullish(),
})
export type Vector = z.infer<typeof Vector>

const Statistic = z.object({ n: z.number(), sum: z.number(), sum_squares: z.number().optional() })
const Two = z.object({
  control: Statistic,
  treatment: Statistic,
  alpha: z.number(),
  difference_type: z.enum(['relative', 'absolute', 'scaled']),
  sides: z.enum(['two', 'greater', 'lesser']).default('two'),
})

/** The records of some kinds in a file, such as `srm.json`; none where the folder isn't there. */
export function vectors(file: string, ...kinds: readonly string[]): Vector[] {
  if (!haveVectors) return []
  const text = readFileSync(new URL(file, FOLDER), 'utf8')
  const { records } = z.object({ records: z.array(Vector) }).parse(JSON.parse(text))
  return records.filter((record) => kinds.includes(record.kind))
}

/** Two arms as the domain takes them. A proportion's sum of squares is its sum. */
export function twoArms(vector: Vector) {
  const { control, treatment, ...rest } = Two.parse(vector.input)
  return { control: sums(control), treatment: sums(treatment), ...rest }
}

function sums({ n, sum, sum_squares }: z.infer<typeof Statistic>) {
  return { n, sum, sumSquares: sum_squares ?? sum }
}

/** What is further away than the record's tolerance, as readable lines; empty where everything agrees. */
export function misses(vector: Vector, got: Record<string, number>): string[] {
  const { abs, rel } = vector.tolerance ?? { abs: 0, rel: 0 }
  return Object.entries(got).flatMap(([field, value]) => {
    const wanted = z.number().parse(vector.expected[field])
    const near = Math.abs(value - wanted) <= Math.max(abs, rel * Math.abs(wanted))
    return near ? [] : [`${vector.id} ${field}: got ${value}, expected ${wanted}`]
  })
}
