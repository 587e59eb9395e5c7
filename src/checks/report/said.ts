import { z } from 'zod'
import type { CheckStatus } from '../../domain/readiness/checks.ts'
import { formatAmount } from '../../domain/text/numbers.ts'
import { tidyLine } from '../../domain/text/typed-value.ts'
import { isBlank, visible } from '../../domain/text/visible.ts'
import { maskPrivate } from '../../log.ts'
import { instantIn } from '../instant.ts'
import { Unread } from '../unread.ts'
import { WORST } from '../worst.ts'

/** Fields of what pipelines send. */

const STATUSES = [...WORST].reverse()

export const status = z.unknown().transform((said, context): CheckStatus => {
  const known = STATUSES.find((each) => typeof said === 'string' && each === said.toLowerCase())
  if (known) return known
  context.addIssue({ code: 'custom', message: `expected one of ${STATUSES.join(', ')}, saw ${seen(said)}` })
  return z.NEVER
})

/** By so much may the clock that wrote it be ahead of ours. */
const AHEAD_MS = 5 * 60_000

/** When it was so: never after it came, whatever clock wrote it. */
export function moment(receivedAt: Date) {
  return z.unknown().transform((said, context): Date => {
    const at = instantIn(said)
    if (at !== null && at <= receivedAt.getTime() + AHEAD_MS)
      return new Date(Math.min(at, receivedAt.getTime()))
    const why = at === null ? 'a time with its zone, such as 2026-03-02T08:00:00Z' : 'a time that is past'
    context.addIssue({ code: 'custom', message: `expected ${why}, saw ${seen(said)}` })
    return z.NEVER
  })
}

/** A text or a number, as it may stand on a card; null where nothing would be seen. */
export const shownText = z
  .union([z.string(), z.number(), z.null()], {
    error: ({ input }) => `expected a text or a number, saw ${seen(input)}`,
  })
  .transform((said) =>
    typeof said === 'number' ? formatAmount(said) : said === null ? null : cardText(said),
  )

const MOST_LETTERS = 300

/** One line without secrets, cut where it is too long for a card. */
export function cardText(text: string): string | null {
  const line = tidyLine(visible(maskPrivate(text)))
  if (isBlank(line)) return null
  const letters = [...line]
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : line
}

/** What was seen, as it may stand in an answer to who sent it. */
export function seen(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value !== 'object' || value === null) return JSON.stringify(value).slice(0, 60)
  return Array.isArray(value) ? 'a list' : 'an object'
}

/** What a shape makes of a document. Throws Unread, with each place that can't be read. */
export function readAs<T>(shape: z.ZodType<T>, document: unknown): T {
  const read = shape.safeParse(document)
  if (read.success) return read.data
  throw new Unread(
    read.error.issues.map(({ path, message }) => [...path.map(String), message].join(': ')).join('; '),
  )
}
