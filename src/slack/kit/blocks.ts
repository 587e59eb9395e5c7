import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  ImageBlock,
  KnownBlock,
  Overflow,
  SectionBlock,
  SectionBlockAccessory,
} from '@slack/types'
import { isBlank } from '../../domain/text/visible.ts'
import type { ChartBlock } from './chart.ts'
import { counted, given, LIMITS, machineField } from './limits.ts'
import { type Inline, mrkdwnObject } from './mrkdwn.ts'
import { plain, plainLine, wholeWords } from './text.ts'

/**
 * Builders that stay inside Slack's limits. Text from people is clipped; what machines read (ids, values) and what
 * only we decide (how many buttons) is a RangeError, as cutting it would change what a click means.
 */
export type KitBlock = KnownBlock | ChartBlock

/** A part that may be absent. */
export type Maybe<T> = T | null | undefined | false

export const present = <T extends object>(parts: readonly Maybe<T>[]): T[] =>
  parts.filter((part): part is T => part !== null && part !== undefined && part !== false)

export const blockId = (id: string | undefined): { block_id?: string } =>
  id === undefined ? {} : { block_id: machineField('block_id', id, LIMITS.id) }

export const actionId = (id: string): { action_id: string } => ({
  action_id: machineField('action_id', id, LIMITS.id),
})

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text, LIMITS.header) })

interface SectionOptions {
  readonly accessory?: SectionBlockAccessory
  readonly blockId?: string
}

export const section = (text: Inline, options: SectionOptions = {}): SectionBlock => ({
  type: 'section',
  text: mrkdwnObject(text, LIMITS.sectionText),
  ...given('accessory', options.accessory),
  ...blockId(options.blockId),
})

/** One line of small grey text. */
export const note = (text: Inline): ContextBlock => ({
  type: 'context',
  elements: [mrkdwnObject(text, LIMITS.fieldText)],
})

export const divider = (): DividerBlock => ({ type: 'divider' })

/** A row of buttons and selects; null without any. @throws RangeError for more than 25, or an action_id twice. */
export const actions = (elements: readonly Maybe<ActionsBlockElement>[]): ActionsBlock | null => {
  const kept = present(elements)
  if (kept.length === 0) return null
  const ids = kept.map((element) => element.action_id)
  const twice = ids.find((action, i) => action !== undefined && ids.indexOf(action) !== i)
  if (twice !== undefined) throw new RangeError(`action_id ${twice} stands twice in one actions block`)
  return {
    type: 'actions',
    elements: counted('actions elements', kept, LIMITS.actionElements),
  }
}

interface ConfirmOptions {
  readonly title: string
  /** What will happen. */
  readonly text: Inline
  /** The verb of the button, as on the one that was clicked. */
  readonly confirm: string
  readonly deny: string
  readonly style?: 'primary' | 'danger'
}

const confirmation = (options: ConfirmOptions): ConfirmationDialog => ({
  title: plain(options.title, LIMITS.confirmTitle),
  text: mrkdwnObject(options.text, LIMITS.confirmText),
  confirm: plain(options.confirm, LIMITS.confirmButton),
  deny: plain(options.deny, LIMITS.confirmButton),
  ...given('style', options.style),
})

interface ButtonOptions {
  readonly text: string
  readonly actionId: string
  readonly value?: string
  readonly style?: 'primary' | 'danger'
  readonly confirm?: ConfirmOptions
  /** Read out instead of the text, which it begins with: "Approve Spring win-back" for "Approve". */
  readonly readAs?: string
}

export const button = (options: ButtonOptions): Button => ({
  type: 'button',
  text: plain(options.text, LIMITS.buttonText),
  ...actionId(options.actionId),
  ...(options.value === undefined
    ? {}
    : { value: machineField('button value', options.value, LIMITS.buttonValue) }),
  ...given('style', options.style),
  ...given('confirm', options.confirm && confirmation(options.confirm)),
  ...(isBlank(options.readAs ?? '')
    ? {}
    : { accessibility_label: wholeWords(options.readAs ?? '', LIMITS.buttonText) }),
})

interface OverflowOptions {
  readonly actionId: string
  /** One to five; a value is as a button's, in at most 75 characters. */
  readonly choices: readonly { readonly text: string; readonly value: string }[]
}

/** The menu behind three dots. */
export const overflow = ({ actionId: id, choices }: OverflowOptions): Overflow => ({
  type: 'overflow',
  ...actionId(id),
  options: counted('overflow options', choices, LIMITS.overflow).map(({ text, value }) => ({
    text: plain(text, LIMITS.optionText),
    value: machineField('option value', value, LIMITS.optionValue),
  })),
})

/** A picture that was uploaded to Slack with the same token; `alt` says what it shows, its finding first. */
export const image = (fileId: string, alt: string): ImageBlock => ({
  type: 'image',
  alt_text: plainLine(alt, LIMITS.altText),
  slack_file: { id: machineField('slack_file id', fileId, LIMITS.id) },
})
