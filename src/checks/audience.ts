import { map, nameOf, sql as query, share } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { CheckAnswer } from '../domain/readiness/checks.ts'
import { formatCount, formatPercent } from '../domain/text/numbers.ts'
import type { Asked, Check, Question } from './check.ts'
import { settled } from './settled.ts'

const BOTH = 'both or neither of warehouse and sql'
const AUDIENCE_COUNT = 'the exposure query'

/** How many people there are now against the size in the brief: of a query of its own, or of the exposure query. */
export const audience: Kind<Check> = {
  kind: 'audience',
  entry: (_around, { warehouses }) =>
    map({
      ...named('audience'),
      warehouse: nameOf('warehouse', warehouses).optional(),
      sql: query().optional(),
      within: share(1, '10%').default(0.1),
    }).transform(({ kind, title, warehouse, sql, within }, context) => {
      if ((warehouse === undefined) !== (sql === undefined))
        context.addIssue({ code: 'custom', message: BOTH })
      const asked =
        warehouse !== undefined && sql !== undefined ? ({ warehouse, sql, as: 'number' } as const) : null
      return { kind, title, opened: audienceCheck(asked, within) }
    }),
}

function audienceCheck(asked: Asked | null, within: number): Check {
  return { ask: (about) => settled(asked?.warehouse ?? AUDIENCE_COUNT, () => answerOf(asked, within, about)) }
}

async function answerOf(
  asked: Asked | null,
  within: number,
  about: Question,
): Promise<Omit<CheckAnswer, 'where'>> {
  const size = about.campaign.brief.audience?.size ?? null
  const people = await peopleOf(asked, about)
  const at = about.now
  if (typeof people === 'string')
    return { status: 'unknown', figure: null, wanted: null, at, words: `“${people}” is no number of people` }
  const found = { figure: `${formatCount(people)} people`, people, at }
  if (size === null)
    return {
      ...found,
      status: 'unknown',
      wanted: null,
      words: 'the brief names no size to hold it against',
    }
  const wanted = `${formatCount(size)} ± ${formatPercent(within, 0)}`
  const status = Math.abs(people - size) <= within * size ? 'pass' : 'fail'
  return { ...found, status, wanted, words: null }
}

/** What can't be a count, as it is. */
async function peopleOf(asked: Asked | null, { means }: Question): Promise<number | string> {
  if (!asked) return means.exposed()
  const found = await means.value(asked)
  if ('unread' in found) return found.unread
  const count = found.value
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : String(count)
}
