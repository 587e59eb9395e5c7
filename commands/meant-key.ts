import { insideWords } from '../src/domain/permission/words.ts'
import { nearest } from '../src/domain/text/nearest.ts'
import { Refusal, UnknownKey } from '../src/refusal.ts'
import type { Act } from '../src/slack/context.ts'
import { readCampaigns } from '../src/usecases/reads/campaigns.ts'

/** Fewer letters begin too much to be sure. */
const SHORTEST = 3

/**
 * The same input with the one campaign whose key begins so, where nothing was done since no campaign has the typed key.
 * Throws what was thrown otherwise, with the nearest key where one is near. Who is of outside is told what they are told of
 * a campaign that isn't theirs, so that nobody finds out by its key whether there is one.
 */
export async function withMeantKey<Input>(input: Input, error: unknown, act: Act): Promise<Input> {
  if (!(error instanceof UnknownKey)) throw error
  if (act.actor.outside) throw new Refusal('forbidden', insideWords(null, new Map(), act.actor.userId))
  if (!isAbout(input, error.key)) throw error
  const keys = (await readCampaigns(act.deps, act.actor)).map(({ key }) => key)
  const begun = error.key.length < SHORTEST ? [] : keys.filter((key) => key.startsWith(error.key))
  const [only] = begun
  if (only !== undefined && begun.length === 1) return { ...input, key: only }
  throw new Refusal('unknown', `${error.message}${hint(error.key, begun, keys)}`)
}

function isAbout(input: unknown, key: string): boolean {
  return typeof input === 'object' && input !== null && 'key' in input && input.key === key
}

function hint(typed: string, begun: readonly string[], keys: readonly string[]): string {
  if (begun.length > 1) return ` ${begun.slice(0, 5).join(', ')} begin so: write more of the one you mean.`
  const near = nearest(typed, keys)
  return near === null ? '' : ` Did you mean ${near}?`
}
