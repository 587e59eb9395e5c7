import { z } from 'zod'
import type { Taken } from '../check.ts'
import { moment, readAs, seen, shownText, status } from './said.ts'

/** What is said in a few fields. Throws Unread for what has others, so that none is overlooked. */
export function plainlySaid(document: unknown, receivedAt: Date): Taken {
  const said = readAs(shape(receivedAt), document)
  const { status, figure = null, wanted = null, words = null, at = receivedAt, campaign = null } = said
  return { report: { status, figure, wanted, words, at, where: 'its pipeline' }, campaign }
}

function shape(receivedAt: Date) {
  const fields = {
    status,
    words: shownText.optional(),
    figure: shownText.optional(),
    wanted: shownText.optional(),
    at: moment(receivedAt).optional(),
    campaign: z
      .string({ error: ({ input }) => `expected the key of a campaign, saw ${seen(input)}` })
      .optional(),
  }
  const known = Object.keys(fields).join(', ')
  return z.strictObject(fields, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `there is no ${issue.keys.join(', ')}: the fields are ${known}`
        : `expected an object with a status, and ${known.replace('status, ', '')} where you like, saw ${seen(issue.input)}`,
  })
}
