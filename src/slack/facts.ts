/**
 * What the texts of facts come to: `take` is handed each with the name that it stands under (null where it is a name
 * itself), whatever lists, maps and sets lie between. What is drawn again need not be looked through again: facts are never
 * changed, only replaced.
 */
export function lookingThrough<Found extends object>(
  begin: () => Found,
  take: (found: Found, text: string, as: string | null) => void,
): (fact: unknown) => Found {
  const known = new WeakMap<object, Found>()
  return (fact) => {
    const object = typeof fact === 'object' ? fact : null
    const before = object && known.get(object)
    if (before) return before
    const found = begin()
    eachText(fact, '', (text, as) => take(found, text, as))
    if (object) known.set(object, found)
    return found
  }
}

function eachText(fact: unknown, as: string, say: (text: string, as: string | null) => void): void {
  if (typeof fact === 'string') say(fact, as)
  if (typeof fact !== 'object' || fact === null || fact instanceof Date) return
  if (fact instanceof Map || fact instanceof Set || Array.isArray(fact)) {
    for (const value of fact.values()) eachText(value, '', say)
    return
  }
  for (const [name, value] of Object.entries(fact)) {
    say(name, null)
    eachText(value, name, say)
  }
}
