import type { Block, ElementState, FormState } from '../contract.ts'
import { type AnyElement, elementsOf, known } from './kit.ts'

/** For each kind: where its state keeps the value, where the element says what it begins with, and what empty is. */
const KINDS: Readonly<Record<string, readonly [field: string, initial: string, empty: null | readonly []]>> =
  {
    plain_text_input: ['value', 'initial_value', null],
    number_input: ['value', 'initial_value', null],
    static_select: ['selected_option', 'initial_option', null],
    radio_buttons: ['selected_option', 'initial_option', null],
    checkboxes: ['selected_options', 'initial_options', []],
    multi_static_select: ['selected_options', 'initial_options', []],
    users_select: ['selected_user', 'initial_user', null],
    multi_users_select: ['selected_users', 'initial_users', []],
    conversations_select: ['selected_conversation', 'initial_conversation', null],
    datepicker: ['selected_date', 'initial_date', null],
    timepicker: ['selected_time', 'initial_time', null],
    datetimepicker: ['selected_date_time', 'initial_date_time', null],
  }

/** The state of an element that holds `value`. */
export function stateOf(type: string, value: unknown): ElementState {
  const [field, , empty] = KINDS[type] ?? ['value', '', null]
  return { type, [field]: value === '' || value === null || value === undefined ? empty : value }
}

/** What an element's state holds; undefined without a state. */
export function valueIn(state: ElementState | undefined): unknown {
  return state?.[KINDS[state.type]?.[0] ?? 'value']
}

function initialOf(element: AnyElement, here: string): ElementState | null {
  const kind = KINDS[element.type]
  if (!kind) return null
  const given = (element as unknown as Readonly<Record<string, unknown>>)[kind[1]]
  const current =
    element.type === 'conversations_select' && element.default_to_current_conversation ? here : undefined
  return stateOf(element.type, given ?? current)
}

/**
 * The state of these blocks: what was filled in where block_id, action_id and kind are the same, else what each
 * begins with. `here`: the conversation that the person is in.
 */
export function carryOver(previous: FormState, blocks: readonly Block[], here: string): FormState {
  return Object.fromEntries(
    blocks.map((block) => {
      const id = block.block_id ?? ''
      const states = elementsOf(known(block)).flatMap((element) => {
        const action = 'action_id' in element ? (element.action_id ?? '') : ''
        const kept = previous[id]?.[action]
        const state = kept?.type === element.type ? kept : initialOf(element, here)
        return state ? [[action, state] as const] : []
      })
      return [id, Object.fromEntries(states)]
    }),
  )
}

/** The state with one element's filled in anew. */
export function fillIn(form: FormState, blockId: string, actionId: string, state: ElementState): FormState {
  return { ...form, [blockId]: { ...form[blockId], [actionId]: state } }
}

/** What Slack's own form asks for before it sends anything, by block_id. */
export function lacking(blocks: readonly Block[], form: FormState): Record<string, string> {
  return Object.fromEntries(
    blocks.flatMap((each) => {
      const block = known(each)
      if (block.type !== 'input') return []
      const id = block.block_id ?? ''
      const [state] = Object.values(form[id] ?? {})
      const problem = problemOf(block.element, valueIn(state), block.optional === true)
      return problem ? [[id, problem]] : []
    }),
  )
}

/** As Slack's own takes one. */
const NUMBER = /^[+-]?\d*[.,]?\d+$/

function problemOf(element: AnyElement, value: unknown, optional: boolean): string | null {
  const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0)
  if (empty || value === '') return optional ? null : 'Please complete this required field.'
  if (element.type === 'number_input') return NUMBER.test(String(value)) ? null : 'Please enter a number.'
  if (element.type !== 'plain_text_input') return null
  const { min_length: least = 0, max_length: most = 3000 } = element
  const { length } = String(value)
  if (length < least) return `Please enter at least ${least} characters.`
  return length > most ? `Please enter at most ${most} characters: there are ${length}.` : null
}
