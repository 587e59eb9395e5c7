import { z } from 'zod'
import { duration, map, nameOf, sql as query, share } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { CheckAnswer } from '../domain/readiness/checks.ts'
import { formatCount, formatPercent } from '../domain/text/numbers.ts'
import type { Check, Question, SharedPeople } from './check.ts'
import { settled } from './settled.ts'

/** Whom a campaign would reach that others reach too: counted in the warehouse, by the exposure queries. */

const BOTH = 'both or neither of warehouse and sql'
const WHERE = 'the exposure queries'
const FEW = 5
const COUNT = 'a whole number from 1 to 1000'

/** Its people, where the exposure query gives them only after the launch. */
const PEOPLE = { sql: query().optional() }
type People = { readonly warehouse?: string | undefined; readonly sql?: string | undefined }

/** The share of its people that are in other campaigns that are live, approved or on their way. */
export const overlap: Kind<Check> = {
  kind: 'overlap',
  entry: (_around, { warehouses }) =>
    map({
      ...named('overlap'),
      ...PEOPLE,
      warehouse: nameOf('warehouse', warehouses).optional(),
      at_most: share(0, '10%').default(0.1),
    }).transform(({ kind, title, at_most, ...people }, context) => {
      const own = ownPeople(people, context)
      const ask = (about: Question) => settled(WHERE, () => overlapOf(about, own, at_most))
      return { kind, title, opened: { ask } }
    }),
}

/** How many campaigns contact a person within some days, this one counted. */
export const contacts: Kind<Check> = {
  kind: 'contacts',
  entry: (_around, { warehouses }) =>
    map({
      ...named('contacts'),
      ...PEOPLE,
      warehouse: nameOf('warehouse', warehouses).optional(),
      within: duration('d', 365, '14d').default(14),
      at_most: z
        .number({ error: COUNT })
        .refine((count) => Number.isInteger(count) && count >= 1 && count <= 1_000, { error: COUNT })
        .default(3),
      but_for: share(0, '1%').default(0),
    }).transform(({ kind, title, within, at_most, but_for, ...people }, context) => {
      const limit = { days: within, atMost: at_most, butFor: but_for }
      const own = ownPeople(people, context)
      const ask = (about: Question) => settled(WHERE, () => contactsOf(about, own, limit))
      return { kind, title, opened: { ask } }
    }),
}

type Own = { readonly warehouse: string; readonly sql: string } | null

function ownPeople({ warehouse, sql }: People, context: z.RefinementCtx): Own {
  if ((warehouse === undefined) !== (sql === undefined)) context.addIssue({ code: 'custom', message: BOTH })
  return warehouse !== undefined && sql !== undefined ? { warehouse, sql } : null
}

type Answer = Omit<CheckAnswer, 'where'>

async function overlapOf({ means, now }: Question, people: Own, most: number): Promise<Answer> {
  const found = await means.shared({ people, days: null, atMost: 1 })
  const wanted = `≤ ${percent(most)} in other campaigns`
  if (found.people === 0) return nobody(wanted, now)
  const part = found.any / found.people
  const with_ = found.with.filter(({ n }) => n > 0).sort((a, b) => b.n - a.n)
  const shown = with_.slice(0, FEW).map(({ key, n }) => `${key} ${formatCount(n)}`)
  const more = with_.length > FEW ? [`${with_.length - FEW} more`] : []
  const whom = shown.length > 0 ? ` (${[...shown, ...more].join(', ')})` : ''
  const figure = `${percent(part)}, ${formatCount(found.any)} of ${formatCount(found.people)} people${whom}${notCounted(found)}`
  return { status: part <= most ? 'pass' : 'fail', figure, wanted, at: now, words: null }
}

interface Limit {
  readonly days: number
  readonly atMost: number
  /** The share of people that may have more. */
  readonly butFor: number
}

async function contactsOf({ means, now }: Question, people: Own, limit: Limit): Promise<Answer> {
  const { days, atMost, butFor } = limit
  const found = await means.shared({ people, days, atMost })
  const but = butFor > 0 ? ` for all but ${percent(butFor)}` : ''
  const wanted = `≤ ${formatCount(atMost)} contacts a person in ${days} days${but}`
  if (found.people === 0) return nobody(wanted, now)
  const part = found.tooMany / found.people
  const over = found.tooMany === 0 ? 'nobody' : `${formatCount(found.tooMany)} people (${percent(part)})`
  const figure = `${over} with more, at most ${formatCount(found.most)} with this one${notCounted(found)}`
  return { status: part <= butFor ? 'pass' : 'fail', figure, wanted, at: now, words: null }
}

function nobody(wanted: string, at: Date): Answer {
  const words = 'nobody is known whom it would reach: name a warehouse and sql that gives their units'
  return { status: 'unknown', figure: null, wanted, at, words }
}

/** What could not be counted is no zero. */
function notCounted({ not }: SharedPeople): string {
  if (not.length === 0) return ''
  const shown = not.slice(0, FEW).map(({ key, why }) => `${key} (${why})`)
  const more = not.length > FEW ? [`${not.length - FEW} more`] : []
  return `; not counted: ${[...shown, ...more].join(', ')}`
}

/** "10 %", "12.5 %", and as much of a small share as can be read. */
function percent(part: number): string {
  const tenths = Math.round(part * 1_000)
  if (part > 0 && tenths === 0) return formatPercent(part)
  return formatPercent(part, tenths % 10 === 0 ? 0 : 1)
}
