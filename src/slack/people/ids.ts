import { peopleIn } from '../../domain/text/tokens.ts'
import { lookingThrough } from '../facts.ts'

/** Every user id that is a value, or a key, or stands in words. */
export const idsIn: (fact: unknown) => ReadonlySet<string> = lookingThrough(
  () => new Set<string>(),
  (ids, text) => {
    if (/^[UW][A-Z0-9]{2,}$/.test(text)) ids.add(text)
    else for (const id of peopleIn(text)) ids.add(id)
  },
)
