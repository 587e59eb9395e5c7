import type { Knex } from 'knex'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import { askedTogether } from './kit/ask-together.ts'
import { rawRows } from './kit/database.ts'
import { VERSION } from './state-rows.ts'

/** A state and its version: while that is the same, the state is as it was. */
export interface Versioned {
  readonly state: CampaignState
  readonly version: string
}

type Load = (db: Knex, ref: CampaignRef) => Promise<Versioned | null>

const MOST_KEPT = 500

const memories = new WeakMap<Knex, Map<string, Versioned>>()

/**
 * A campaign's state outside of transactions; null for an unknown key. Read anew only where the database has
 * another version than what was read before, whoever wrote it.
 */
export async function readRemembered(db: Knex, ref: CampaignRef, load: Load): Promise<CampaignState | null> {
  const kept = memoryOf(db)
  const name = refName(ref)
  const known = kept.get(name)
  if (known && (await versionOf(db, known.state.campaign.id)) === known.version) return known.state
  const loaded = await load(db, ref)
  if (!loaded) return null
  kept.delete(name) // to its end: the first is the first to be forgotten
  kept.set(name, loaded)
  forgetOldest(kept)
  return loaded.state
}

export function refName(ref: CampaignRef): string {
  return 'id' in ref ? String(ref.id) : `${ref.teamId} ${ref.key}`
}

function memoryOf(db: Knex): Map<string, Versioned> {
  const memory = memories.get(db) ?? new Map<string, Versioned>()
  memories.set(db, memory)
  return memory
}

/** What a campaign's version is now. Asked of each by itself: a group by campaign would read all their events. */
const versionOf = askedTogether(
  ['campaigns', 'events'],
  async (db, ids: readonly number[]): Promise<Map<number, string>> => {
    const rows = await rawRows<{ id: number; version: string }>(
      db,
      `select id, ${VERSION} as version
      from campaigns c where id in (${ids.map(() => '?').join()})`,
      ids,
    )
    return new Map(rows.map(({ id, version }) => [id, version]))
  },
)

function forgetOldest(kept: Map<string, unknown>): void {
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
}
