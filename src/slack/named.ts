import { campaignsIn, peopleIn } from '../domain/text/tokens.ts'
import { lookingThrough } from './facts.ts'

/** Every user id that is a value of facts, or a name in them, or stands in their words. */
export const idsIn: (fact: unknown) => ReadonlySet<string> = lookingThrough(
  () => new Set<string>(),
  (ids, text) => {
    if (/^[UW][A-Z0-9]{2,}$/.test(text)) ids.add(text)
    else for (const id of peopleIn(text)) ids.add(id)
  },
)

/** Campaigns that facts speak of, and the workspaces that they are of. */
interface Named {
  readonly teams: ReadonlySet<string>
  readonly keys: ReadonlySet<string>
}

/** What stands as a campaign's key, or in words; `teamId` says whose it is. */
export const namedIn: (fact: unknown) => Named = lookingThrough(
  () => ({ teams: new Set<string>(), keys: new Set<string>() }),
  ({ teams, keys }, text, as) => {
    if (as === 'key') keys.add(text)
    else if (as === 'teamId') teams.add(text)
    else if (as !== null) for (const key of campaignsIn(text)) keys.add(key)
  },
)
