import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  ImageBlock,
  ImageElement,
  KnownBlock,
  SectionBlock,
  SectionBlockAccessory,
} from '@slack/types'
import type { ChartBlock } from './chart.ts'
import { counted, given, LIMITS, machineField } from './limits.ts'
import { type Inline, Mrkdwn, mrkdwnObject } from './mrkdwn.ts'
import { isBlank, plain, plainLine } from './text.ts'

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

export const header = (text: string, id?: string): HeaderBlock => ({
  type: 'header',
  text: plain(text, LIMITS.header),
  ...blockId(id),
})

export interface SectionOptions {
  readonly accessory?: SectionBlockAccessory
  readonly blockId?: string
}

export const section = (text: Inline, options: SectionOptions = {}): SectionBlock => ({
  type: 'section',
  text: mrkdwnObject(text, LIMITS.sectionText),
  ...given('accessory', options.accessory),
  ...blockId(options.blockId),
})

/** Two columns of short texts; more than ten go on in further sections. */
export const fields = (texts: readonly Inline[]): SectionBlock[] =>
  Array.from({ length: Math.ceil(texts.length / LIMITS.fields) }, (_, i) => ({
    type: 'section',
    fields: texts
      .slice(i * LIMITS.fields, (i + 1) * LIMITS.fields)
      .map((text) => mrkdwnObject(text, LIMITS.fieldText)),
  }))

const isText = (element: Inline | ImageElement): element is Inline =>
  element instanceof Mrkdwn || typeof element !== 'object'

/** Small grey text; null without elements. @throws RangeError for more than ten. */
export const context = (elements: readonly (Inline | ImageElement)[], id?: string): ContextBlock | null =>
  elements.length === 0 ? null : contextOf(elements, id)

const contextOf = (elements: readonly (Inline | ImageElement)[], id?: string): ContextBlock => ({
  type: 'context',
  elements: counted('context elements', elements, LIMITS.contextElements).map((element) =>
    isText(element) ? mrkdwnObject(element, LIMITS.fieldText) : element,
  ),
  ...blockId(id),
})

/** One line of small grey text. */
export const note = (text: Inline): ContextBlock => contextOf([text])

export const divider = (): DividerBlock => ({ type: 'divider' })

/** A row of buttons and selects; null without any. @throws RangeError for more than 25, or an action_id twice. */
export const actions = (
  elements: readonly Maybe<ActionsBlockElement>[],
  id?: string,
): ActionsBlock | null => {
  const kept = present(elements)
  if (kept.length === 0) return null
  const ids = kept.map((element) => element.action_id)
  const twice = ids.find((action, i) => action !== undefined && ids.indexOf(action) !== i)
  if (twice !== undefined) throw new RangeError(`action_id ${twice} stands twice in one actions block`)
  return {
    type: 'actions',
    elements: counted('actions elements', kept, LIMITS.actionElements),
    ...blockId(id),
  }
}

export interface ConfirmOptions {
  readonly title: string
  /** What will happen. */
  readonly text: Inline
  /** The verb of the button, as on the one that was clicked. */
  readonly confirm: string
  readonly deny: string
  readonly style?: 'primary' | 'danger'
}

export const confirmation = (options: ConfirmOptions): ConfirmationDialog => ({
  title: plain(options.title, LIMITS.confirmTitle),
  text: mrkdwnObject(options.text, LIMITS.confirmText),
  confirm: plain(options.confirm, LIMITS.confirmButton),
  deny: plain(options.deny, LIMITS.confirmButton),
  ...given('style', options.style),
})

export interface ButtonOptions {
  readonly text: string
  readonly actionId: string
  readonly value?: string
  readonly style?: 'primary' | 'danger'
  readonly confirm?: ConfirmOptions
  readonly url?: string
  /** Read out instead of the text: "Approve Spring win-back" for "Approve". */
  readonly readAs?: string
}

export const button = (options: ButtonOptions): Button => ({
  type: 'button',
  text: plain(options.text, LIMITS.buttonText),
  ...actionId(options.actionId),
  ...(options.value === undefined
    ? {}
    : { value: machineField('button value', options.value, LIMITS.buttonValue) }),
  ...(options.url === undefined ? {} : { url: machineField('button url', options.url, LIMITS.url) }),
  ...given('style', options.style),
  ...given('confirm', options.confirm && confirmation(options.confirm)),
  ...(isBlank(options.readAs ?? '')
    ? {}
    : { accessibility_label: plainLine(options.readAs ?? '', LIMITS.buttonText) }),
})

export interface ImageOptions {
  /** Says what the picture shows, its finding first. */
  readonly alt: string
  readonly title?: string
  readonly blockId?: string
}

/** A picture from a public address, or one uploaded to Slack with the same token. */
export const image = (source: { url: string } | { fileId: string }, options: ImageOptions): ImageBlock => ({
  type: 'image',
  alt_text: plainLine(options.alt, LIMITS.altText),
  ...given('title', options.title === undefined ? undefined : plain(options.title, LIMITS.altText)),
  ...('url' in source
    ? { image_url: machineField('image_url', source.url, LIMITS.url) }
    : { slack_file: { id: machineField('slack_file id', source.fileId, LIMITS.id) } }),
  ...blockId(options.blockId),
})
