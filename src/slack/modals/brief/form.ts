import { z } from 'zod'
import { briefValueWords } from '../../../domain/brief/words.ts'
import { token } from '../../../domain/text/tokens.ts'
import { rowId as campaignId } from '../../bounds.ts'
import type { Look } from '../../cards/look.ts'
import { longRich } from '../../cards/parts.ts'
import { planWords } from '../../cards/step-words.ts'
import { type KitBlock, section } from '../../kit/blocks.ts'
import { fitsOn, VIEW } from '../../kit/fit.ts'
import { bold, md } from '../../kit/mrkdwn.ts'
import type { Filled } from '../../submissions.ts'
import { under } from '../mistakes.ts'
import { ARMS } from './arms.ts'
import { GUARDRAILS } from './guardrails.ts'
import { canChoose } from './metrics.ts'
import { OUTCOME } from './outcome.ts'
import { type At, briefField, type Edited, FORM_FIELDS, type FormField, LABELS, type Part } from './part.ts'
import { PLAN } from './plan.ts'
import {
  addingBlocks,
  freshRow,
  isFilledIn,
  LISTS,
  type ListName,
  ROW_KINDS,
  type RowId,
  type RowList,
  type Rows,
  rowBlocks,
  rowId,
} from './rows.ts'
import { AUDIENCE, CHANNEL, EXPOSURES, GO_LIVE, HORIZON, HYPOTHESIS, NAME, PARTNER } from './scalars.ts'
import { typedPart } from './typed.ts'

const listed = z
  .array(z.string().regex(new RegExp(`^(?:${ROW_KINDS.join('|')})\\d{1,4}$`)))
  .readonly()
  .nullable()

/** What the form keeps while it is open. `was`: the mark of what each part began with. `made`: it follows on a new campaign. */
export const METADATA = z.object({
  id: campaignId,
  was: z.record(z.string(), z.string()),
  rows: z.object({ guardrails: listed, arms: listed, plan: listed }),
  made: z.boolean().exactOptional(),
})
export type Metadata = z.infer<typeof METADATA>

const ROW_LISTS: Readonly<Record<ListName, RowList>> = { guardrails: GUARDRAILS, arms: ARMS, plan: PLAN }

const PARTS: Readonly<Record<Exclude<FormField, ListName>, Part>> = {
  name: NAME,
  hypothesis: HYPOTHESIS,
  outcome: OUTCOME,
  audience: AUDIENCE,
  horizon: HORIZON,
  exposures: EXPOSURES,
  partner: PARTNER,
  channel: CHANNEL,
  goLive: GO_LIVE,
}

/** A part that is no list of rows just now. */
function partOf(field: FormField, { catalog, campaign }: At): Part {
  const { outcome } = campaign.brief
  const named = outcome ? [outcome.metric, ...outcome.secondary] : []
  const fits = field !== 'outcome' || canChoose(catalog, named)
  if (isList(field) || (field === 'outcome' && !fits)) return typedPart(field)
  return PARTS[field]
}

function isList(field: FormField): field is ListName {
  return LISTS.some((name) => name === field)
}

/** What stands in the form now. */
export interface Form {
  readonly filled: Filled
  readonly rows: Rows
  /** A list that a row was asked for where no more fit. */
  readonly full?: ListName
}

/** What the form begins with; a list that can't stand in rows is one text. */
export function begun(at: At): Form {
  const lists = LISTS.map((name) => [name, rowsOf(name, at)] as const)
  const rows = Object.fromEntries(
    lists.map(([name, all]) => [name, all?.map(({ id }) => id) ?? null]),
  ) as unknown as Rows
  return withinRoom({ rows, filled: filledAt(at, rows) }, at)
}

/** The longest list gives up its rows until the form has room for all of it. */
function withinRoom(form: Form, at: At): Form {
  if (fitsOn(formBlocks(form, FORM_FIELDS, at), FORM_ROOM)) return form
  const longest =
    [...LISTS].sort((a, b) => (form.rows[b]?.length ?? 0) - (form.rows[a]?.length ?? 0))[0] ?? 'plan'
  if (form.rows[longest] === null) return form
  const rows = { ...form.rows, [longest]: null }
  return withinRoom({ rows, filled: filledAt(at, rows) }, at)
}

