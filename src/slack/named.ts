import { campaignsIn } from '../domain/text/tokens.ts'

/** Campaigns that facts speak of, and the workspaces that they are of. */
interface Named {
  readonly teams: ReadonlySet<string>
  readonly keys: ReadonlySet<string>
}

/** What is drawn again need not be looked through again: facts are never changed, only replaced. */
const lookedThrough = new WeakMap<object, Named>()

/** What stands as a campaign's key, or in words; `teamId` says whose it is. */
export function namedIn(fact: unknown): Named {
  const object = typeof fact === 'object' ? fact : null
  const known = object && lookedThrough.get(object)
  if (known) return known
  const named = { teams: new Set<string>(), keys: new Set<string>() }
  collect(fact, '', named)
  if (object) lookedThrough.set(object, named)
  return named
}

function collect(fact: unknown, as: string, named: { teams: Set<string>; keys: Set<string> }): void {
  if (typeof fact === 'string') {
    if (as === 'key') named.keys.add(fact)
    else if (as === 'teamId') named.teams.add(fact)
    else for (const key of campaignsIn(fact)) named.keys.add(key)
  }
  if (typeof fact !== 'object' || fact === null || fact instanceof Date) return
  if (fact instanceof Map || fact instanceof Set) {
    for (const value of fact.values()) collect(value, '', named)
    return
  }
  for (const [key, value] of Object.entries(fact)) collect(value, Array.isArray(fact) ? '' : key, named)
}
