import { NO_TABLES, seeProcesses, seeSchema, seeServerClock } from './database.ts'
import type { Examination, Seen } from './diagnosis.ts'
import type { Facts, Ground } from './ground.ts'
import { readManifest } from './manifest.ts'
import { queriesOf, seeTarget, seeWarehouse } from './outside.ts'
import { seeChannels, seeGroups } from './places.ts'
import { type Identity, seeEvents, seeScopes, seeSlackClock, seeWayIn } from './slack.ts'

/** Everything that is looked at, in the order in which it is told. */
export function examinationsOf(ground: Ground): Examination[] {
  const each = [...ofSlack(ground), ...ofDatabase(ground), ...ofOutside(ground)]
  return each.map(([about, see, times = 1]) => ({ about, patienceMs: ground.patienceMs * times, see }))
}

/** `times`: where it is so many questions, each with the patience of one. */
type Named = readonly [about: string, see: Examination['see'], times?: number]

function ofSlack(ground: Ground): Named[] {
  const { config, slack, token, configToken, now } = ground
  const manifest = readManifest()
  manifest.catch(() => undefined) // whoever asks for it hears of it
  return [
    ['bot token', async () => [(await token).seen]],
    ['connection', async () => [await seeWayIn(config.slack, now, ground.patienceMs)]],
    ['scopes', known(ground, async (identity) => [seeScopes(identity, await manifest)])],
    ['events', known(ground, async (it) => [await seeEvents(slack, it, await manifest, configToken)])],
    ['user groups', known(ground, () => seeGroups(slack.client, config.catalog.teams))],
    ['channels', known(ground, (identity) => channelsOf(ground, identity))],
  ]
}

/** What is asked as the bot, once it is known who that is. */
function known(
  { identity }: Ground,
  see: (identity: Identity) => Promise<readonly Seen[]>,
): Examination['see'] {
  return async () => {
    const it = await identity
    return it ? see(it) : [{ is: 'open', saw: 'not asked: the bot token comes first' }]
  }
}

async function channelsOf({ facts, slack }: Ground, { team_id }: Identity): Promise<readonly Seen[]> {
  const read = await facts
  if (!read) return DATABASE_FIRST
  return seeChannels(
    slack.client,
    read.places.filter(({ teamId }) => team_id === undefined || teamId === team_id),
  )
}

const DATABASE_FIRST: readonly Seen[] = [{ is: 'open', saw: 'not asked: the database comes first' }]

function ofDatabase({ config, db, now, slack, identity }: Ground): Named[] {
  const { database } = config
  return [
    ['database', async () => [db ? await seeSchema(db) : NO_TABLES]],
    ['who runs', async () => [await seeProcesses(database, db)]],
    [
      'clock',
      async () => {
        await identity // whatever Slack answered to it, its time was beside it
        return [seeSlackClock(slack)]
      },
    ],
    ...(db && database.client === 'postgres'
      ? [['clock', async () => [await seeServerClock(db, now)]] as const]
      : []),
  ]
}

function ofOutside(ground: Ground): Named[] {
  const { config, facts } = ground
  return [
    ...config.catalog.warehouses.map(
      ({ name }): Named => [
        `warehouse ${name}`,
        () => seeWarehouse(ground, name),
        queriesOf(config.catalog, name).length + 1,
      ],
    ),
    ...config.catalog.targets.map(
      ({ name }): Named => [`target ${name}`, async () => targetOf(ground, await facts, name)],
    ),
  ]
}

async function targetOf(
  { config, now, patienceMs }: Ground,
  facts: Facts | null,
  name: string,
): Promise<readonly Seen[]> {
  if (!facts) return DATABASE_FIRST
  const within = { now: now(), signal: AbortSignal.timeout(patienceMs) }
  return [await seeTarget(config.targets, facts.campaigns, name, within)]
}
