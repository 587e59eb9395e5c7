import type { ActionsBlock } from '@slack/types'
import { actions, button } from './blocks.ts'

/** One page of a list. Pages count from 1; `from` and `to` are the numbers of its first and last item. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly number: number
  readonly pages: number
  readonly total: number
  readonly from: number
  readonly to: number
  readonly previous?: number
  readonly next?: number
}

/** The page asked for, or the nearest one that exists; an empty list has one empty page (from 0 to 0). */
export const page = <T>(all: readonly T[], wanted: number, size: number): Page<T> => {
  const each = Math.max(1, Math.floor(size) || 1)
  const pages = Math.max(1, Math.ceil(all.length / each))
  const number = Math.min(Math.max(1, Math.floor(wanted) || 1), pages)
  const items = all.slice((number - 1) * each, number * each)
  const from = items.length === 0 ? 0 : (number - 1) * each + 1
  return {
    items,
    number,
    pages,
    total: all.length,
    from,
    to: from + Math.max(0, items.length - 1),
    ...(number > 1 ? { previous: number - 1 } : {}),
    ...(number < pages ? { next: number + 1 } : {}),
  }
}

/** One page whose items alone were read: page `number` of all `total` items. */
export const pageAt = <T>(
  items: readonly T[],
  { number, total, size }: { readonly number: number; readonly total: number; readonly size: number },
): Page<T> => {
  const pages = Math.max(1, Math.ceil(total / size))
  const from = items.length === 0 ? 0 : (number - 1) * size + 1
  return {
    ...{ items, number, pages, total, from },
    to: from + Math.max(0, items.length - 1),
    ...(number > 1 ? { previous: number - 1 } : {}),
    ...(number < pages ? { next: number + 1 } : {}),
  }
}

interface PageButtonsOptions {
  /** The two buttons are `<actionId>:previous` and `<actionId>:next`. */
  readonly actionId: string
  /** The value that opens that page. */
  readonly value: (page: number) => string
}

/** "Previous" and "Next" where there are such pages; null for a single page. */
export const pageButtons = (
  at: Page<unknown>,
  { actionId, value }: PageButtonsOptions,
): ActionsBlock | null =>
  actions([
    at.previous !== undefined &&
      button({ text: 'Previous', actionId: `${actionId}:previous`, value: value(at.previous) }),
    at.next !== undefined && button({ text: 'Next', actionId: `${actionId}:next`, value: value(at.next) }),
  ])
