import { z } from 'zod'

/**
 * Numbers as the bot writes them into buttons and modals. What lies beyond was never written by it, and would reach a
 * database that has no such number, or a calendar that ends before.
 */

const upTo = (most: number) => z.number().int().positive().max(most)

/** Of a row: as many as both databases count. */
export const rowId = upTo(2 ** 31 - 1)
/** Of a task, a follow-up, a request or a step in its campaign. */
export const itemNumber = upTo(999_999)
export const pageNumber = upTo(99_999)
/** Of an entry in a short list, from 1. */
export const entryNumber = upTo(999)
/** `itemNumber`, or 0 where there is none. */
export const itemNumberOrNone = z.union([itemNumber, z.literal(0)])
/** A moment of this century or a later one, in milliseconds since 1970. */
export const instantMs = upTo(Date.UTC(3000)).min(Date.UTC(2000))
