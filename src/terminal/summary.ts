/** A summary of a campaign as JSON: what a warehouse would have summed up, checked where it enters, all mistakes at once. */
import { z } from 'zod'
import { pathWords } from '../config/problems.ts'
import type { ReadoutInput } from '../domain/readout/input.ts'
import { type Readout, storedReadout } from '../domain/readout/readout.ts'
import { Refusal } from '../refusal.ts'
import { checkMetric, count, metric, metricInput, name, type Say } from './summary-metric.ts'

/** More than that, as 8 for 8 %, is a slip: it is a fraction. */
const MOST_EFFECT = 10

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
      checkMetric(each, read.arms, (path, message) => say(['metrics', i, ...path], message))
      if (read.metrics.findIndex((other) => other.name === each.name) < i)
        say(['metrics', i, 'name'], 'stands there twice')
    }
    checkSegments(read, say)
    if (read.asOf && read.newestData && Date.parse(read.newestData) > Date.parse(read.asOf))
      say(['newestData'], 'is later than asOf: no look sees what comes after it')
  })

type Arms = readonly { readonly name: string; readonly weight: number; readonly users: number }[]

function checkArms(arms: Arms, say: Say): void {
  for (const [i, { name, weight }] of arms.entries()) {
    if (arms.findIndex((other) => other.name.trim() === name.trim()) < i)
      say(['arms', i, 'name'], 'stands there twice')
    if (weight === 0)
      say(['arms', i, 'weight'], 'is 0: an arm that nobody was planned for has no split to check')
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
    metrics: metrics.map((each) => metricInput(each, arms)),
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
