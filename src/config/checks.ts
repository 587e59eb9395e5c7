import { z } from 'zod'
import type { Check } from '../checks/check.ts'
import type { DeclaredNames, Surroundings } from './around.ts'
import { choice, duration, map, userId } from './fields.ts'
import { isMap, type Kind, ofKind, passedOn } from './kinds.ts'

const DAY_MINUTES = 1_440

/** What every entry of `checks:` may say, whatever its kind. */
const TERMS = {
  max_age: duration('min', 30 * DAY_MINUTES, '24h').default(DAY_MINUTES),
  every: duration('min', 7 * DAY_MINUTES, '15min').default(60),
  warn: choice('passes').exactOptional(),
  owner: userId.exactOptional(),
}

const terms = map(TERMS)

/** An entry of `checks:`: what its kind reads, and beside it when its answers count, and when it is asked. */
export function checkEntry(kinds: readonly Kind<Check>[], around: readonly [Surroundings, DeclaredNames]) {
  const own = ofKind('check', kinds, around)
  return z.unknown().transform((entry, context) => {
    const common = terms.safeParse(isMap(entry) ? pick(entry, true) : {})
    const opened = own.safeParse(isMap(entry) ? pick(entry, false) : entry)
    for (const issue of [...(common.error?.issues ?? []), ...(opened.error?.issues ?? [])])
      context.addIssue(passedOn(withTerms(issue)))
    return common.success && opened.success ? { ...opened.data, ...common.data } : z.NEVER
  })
}

function pick(entry: object, common: boolean): object {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => key in TERMS === common))
}

/** What else there is to name, beside the keys of its kind. */
function withTerms(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'unrecognized_keys') return issue
  return { ...issue, message: `${issue.message}, ${Object.keys(TERMS).join(', ')}` }
}
