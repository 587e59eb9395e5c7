import type {
  Checkboxes,
  ConversationsSelect,
  Datepicker,
  DateTimepicker,
  InputBlock,
  InputBlockElement,
  MultiStaticSelect,
  NumberInput,
  PlainTextInput,
  PlainTextOption,
  RadioButtons,
  StaticSelect,
  UsersSelect,
} from '@slack/types'
import { actionId, blockId } from './blocks.ts'
import { counted, given, LIMITS, machineField } from './limits.ts'
import { cutPoint, plain, tidy } from './text.ts'

/** One element a block, so one name serves all: `state.values[blockId].value`. */
const INPUT_ACTION = 'value'

interface InputOptions {
  readonly blockId: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
}

export const input = (options: InputOptions, element: InputBlockElement): InputBlock => ({
  type: 'input',
  ...blockId(options.blockId),
  label: plain(options.label, LIMITS.label),
  element,
  ...given('hint', options.hint === undefined ? undefined : plain(options.hint, LIMITS.label)),
  ...given('optional', options.optional),
})

interface ElementOptions {
  readonly actionId?: string
  readonly placeholder?: string
  /** The one element of a view that has the cursor. */
  readonly focus?: boolean
}

const common = (options: ElementOptions) => ({
  ...actionId(options.actionId ?? INPUT_ACTION),
  ...given('focus_on_load', options.focus),
})

const placeheld = (options: ElementOptions) => ({
  ...common(options),
  ...given(
    'placeholder',
    options.placeholder === undefined ? undefined : plain(options.placeholder, LIMITS.placeholder),
  ),
})

interface TextInputOptions extends ElementOptions {
  readonly initial?: string
  readonly multiline?: boolean
  /** 3000 unless given, which is also the most that Slack takes. */
  readonly maxLength?: number
}

export const textInput = (options: TextInputOptions = {}): PlainTextInput => {
  const max = Math.min(Math.max(options.maxLength ?? LIMITS.inputText, 1), LIMITS.inputText)
  const initial = tidy(options.initial ?? '')
  return {
    type: 'plain_text_input',
    ...placeheld(options),
    max_length: max,
    ...given('multiline', options.multiline),
    // No ellipsis: the person edits this text, and a sign that they didn't type would be saved with it.
    ...(initial === '' ? {} : { initial_value: initial.slice(0, cutPoint(initial, max)) }),
  }
}

/** A number with decimals; on a phone it brings the digits. @param options.initial as it is typed: `7.5` */
export const numberInput = (options: ElementOptions & { readonly initial?: string } = {}): NumberInput => ({
  type: 'number_input',
  ...placeheld(options),
  is_decimal_allowed: true,
  ...given('initial_value', options.initial || undefined),
})

export const userSelect = (options: ElementOptions & { readonly initial?: string } = {}): UsersSelect => ({
  type: 'users_select',
  ...placeheld(options),
  ...given('initial_user', options.initial || undefined),
})

/** Public and private channels that the person can see, without those shared with other companies. */
export const channelSelect = (
  options: ElementOptions & { readonly initial?: string; readonly current?: boolean } = {},
): ConversationsSelect => ({
  type: 'conversations_select',
  ...placeheld(options),
  filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
  ...given('initial_conversation', options.initial || undefined),
  ...given('default_to_current_conversation', options.current),
})

const matching = (name: string, value: string | undefined, form: RegExp): string | undefined => {
  if (value === undefined || form.test(value)) return value
  throw new RangeError(`${name}: "${value}" does not have the form ${form.source}`)
}

/** @param options.initial `YYYY-MM-DD` */
export const datePicker = (options: ElementOptions & { readonly initial?: string } = {}): Datepicker => ({
  type: 'datepicker',
  ...placeheld(options),
  ...given('initial_date', matching('initial_date', options.initial, /^\d{4}-\d{2}-\d{2}$/)),
})

/** @param options.initial seconds since 1970 */
export const dateTimePicker = (
  options: ElementOptions & { readonly initial?: number } = {},
): DateTimepicker => ({
  type: 'datetimepicker',
  ...common(options),
  ...given('initial_date_time', options.initial),
})

interface Choice {
  readonly text: string
  readonly value: string
}

const option = (choice: Choice): PlainTextOption => ({
  text: plain(choice.text, LIMITS.optionText),
  value: machineField('option value', choice.value, LIMITS.optionValue),
})

/** The first option of each value: Slack refuses a value twice. */
const optionsOf = (choices: readonly Choice[]): PlainTextOption[] =>
  [...new Map([...choices].reverse().map((choice) => [choice.value, option(choice)])).values()].reverse()

interface ChoiceOptions extends ElementOptions {
  /** At least one. */
  readonly choices: readonly Choice[]
}

const named = (options: readonly PlainTextOption[], value: string | undefined) =>
  options.find((each) => each.value === value)

const inGroups = (options: PlainTextOption[]) =>
  Array.from({ length: Math.ceil(options.length / LIMITS.options) }, (_, i) => {
    const from = i * LIMITS.options
    const part = options.slice(from, from + LIMITS.options)
    return { label: plain(`${from + 1} to ${from + part.length}`, LIMITS.optionText), options: part }
  })

/**
 * A menu; over 100 choices stand in groups of 100.
 * @throws RangeError without choices or for more than 500: over that, ask for the key as text
 */
export const staticSelect = (options: ChoiceOptions & { readonly initial?: string }): StaticSelect => {
  const all = counted('select options', optionsOf(options.choices), LIMITS.selectChoices)
  return {
    type: 'static_select',
    ...placeheld(options),
    ...(all.length > LIMITS.options ? { option_groups: inGroups(all) } : { options: all }),
    ...given('initial_option', named(all, options.initial)),
  }
}

/** @throws RangeError without choices or for more than ten. */
export const radioButtons = (options: ChoiceOptions & { readonly initial?: string }): RadioButtons => {
  const all = counted('radio options', optionsOf(options.choices), LIMITS.choices)
  return {
    type: 'radio_buttons',
    ...common(options),
    options: all,
    ...given('initial_option', named(all, options.initial)),
  }
}

interface SeveralOptions extends ChoiceOptions {
  /** The values of those that are chosen at first. */
  readonly initial?: readonly string[]
}

/** Slack takes no empty list of those chosen. */
const chosenAtFirst = (all: readonly PlainTextOption[], initial: readonly string[] = []) => {
  const chosen = all.filter(({ value }) => value !== undefined && initial.includes(value))
  return chosen.length > 0 ? { initial_options: chosen } : {}
}

/** @throws RangeError without choices or for more than ten. */
export const checkboxes = (options: SeveralOptions): Checkboxes => {
  const all = counted('checkboxes', optionsOf(options.choices), LIMITS.choices)
  return { type: 'checkboxes', ...common(options), options: all, ...chosenAtFirst(all, options.initial) }
}

/**
 * A menu of which several can be chosen.
 * @throws RangeError without choices or for more than 500
 */
export const multiSelect = (options: SeveralOptions & { readonly most?: number }): MultiStaticSelect => {
  const all = counted('select options', optionsOf(options.choices), LIMITS.selectChoices)
  return {
    type: 'multi_static_select',
    ...placeheld(options),
    ...(all.length > LIMITS.options ? { option_groups: inGroups(all) } : { options: all }),
    ...chosenAtFirst(all, options.initial),
    ...given('max_selected_items', options.most),
  }
}
