import type { HomeView, ModalView } from '@slack/types'
import { type KitBlock, type Maybe, present, section } from './blocks.ts'
import { MESSAGE, settle, VIEW } from './fit.ts'
import { given, LIMITS, machineField } from './limits.ts'
import { type Inline, Mrkdwn, mrkdwnObject } from './mrkdwn.ts'
import { plain } from './text.ts'

export interface Message {
  /** Notifications and screen readers show this: it says the same as the blocks, never empty. */
  text: string
  blocks: KitBlock[]
}

const SCARCE: Readonly<Record<string, number>> = {
  data_visualization: LIMITS.chartsPerMessage,
  table: 1,
}

/** Slack takes two charts and one table a message; the numbers of further ones are in the text. */
const withinScarce = (blocks: readonly KitBlock[]): KitBlock[] =>
  blocks.filter(({ type }, i) => {
    const before = blocks.slice(0, i).filter((block) => block.type === type).length
    return before < (SCARCE[type] ?? Number.POSITIVE_INFINITY)
  })

/**
 * Every block_id once: a later one loses its id and gets one from Slack.
 * @throws RangeError for an input, whose value would be lost
 */
const uniqueIds = (blocks: readonly KitBlock[]): KitBlock[] => {
  const seen = new Set<string>()
  return blocks.map((block) => {
    const { block_id: id, ...rest } = block
    if (id === undefined || !seen.has(id)) {
      if (id !== undefined) seen.add(id)
      return block
    }
    if (block.type === 'input') throw new RangeError(`block_id ${id} stands on two inputs`)
    return rest as KitBlock
  })
}

/** A message that Slack accepts. Without blocks the text is its only section. */
export const message = (content: { text: Inline; blocks?: readonly Maybe<KitBlock>[] }): Message => {
  const blocks = present(content.blocks ?? [])
  return {
    text: mrkdwnObject(content.text, LIMITS.messageText).text,
    blocks: settle(uniqueIds(withinScarce(blocks.length > 0 ? blocks : [section(content.text)])), MESSAGE),
  }
}

const NATIVE = new Set(['data_visualization', 'table', 'data_table'])

/** What Slack may refuse though it is as documented: its newest blocks, and a file that it has lost or not looked at. */
const isDoubtful = (block: KitBlock): boolean =>
  NATIVE.has(block.type) || (block.type === 'image' && 'slack_file' in block)

/** The message for the second try after `invalid_blocks`: without charts, tables and pictures, whose numbers are in the text. */
export const withoutCharts = <T extends Message>(sent: T): T => {
  const blocks = sent.blocks.filter((block) => !isDoubtful(block))
  return { ...sent, blocks: blocks.length > 0 ? blocks : [section(new Mrkdwn(sent.text))] }
}

interface ModalOptions {
  readonly title: string
  /** "Save" where there are inputs and nothing is given. */
  readonly submit?: string
  readonly close?: string
  readonly callbackId: string
  /** At most 3000 characters, for machines. */
  readonly privateMetadata?: string
  readonly blocks: readonly Maybe<KitBlock>[]
}

const label = (text: string | undefined) => (text === undefined ? undefined : plain(text, LIMITS.viewTitle))

const viewBlocks = (blocks: readonly Maybe<KitBlock>[]): KitBlock[] => {
  const shown = present(blocks).filter(({ type }) => !NATIVE.has(type))
  return settle(uniqueIds(shown.length > 0 ? shown : [section('')]), VIEW)
}

const inputsIn = (blocks: readonly KitBlock[]): number => blocks.filter(({ type }) => type === 'input').length

/**
 * A modal; charts and tables, which only messages have, are left out.
 * @throws RangeError when an input does not fit: its value would be missed
 */
export const modal = (options: ModalOptions): ModalView => {
  const blocks = viewBlocks(options.blocks)
  if (inputsIn(blocks) < inputsIn(present(options.blocks))) {
    throw new RangeError(`modal ${options.callbackId}: its inputs do not fit into 100 blocks and 250 kB`)
  }
  const submit = options.submit ?? (blocks.some(({ type }) => type === 'input') ? 'Save' : undefined)
  return {
    type: 'modal',
    title: plain(options.title, LIMITS.viewTitle),
    ...given('submit', label(submit)),
    ...given('close', label(options.close)),
    callback_id: machineField('callback_id', options.callbackId, LIMITS.id),
    ...(options.privateMetadata
      ? { private_metadata: machineField('private_metadata', options.privateMetadata, LIMITS.metadata) }
      : {}),
    blocks,
  }
}

export const home = (blocks: readonly Maybe<KitBlock>[]): HomeView => ({
  type: 'home',
  blocks: viewBlocks(blocks),
})
