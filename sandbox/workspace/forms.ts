import { asList, asText, type Block, isRecord } from './types.ts'

/** What a person enters under a label: text, an option's visible text, an id, a date; several where it takes several. */
export type Entry = string | readonly string[]
export type State = Readonly<Record<string, Readonly<Record<string, unknown>>>>
export type Element = Readonly<Record<string, unknown>>

interface Kind {
  /** Where the state keeps what was entered, and where the element says what it starts with. */
  readonly field: string
  readonly initial: string
  readonly read: (entry: Entry, element: Element) => unknown
}

const one = (entry: Entry): string => (typeof entry === 'string' ? entry : entry.join(', '))
const many = (entry: Entry): string[] => (typeof entry === 'string' ? [entry] : [...entry])

const text: Kind = { field: 'value', initial: 'initial_value', read: readText }
const selected = (what: string): Kind => ({
  field: `selected_${what}`,
  initial: `initial_${what}`,
  read: one,
})
const several = (what: string): Kind => ({
  field: `selected_${what}`,
  initial: `initial_${what}`,
  read: many,
})
const option: Kind = { ...selected('option'), read: (entry, element) => optionOf(element, one(entry)) }
const options: Kind = {
  ...several('options'),
  read: (entry, element) => many(entry).map((name) => optionOf(element, name)),
}

const kinds: Readonly<Record<string, Kind>> = {
  plain_text_input: text,
  number_input: text,
  email_text_input: text,
  url_text_input: text,
  rich_text_input: {
    field: 'rich_text_value',
    initial: 'initial_value',
    read: (entry) => richText(one(entry)),
  },
  static_select: option,
  radio_buttons: option,
  multi_static_select: options,
  checkboxes: options,
  users_select: selected('user'),
  channels_select: selected('channel'),
  conversations_select: selected('conversation'),
  multi_users_select: several('users'),
  multi_channels_select: several('channels'),
  multi_conversations_select: several('conversations'),
  datepicker: selected('date'),
  timepicker: selected('time'),
  datetimepicker: { ...selected('date_time'), read: (entry) => Math.floor(Date.parse(one(entry)) / 1000) },
}

/** The state that Slack sends for these blocks once `entries` are made under their labels. Throws what Slack's form would not take. */
export function fill(blocks: readonly Block[], entries: Readonly<Record<string, Entry>>): State {
  const inputs = blocks.filter(({ type }) => type === 'input')
  const labels = inputs.map(labelOf)
  const unknown = Object.keys(entries).filter((label) => !labels.includes(label))
  if (unknown.length > 0) {
    throw new Error(`No input is labelled ${unknown.join(', ')}; there are: ${labels.join(', ')}`)
  }
  return Object.fromEntries(
    blocks.flatMap((block) => {
      const values = stateOf(block, block.type === 'input' ? entries[labelOf(block)] : undefined)
      return Object.keys(values).length > 0 ? [[asText(block.block_id), values]] : []
    }),
  )
}

/** The state that Slack sends with a click while nothing was entered. */
export function untouched(blocks: readonly Block[]): State {
  return fill(
    blocks.map((block) => ({ ...block, optional: true })),
    {},
  )
}

/** Labels of the inputs that a form's state leaves empty though Slack asks to complete them. */
export function incomplete(blocks: readonly Block[], state: State): string[] {
  const asked = blocks.filter((block) => block.type === 'input' && !block.optional)
  return asked.filter((block) => isEmpty(enteredIn(block, state))).map(labelOf)
}

function enteredIn(block: Block, state: State): unknown {
  const element = isRecord(block.element) ? block.element : {}
  const entered = state[asText(block.block_id)]?.[asText(element.action_id)]
  return isRecord(entered) ? (entered[kinds[asText(element.type)]?.field ?? ''] ?? null) : null
}

function stateOf(block: Block, entry: Entry | undefined): Record<string, unknown> {
  const places = [block.element, block.accessory, ...asList(block.elements)].filter(isRecord)
  return Object.fromEntries(
    places.flatMap((element) => {
      const kind = kinds[asText(element.type)]
      if (!kind) return []
      const value = entry === undefined ? (element[kind.initial] ?? null) : kind.read(entry, element)
      if (block.type === 'input' && !block.optional && isEmpty(value)) {
        throw new Error(`Slack asks to complete "${labelOf(block)}"`)
      }
      return [[asText(element.action_id), { type: element.type, [kind.field]: value }]]
    }),
  )
}

function labelOf(block: Block): string {
  return isRecord(block.label) ? asText(block.label.text) : ''
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function readText(entry: Entry, element: Element): string | null {
  const value = one(entry)
  const [least, most] = [Number(element.min_length ?? 0), Number(element.max_length ?? 3000)]
  if (value.length < least || value.length > most) {
    throw new Error(`Slack takes ${least} to ${most} characters here, not ${value.length}`)
  }
  return value === '' ? null : value
}

/** The option that shows `name`, among those of a select, of its groups, or of an overflow menu. */
export function optionOf(element: Element, name: string): Element {
  const all = optionsOf(element)
  const found = all.find((item) => isRecord(item.text) && item.text.text === name)
  if (!found) throw new Error(`No option shows "${name}"; there are: ${all.map(optionText).join(', ')}`)
  return found
}

export function optionsOf(element: Element): Element[] {
  const groups = asList(element.option_groups).filter(isRecord)
  return [...asList(element.options), ...groups.flatMap((group) => asList(group.options))].filter(isRecord)
}

export function optionText(item: Element): string {
  return isRecord(item.text) ? asText(item.text.text) : ''
}

function richText(words: string): unknown {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text: words }] }
  return { type: 'rich_text', elements: [section] }
}
