/** A summary of a campaign as JSON: what a warehouse would have summed up, checked where it enters, all mistakes at once. */
import { z } from 'zod'
import { pathWords } from '../config/problems.ts'
import { type Readout, type ReadoutInput, storedReadout } from '../domain/readout/readout.ts'
import { isBlank } from '../domain/text/visible.ts'
import { Refusal } from '../refusal.ts'
import { contradictions } from './contradictions.ts'

const count = z.number().int().nonnegative()
const name = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !isBlank(text), { error: 'nobody can see it' })
/** More than that, as 8 for 8 %, is a slip: it is a fraction. */
const MOST_EFFECT = 10
const beside = { sum: z.number(), sumSquares: z.number(), products: z.number() }

const sums = z.strictObject({
  n: count.exactOptional(),
  sum: z.number(),
  sumSquares: z.number().exactOptional(),
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

const metric = z.strictObject({
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
})

const summary = z
  .strictObject({
    arms: z.array(z.strictObject({ name, weight: z.number().nonnegative().default(1), users: count })).min(2),
    day: z.number().int().positive(),
    horizonDays: z.number().int().positive().nullable().default(null),
    plannedUnits: z.number().int().positive().exactOptional(),
    minimumEffect: z.number().positive().max(MOST_EFFECT).exactOptional(),
    duplicates: count.default(0),
    asOf: z.iso.datetime({ offset: true }).exactOptional(),
    newestData: z.iso.datetime({ offset: true }).exactOptional(),
    bayesian: z.boolean().default(false),
    metrics: z.array(metric).min(1),
    segments: z
      .array(z.strictObject({ column: name, value: z.string().nullable(), users: z.array(count) }))
      .default([]),
  })
  .superRefine((read, { addIssue }) => {
    const say: Say = (path, message) => addIssue({ code: 'custom', path: [...path], message })
    checkArms(read.arms, say)
    for (const [i, each] of read.metrics.entries()) {
      checkMargin(each, (path, message) => say(['metrics', i, ...path], message))
      checkSums(each, read.arms, (path, message) => say(['metrics', i, 'sums', ...path], message))
      if (read.metrics.findIndex((other) => other.name === each.name) < i)
        say(['metrics', i, 'name'], 'stands there twice')
    }
    checkSegments(read, say)
    if (read.asOf && read.newestData && Date.parse(read.newestData) > Date.parse(read.asOf))
      say(['newestData'], 'is later than asOf: no look sees what comes after it')
  })

type Say = (path: readonly (string | number)[], message: string) => void
type Arms = readonly { readonly name: string; readonly weight: number; readonly users: number }[]

function checkArms(arms: Arms, say: Say): void {
  for (const [i, { name, weight }] of arms.entries()) {
    if (arms.findIndex((other) => other.name.trim() === name.trim()) < i)
      say(['arms', i, 'name'], 'stands there twice')
    if (weight === 0)
      say(['arms', i, 'weight'], 'is 0: an arm that nobody was planned for has no split to check')
  }
}

/** A fraction of one is all of it. */
function checkMargin({ kind, margin }: z.output<typeof metric>, say: Say): void {
  if (margin && margin.amount > 1 && (margin.unit === 'relative' || kind === 'proportion'))
    say(['margin', 'amount'], 'is more than 1: it is a fraction, 0.02 is 2 %')
}

function checkSums({ kind, sums }: z.output<typeof metric>, arms: Arms, say: Say): void {
  if (sums.length !== arms.length)
    say([], `expected one entry for each of the ${arms.length} arms, in their order`)
  for (const [j, each] of sums.entries()) {
    const missing = kind !== 'proportion' && each.sumSquares === undefined
    if (missing) say([j, 'sumSquares'], `is missing: a ${kind} has no interval without it`)
    if (kind === 'ratio' && !each.denominator) say([j, 'denominator'], 'is missing: this metric is a ratio')
    const arm = arms[j]
    if (missing || !arm) continue
    const n = each.n ?? arm.users
    if (n > arm.users) say([j, 'n'], `is ${n}, more than the ${arm.users} users of ${arm.name}`)
    const filled = { ...each, n, sumSquares: each.sumSquares ?? each.sum }
    for (const { path, message } of contradictions(kind, filled)) say([j, ...path], message)
  }
}

interface Segmented {
  readonly arms: Arms
  readonly segments: readonly {
    readonly column: string
    readonly value: string | null
    readonly users: readonly number[]
  }[]
}

function checkSegments({ arms, segments }: Segmented, say: Say): void {
  for (const [i, { column, value, users }] of segments.entries()) {
    if (users.length !== arms.length)
      say(['segments', i, 'users'], `expected one count for each of the ${arms.length} arms, in their order`)
    if (segments.findIndex((other) => other.column === column && other.value === value) < i)
      say(['segments', i, 'value'], 'stands there twice')
    for (const [j, each] of users.entries())
      if (each > (arms[j]?.users ?? each))
        say(
          ['segments', i, 'users', j],
          `is ${each}, more than the ${arms[j]?.users} users of ${arms[j]?.name}`,
        )
  }
}

/** Throws a Refusal that names every mistake. Without `asOf` it is a look of now, and its data is as new. */
export function readSummary(json: string, now: Date): ReadoutInput {
  const { arms, metrics, asOf, newestData, plannedUnits, minimumEffect, segments, ...rest } = checked(
    summary,
    json,
    'summary',
  )
  const at = asOf ? new Date(asOf) : now
  return {
    ...rest,
    arms: arms.map(({ name, weight }) => ({ name, weight })),
    users: arms.map(({ users }) => users),
    asOf: at,
    newestData: newestData ? new Date(newestData) : at,
    ...(plannedUnits ? { plannedUnits } : {}),
    ...(minimumEffect ? { minimumEffect } : {}),
    metrics: metrics.map((each) => ({
      ...each,
      label: each.label ?? each.name,
      sums: each.sums.map((row, i) => ({
        ...row,
        n: row.n ?? arms[i]?.users ?? 0,
        sumSquares: row.sumSquares ?? row.sum,
      })),
    })),
    segments: segments.map((each) => ({ ...each, metrics: [] })),
  }
}

/** Of the look before only what this one goes on from is read. */
const earlierLook = z.looseObject({
  fractions: z.array(z.number().positive().max(1)),
  crossings: z.array(
    z.looseObject({
      arm: z.string(),
      metric: z.string(),
      kind: z.enum(['better', 'worse', 'harm', 'within', 'beats']),
      day: z.number(),
    }),
  ),
  arms: z.array(z.looseObject({ name: z.string(), users: z.number() })),
  sampleRatio: z.looseObject({}),
})

/** Throws a Refusal that names every mistake. */
export function readEarlier(json: string): Readout {
  return storedReadout(checked(earlierLook, json, 'earlier readout') as unknown as Readout)
}

function checked<T>(schema: z.ZodType<T>, json: string, what: string): T {
  const result = schema.safeParse(parsed(json, what))
  if (result.success) return result.data
  const lines = result.error.issues.map(({ path, message }) => `- ${pathWords(path) || what}: ${message}`)
  throw new Refusal('invalid', `The ${what} can't be read:\n${lines.join('\n')}`)
}

function parsed(json: string, what: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Refusal('invalid', `The ${what} is no JSON: ${error.message}`)
  }
}
