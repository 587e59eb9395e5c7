import type {
  ActionsBlockElement,
  InputBlock,
  KnownBlock,
  SectionBlockAccessory,
  TextObject,
} from '@slack/types'
import type { Block } from '../contract.ts'

/** Slack's native chart, which @slack/types does not know. */
export interface ChartBlock {
  type: 'data_visualization'
  block_id?: string
  title: string
  chart: {
    type: 'bar' | 'line' | 'area'
    series: { name: string; data: { label: string; value: number }[] }[]
    axis_config: { categories: string[]; x_label?: string; y_label?: string }
  }
}

type AnyBlock = KnownBlock | ChartBlock
export type AnyElement = ActionsBlockElement | InputBlock['element'] | SectionBlockAccessory
export type ElementOf<Type extends AnyElement['type']> = Extract<AnyElement, { type: Type }>

/** The workspace has checked every block against Slack's rules before the page sees it. */
export const known = (block: Block): AnyBlock => block as unknown as AnyBlock

/** The elements of a block that people act on or fill in. */
export function elementsOf(block: AnyBlock): AnyElement[] {
  if (block.type === 'input') return [block.element]
  if (block.type === 'actions') return block.elements
  return block.type === 'section' && block.accessory ? [block.accessory] : []
}

/** Text as it is read out: for names of things that show no name of their own. */
export function wordsOf(text: TextObject | undefined): string {
  return (text?.text ?? '').replace(/<[^<>|]*\|?([^<>]*)>/g, '$1').replace(/[*~`]/g, '')
}