/** Two blocks stand above the parts. */
const FORM_ROOM = VIEW.map((measure, i) => (i === 0 ? { ...measure, max: measure.max - 2 } : measure))

function filledAt(at: At, rows: Rows): Filled {
  const each = FORM_FIELDS.map((field) =>
    isList(field) && rows[field] ? rowsFilled(field, at) : partOf(field, at).begin(at),
  )
  return Object.assign({}, ...each)
}

interface Row {
  readonly id: RowId
  readonly filled: Filled
}

function rowsOf(name: ListName, at: At): Row[] | null {
  const list = ROW_LISTS[name]
  if (!list.inRows(at)) return null
  const rows = list.begin(at).map(({ kind, filled }, i) => ({ id: rowId(kind, i + 1), filled }))
  return rows.length > 0 ? rows : list.blank.map((kind, i) => ({ id: rowId(kind, i + 1), filled: {} }))
}

function rowsFilled(name: ListName, at: At): Filled {
  const named = (rowsOf(name, at) ?? []).flatMap(({ id, filled }) =>
    Object.entries(filled).map(([input, value]) => [`${id}.${input}`, value]),
  )
  return Object.fromEntries(named)
}

/** The inputs of these parts, with what is filled in. */
export function formBlocks(form: Form, open: readonly FormField[], at: At): KitBlock[] {
  return open.flatMap((field) => partBlocks(field, form, at))
}

export function partBlocks(field: FormField, { filled, rows, full }: Form, at: At): KitBlock[] {
  const own = isList(field) ? rows[field] : null
  if (!isList(field) || !own) return partOf(field, at).blocks(filled, at)
  const list = ROW_LISTS[field]
  return [
    ...rowBlocks(list, own, filled, at),
    ...addingBlocks(list, own.length < list.most && full !== field, at),
  ]
}

/** The same rows with one more, where it has room; null where it has none. */
export function withRow(form: Form, name: ListName, kind: (typeof ROW_KINDS)[number], at: At): Form | null {
  const own = form.rows[name] ?? []
  const more = { ...form, rows: { ...form.rows, [name]: [...own, freshRow(kind, own)] } }
  const fits = own.length < ROW_LISTS[name].most && fitsOn(formBlocks(more, FORM_FIELDS, at), FORM_ROOM)
  return fits ? more : null
}

/** What a part says now. Throws the mistakes of its inputs. */
export function readPart(field: FormField, { filled, rows }: Form, at: At): Promise<Edited> {
  return under(firstInput(field, rows, filled), async () => {
    const own = isList(field) ? rows[field] : null
    if (!isList(field) || !own) return partOf(field, at).read(filled, at)
    const said = own.filter((row) => isFilledIn(filled, row))
    return said.length === 0 ? { patch: { [field]: [] } } : ROW_LISTS[field].read(said, filled, at)
  })
}

const FIRST = { guardrail: 'metric', arm: 'name', human: 'person', sent: 'target' } as const

/** Where a mistake of a whole part is shown: rows have no input in common. */
export function firstInput(field: FormField, rows: Rows, filled: Filled): string {
  const own = isList(field) ? rows[field] : null
  const row = own?.find((each) => isFilledIn(filled, each)) ?? own?.[0]
  const kind = ROW_KINDS.find((each) => row?.startsWith(each))
  return row && kind ? `${row}.${FIRST[kind]}` : field
}

/** A part that can't be changed now, as text. */
export function partText(field: FormField, { campaign }: At, look: Look): KitBlock {
  const { brief, launchAt } = campaign
  const named = briefField(field)
  if (named === null)
    return section(
      md`${bold(LABELS[field])}\n${longRich(launchAt ? token.time(launchAt) : 'not set', 200, look)}`,
    )
  const value = brief[named]
  const words =
    field === 'plan' && brief.plan.length > 0
      ? planWords(brief.plan, look)
      : longRich(field === 'hypothesis' && value ? String(value) : briefValueWords(named, value), 2_500, look)
  return section(md`${bold(LABELS[field])}\n${words}`)
}
