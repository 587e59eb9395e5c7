/** A campaign's readout as it stands, asked of its warehouse without Slack. */
import { existsSync } from 'node:fs'
import { loadWithoutSlack } from '../config.ts'
import type { Readout } from '../domain/readout/readout.ts'
import { readCampaign } from '../reading/reading.ts'
import { Refusal } from '../refusal.ts'
import { campaignsCalled, loadCampaign } from '../store/campaigns.ts'
import { openDatabase } from '../store/kit/database.ts'
import { looksSoFar } from '../usecases/reads/digests.ts'
import { faultOf } from '../warehouse/declared.ts'
import { openWarehouses } from '../warehouse/open.ts'

/** As `/campaign results`: it spends nothing. Throws a Refusal or ConfigError that says what is missing. */
export async function readLiveCampaign(
  env: NodeJS.ProcessEnv,
  key: string,
  team: string | undefined,
  asOf: Date,
): Promise<{ name: string; readout: Readout }> {
  const { catalog, database } = loadWithoutSlack(env, faultOf)
  if (database.client === 'sqlite' && !existsSync(database.file))
    throw new Refusal('unknown', `There is no database ${database.file}: DATABASE_URL names Stairway's own.`)
  const [db, warehouses] = [openDatabase(database), openWarehouses(catalog.warehouses)]
  try {
    const found = (await campaignsCalled(db, key)).filter(({ teamId }) => !team || teamId === team)
    const [first, ...more] = found
    if (!first) throw new Refusal('unknown', `There is no campaign ${key}${team ? ` in ${team}` : ''}.`)
    if (more.length > 0)
      throw new Refusal(
        'invalid',
        `Several workspaces have a ${key}: add --team ${found.map(({ teamId }) => teamId).join(' or --team ')}.`,
      )
    const state = await loadCampaign(db, { id: first.id })
    const earlier = await looksSoFar({ db }, first.id)
    const reading = await readCampaign({ catalog, warehouses }, state, asOf, { earlier, counts: false })
    if (!reading.readout) throw new Refusal('conflict', `${reading.headline}.`)
    return { name: state.campaign.brief.name, readout: reading.readout }
  } finally {
    await warehouses.close()
    await db.destroy()
  }
}
