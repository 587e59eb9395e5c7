import { peopleIn } from '../../domain/text/tokens.ts'

/** What is drawn again need not be looked through again: facts are never changed, only replaced. */
const lookedThrough = new WeakMap<object, ReadonlySet<string>>()

/** Every user id that is a value, or a key, or stands in words. */
export function idsIn(fact: unknown): ReadonlySet<string> {
  const object = typeof fact === 'object' ? fact : null
  const known = object && lookedThrough.get(object)
  if (known) return known
  const ids = new Set<string>()
  collectIds(fact, ids)
  if (object) lookedThrough.set(object, ids)
  return ids
}

function collectIds(fact: unknown, ids: Set<string>): void {
  if (typeof fact === 'string') collectFrom(fact, ids)
  if (typeof fact !== 'object' || fact === null || fact instanceof Date) return
  if (fact instanceof Map || fact instanceof Set) {
    for (const value of fact.values()) collectIds(value, ids)
    return
  }
  for (const [key, value] of Object.entries(fact)) {
    collectFrom(key, ids)
    collectIds(value, ids)
  }
}

function collectFrom(text: string, ids: Set<string>): void {
  if (/^[UW][A-Z0-9]{2,}$/.test(text)) ids.add(text)
  else for (const id of peopleIn(text)) ids.add(id)
}
