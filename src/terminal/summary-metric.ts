/** A metric of a summary: its shape, what contradicts itself in it, and what is filled in. */
import { z } from 'zod'
import type { MetricInput } from '../domain/readout/input.ts'
import { isBlank } from '../domain/text/visible.ts'
import { contradictions } from './contradictions.ts'

export const count = z.number().int().nonnegative()
export const name = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !isBlank(text), { error: 'nobody can see it' })
const beside = { sum: z.number(), sumSquares: z.number(), products: z.number() }

const sums = z.strictObject({
  n: count.exactOptional(),
  sum: z.number(),
  sumSquares: z.number().exactOptional(),
  largest: z.number().nonnegative().exactOptional(),
  denominator: z.strictObject(beside).exactOptional(),
  before: z
    .strictObject({
      ...beside,
      denominator: z
        .strictObject({
          sum: z.number(),
          sumSquares: z.number(),
          products: z.number(),
          withAfter: z.number(),
          withValueAfter: z.number(),
          afterWithValueBefore: z.number(),
        })
        .exactOptional(),
    })
    .exactOptional(),
})

const ofSome = z.array(sums.required({ n: true }))
const recent = z.strictObject({ days: z.number().int().positive(), sums: ofSome })

export const metric = z.strictObject({
  name,
  label: name.exactOptional(),
  kind: z.enum(['proportion', 'mean', 'ratio']),
  direction: z.enum(['up', 'down']).default('up'),
  role: z.enum(['goal', 'guardrail', 'secondary']),
  unit: z.string().max(20).exactOptional(),
  margin: z
    .strictObject({ amount: z.number().nonnegative(), unit: z.enum(['relative', 'absolute']) })
    .exactOptional(),
  sums: z.array(sums),
  windowDays: z.number().int().positive().exactOptional(),
  waiting: z.array(count).exactOptional(),
  everybody: ofSome.exactOptional(),
  recent: recent.exactOptional(),
  cap: z.strictObject({ share: z.number().positive().lt(1), value: z.number().positive() }).exactOptional(),
})

export type Say = (path: readonly (string | number)[], message: string) => void
type Arms = readonly { readonly name: string; readonly users: number }[]
type Metric = z.output<typeof metric>

export function checkMetric(read: Metric, arms: Arms, say: Say): void {
  checkMargin(read, say)
  checkWaiting(read, arms, say)
  checkCap(read, say)
  const { sums, recent, everybody } = read
  checkSums(read, sums, arms, (path, message) => say(['sums', ...path], message))
  if (recent) checkSums(read, recent.sums, arms, (path, message) => say(['recent', 'sums', ...path], message))
  if (everybody) checkSums(read, everybody, arms, (path, message) => say(['everybody', ...path], message))
}

/** A fraction of one is all of it. */
function checkMargin({ kind, margin }: Metric, say: Say): void {
  if (margin && margin.amount > 1 && (margin.unit === 'relative' || kind === 'proportion'))
    say(['margin', 'amount'], 'is more than 1: it is a fraction, 0.02 is 2 %')
}

function checkWaiting({ waiting, windowDays, sums }: Metric, arms: Arms, say: Say): void {
  if (!waiting) return
  if (windowDays === undefined) say(['waiting'], 'has nothing to wait for: windowDays is missing')
  if (waiting.length !== arms.length) say(['waiting'], oneForEach('count', arms))
  for (const [j, waits] of waiting.entries()) {
    const arm = arms[j]
    const people = waits + (sums[j]?.n ?? 0)
    if (arm && people > arm.users)
      say(
        ['waiting', j],
        `is ${waits}: with those who count that is more than the ${arm.users} users of ${arm.name}`,
      )
  }
}

function checkCap({ kind, cap, sums }: Metric, say: Say): void {
  if (!cap) return
  if (kind === 'proportion') say(['cap'], 'is of a proportion, which has nothing to cut')
  for (const [j, { largest = 0 }] of sums.entries())
    if (largest > cap.value) say(['sums', j, 'largest'], `is ${largest}, more than the cap of ${cap.value}`)
}

function checkSums(read: Metric, sums: Metric['sums'], arms: Arms, say: Say): void {
  const { kind } = read
  if (sums.length !== arms.length) say([], oneForEach('entry', arms))
  for (const [j, each] of sums.entries()) {
    const missing = kind !== 'proportion' && each.sumSquares === undefined
    if (missing) say([j, 'sumSquares'], `is missing: a ${kind} has no interval without it`)
    if (kind === 'ratio' && !each.denominator) say([j, 'denominator'], 'is missing: this metric is a ratio')
    const arm = arms[j]
    if (missing || !arm) continue
    const { n, sumSquares } = filled(read, each, j, arms)
    if (n > arm.users) say([j, 'n'], `is ${n}, more than the ${arm.users} users of ${arm.name}`)
    for (const { path, message } of contradictions(kind, { ...each, n, sumSquares }))
      say([j, ...path], message)
  }
}

function oneForEach(what: string, arms: Arms): string {
  return `expected one ${what} for each of the ${arms.length} arms, in their order`
}

/** Those of the arm's users count who do not wait, unless it is said who does. */
function filled({ waiting }: Metric, sums: Metric['sums'][number], j: number, arms: Arms) {
  const n = Math.max(0, (arms[j]?.users ?? 0) - (waiting?.[j] ?? 0))
  return { ...sums, n: sums.n ?? n, sumSquares: sums.sumSquares ?? sums.sum }
}

export function metricInput({ recent, everybody, ...read }: Metric, arms: Arms): MetricInput {
  const all = (sums: Metric['sums']) => sums.map((row, j) => filled(read, row, j, arms))
  return {
    ...read,
    label: read.label ?? read.name,
    sums: all(read.sums),
    ...(recent ? { recent: { ...recent, sums: all(recent.sums) } } : {}),
    ...(everybody ? { everybody: all(everybody) } : {}),
  }
}
