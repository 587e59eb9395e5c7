import {
  accessory,
  actionElement,
  anyText,
  contextElement,
  image,
  inputElement,
  plain,
  sameJson,
  sane,
} from './block-elements.ts'
import {
  bool,
  byType,
  type Check,
  distinct,
  finite,
  isRecord,
  list,
  obj,
  oneOf,
  str,
  words,
} from './block-schema.ts'

/**
 * What Slack refuses, from its documentation and @slack/types 3.2, independent of the builders in src/slack: every
 * payload that the bot sends in a test goes through here. No errors means that Slack would take it.
 */

const id = { block_id: str(255) }

const uniqueActions: Check = (value, at) =>
  distinct(
    (value as { elements: unknown[] }).elements,
    (element) => element.action_id,
    (i, action) => `${at}.elements[${i}].action_id: already exists: ${action}`,
  )

const textOrFields: Check = (value, at) =>
  isRecord(value) && (value.text !== undefined || value.fields !== undefined)
    ? []
    : [`${at}: needs text or fields`]

const cell = byType({ raw_text: obj({ text: words(10_000) }) })

const sameWidth: Check = (value, at) => {
  const { rows, column_settings: settings } = value as { rows: unknown[][]; column_settings?: unknown[] }
  const width = rows[0]?.length ?? 0
  const uneven = rows.flatMap((row, i) =>
    row.length === width ? [] : [`${at}.rows[${i}]: must have ${width} cells`],
  )
  const extra = (settings?.length ?? 0) > width
  return extra ? [...uneven, `${at}.column_settings: more than the ${width} columns`] : uneven
}

interface SeriesChart {
  series: { name: string; data: { label: string }[] }[]
  axis_config: { categories: string[] }
}

const uniqueNames: Check = (value, at) => {
  const { series, axis_config: axis } = value as SeriesChart
  const names = distinct(
    series,
    ({ name }) => name,
    (i, name) => `${at}.series[${i}].name: not unique: ${name}`,
  )
  const labels = axis.categories.map((label) => ({ label }))
  const label = (i: number, text: string) => `${at}.axis_config.categories[${i}]: not unique: ${text}`
  return [...names, ...distinct(labels, (each) => each.label, label)]
}

const oneValueACategory: Check = (value, at) => {
  const { series, axis_config: axis } = value as SeriesChart
  return series.flatMap(({ data }, i) =>
    sameJson(data.map(({ label }) => label).sort(), [...axis.categories].sort())
      ? []
      : [`${at}.series[${i}].data: must have exactly one value for each category`],
  )
}

const point = obj({ label: words(20), value: finite })

const seriesChart = obj(
  {
    series: list(obj({ name: words(20), data: list(point, 1, 20) }), 1, 12),
    axis_config: obj({ categories: list(words(20), 1, 20) }, { x_label: words(50), y_label: words(50) }),
  },
  {},
  uniqueNames,
  oneValueACategory,
)

const chart = byType({
  bar: seriesChart,
  line: seriesChart,
  area: seriesChart,
  pie: obj({ segments: list(point, 1, 12) }),
})

const ANYWHERE: Record<string, Check> = {
  header: obj({ text: plain(150) }, id),
  section: obj(
    {},
    { ...id, text: anyText(3000), fields: list(anyText(2000), 1, 10), accessory, expand: bool },
    textOrFields,
  ),
  context: obj({ elements: list(contextElement, 1, 10) }, id),
  actions: obj({ elements: list(actionElement, 1, 25) }, id, uniqueActions),
  divider: obj({}, id),
  image: image({ ...id, title: plain(2000) }),
  input: obj(
    { label: plain(2000), element: inputElement },
    { ...id, hint: plain(2000), optional: bool, dispatch_action: bool },
  ),
}

const ONLY_MESSAGES: Record<string, Check> = {
  data_visualization: obj({ title: words(50), chart }, id),
  table: obj(
    { rows: list(list(cell, 1, 20), 1, 100) },
    {
      ...id,
      column_settings: list(obj({}, { align: oneOf('left', 'center', 'right'), is_wrapped: bool }), 1, 20),
    },
    sameWidth,
  ),
}

