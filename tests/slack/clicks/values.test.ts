import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import * as values from '../../../src/slack/clicks/values.ts'

const SCHEMAS = new Map<string, z.ZodType>(Object.entries(values))
const schemaOf = (name: string): z.ZodType => {
  const schema = SCHEMAS.get(name)
  if (!schema) throw new Error(`There is no ${name}`)
  return schema
}

const page = { page: 1 }

/** A value of each kind as the bot writes it. */
const WRITTEN: Readonly<Record<keyof typeof values, Readonly<Record<string, unknown>>>> = {
  ofCampaign: { c: 1 },
  ofItem: { c: 1, n: 1, at: 2, page: 3, tries: 1 },
  ofTaskMenu: { do: 'done', c: 1, n: 1, at: 2 },
  ofPage: { c: 1, ...page },
  ofCampaignPage: { which: 'mine', ...page },
  ofFollowUpPage: { of: 'campaign', key: 'winback', ...page },
  ofWaitingPage: page,
  ofMute: { c: 1, do: 'mute', at: 'waiting' },
  ofPortfolio: { d: 7 },
  ofPortfolioPage: { d: 1, ...page },
  ofLearningsPage: { q: 'coupon', ...page },
  ofIdea: { c: 1, n: 1, i: 1 },
  ofRowAdding: { kind: 'arm' },
  ofRowChange: { do: 'up', row: 'arm2' },
  ofSuggestion: { d: 1, i: 0 },
  ofDigest: { d: 1 },
  ofCheck: { check: 'orders-fresh' },
  ofDelegation: { id: 1 },
  ofFrozen: { c: 1, t: Date.UTC(2026, 2) },
  ofQuarter: { year: 2026, n: 1 },
}

const NEVER_WRITTEN = [
  -1,
  1.5,
  1e9 + 0.5,
  3e9,
  1e21,
  99_999_999_999,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '1',
  null,
  true,
]
const kinds = Object.entries(WRITTEN) as [keyof typeof values, Record<string, unknown>][]

test('every kind of value is looked at here', () => {
  expect(kinds.map(([name]) => name).sort()).toEqual(Object.keys(values).sort())
})

describe.each(kinds)('%s', (name, written) => {
  const schema = schemaOf(name)

  test('is read as the bot writes it', () => expect(schema.parse(written)).toEqual(written))

  const numbers = Object.keys(written).filter((field) => typeof written[field] === 'number')
  test.each(numbers)('%s is bounded', (field) => {
    const read = NEVER_WRITTEN.filter((value) => schema.safeParse({ ...written, [field]: value }).success)
    expect(read).toEqual([])
  })
})

test.each<[keyof typeof values, object]>([
  ['ofQuarter', { year: 99_999_999, n: 1 }],
  ['ofQuarter', { year: 1e9, n: 1 }],
  ['ofQuarter', { year: 99, n: 1 }],
  ['ofQuarter', { year: 2026, n: 5 }],
  ['ofItem', { c: 1, n: 0 }],
  ['ofItem', { c: 1, n: 1, at: 0 }],
  ['ofItem', { c: 1, n: 1, page: 1e9 }],
  ['ofPage', { c: 2 ** 31, page: 1 }],
  ['ofSuggestion', { d: 1, i: 1e6 }],
  ['ofLearningsPage', { q: 'x'.repeat(301), page: 1 }],
  ['ofFollowUpPage', { of: 'campaign', key: 'x'.repeat(41), page: 1 }],
])('%s never is %j', (name, value) => {
  const schema = schemaOf(name)
  expect(schema.safeParse(value).success).toBe(false)
})
