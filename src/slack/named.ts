import { campaignsIn } from '../domain/text/tokens.ts'
import { lookingThrough } from './facts.ts'

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