const uniqueBlocks = (blocks: readonly unknown[], at: string): string[] =>
  distinct(
    blocks,
    (block) => block.block_id,
    (i, block) => `${at}[${i}].block_id: already exists: ${block}`,
  )

/** All that may count as text of a message: every string and number but type names. */
const characters = (value: unknown): number => {
  if (Array.isArray(value)) return value.map(characters).reduce((a, b) => a + b, 0)
  if (isRecord(value))
    return characters(Object.keys(value).flatMap((key) => (key === 'type' ? [] : [value[key]])))
  return typeof value === 'string' || typeof value === 'number' ? String(value).length : 0
}

const tooMany = (blocks: readonly unknown[], type: string, max: number): string[] =>
  blocks.filter((block) => isRecord(block) && block.type === type).length > max
    ? [`blocks: no more than ${max} ${type} allowed in a message`]
    : []

/** @slack/web-api sends blocks and views as JSON in a form field. */
const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value)

const checkMessageBlocks = (blocks: unknown): string[] => {
  const errors = list(byType({ ...ANYWHERE, ...ONLY_MESSAGES }), 1, 50)(blocks, 'blocks')
  if (!Array.isArray(blocks)) return errors
  const count = characters(blocks)
  // 12,000 with about 125 for each block: slackapi/bolt-js issues 2509 and 2867.
  const tooLong = count > 10_000 || count + 125 * blocks.length > 12_000
  return [
    ...errors,
    ...uniqueBlocks(blocks, 'blocks'),
    ...tooMany(blocks, 'data_visualization', 2),
    ...tooMany(blocks, 'table', 1),
    ...(tooLong ? [`blocks: msg_blocks_too_long: ${count} characters in ${blocks.length} blocks`] : []),
  ]
}

/** What is wrong with a message's `text` and `blocks`, each error with its place; other arguments are not looked at. */
export const checkMessage = (payload: unknown): string[] => {
  if (!isRecord(payload)) return ['message: must be an object']
  const { text, blocks, delete_original: deletes } = payload
  if (deletes === true) return []
  const errors =
    text === undefined ? ['text: missing'] : [...words(4000)(text, 'text'), ...sane(text, 'text')]
  return blocks === undefined ? errors : [...errors, ...checkMessageBlocks(parsed(blocks))]
}

const submitForInputs: Check = (view) => {
  const { submit, blocks } = view as { submit?: unknown; blocks: unknown[] }
  const input = blocks.findIndex((block) => isRecord(block) && block.type === 'input')
  return submit === undefined && input >= 0
    ? [`view: submit is required with input blocks (blocks[${input}])`]
    : []
}

const focused = (value: unknown): number => {
  if (Array.isArray(value)) return value.map(focused).reduce((a, b) => a + b, 0)
  if (!isRecord(value)) return 0
  return focused(Object.values(value)) + (value.focus_on_load === true ? 1 : 0)
}

const wholeView: Check = (view) => {
  const bytes = Buffer.byteLength(JSON.stringify(view))
  const { blocks } = view as { blocks: unknown[] }
  return [
    ...uniqueBlocks(blocks, 'blocks'),
    ...(bytes > 250_000 ? [`view: must be at most 250000 bytes of JSON, is ${bytes}`] : []),
    ...(focused(blocks) > 1 ? ['view: focus_on_load stands on more than one element'] : []),
  ]
}

const blocks: Check = (value) => list(byType(ANYWHERE), 1, 100)(value, 'blocks')
const frame = { callback_id: str(255), private_metadata: str(3000, 0), external_id: str(255) }

const VIEWS: Record<string, Check> = {
  modal: obj(
    { title: plain(24), blocks },
    { ...frame, submit: plain(24), close: plain(24), clear_on_close: bool, notify_on_close: bool },
    submitForInputs,
    wholeView,
  ),
  home: obj({ blocks }, frame, wholeView),
}

/** What is wrong with a view for views.open, views.update, views.push or views.publish. */
export const checkView = (view: unknown): string[] => byType(VIEWS)(parsed(view), 'view')
