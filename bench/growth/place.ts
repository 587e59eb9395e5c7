import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { readTold } from '../../sandbox/story/told.ts'
import type { SlackClient } from '../../sandbox/workspace/client.ts'
import { slackClient } from '../../sandbox/workspace/http.ts'
import { startSlack } from '../../sandbox/workspace/web-api.ts'
import { botToken } from '../../sandbox/workspace/workspace.ts'
import { compose, type Stairway } from '../../src/compose.ts'
import { loadConfig } from '../../src/config.ts'
import { createLogger } from '../../src/log.ts'
import { migrate } from '../../src/store/kit/database.ts'
import { faultOf } from '../../src/warehouse/declared.ts'
import { launchPostgres } from '../../tests/support/postgres.ts'
import { STAIRWAY_YAML } from '../campaign.ts'
import { SIGNING_SECRET } from '../commands.ts'
import { type Filled, fill } from './fill.ts'
import { NOW } from './population.ts'

/** Stairway on a generated database, and a Slack that speaks with it. Its jobs do not run, and its clock stands still. */
export interface Place {
  readonly filled: Filled
  readonly stairway: Stairway
  readonly slack: SlackClient
  /** The next time that Home of somebody is published. */
  readonly published: (person: string) => Promise<unknown>
  close(): Promise<void>
}

export interface PlaceOptions {
  readonly postgres: boolean
  readonly campaigns: number
  /** A database that was filled before, of so many campaigns, instead of a new one. */
  readonly at?: string
  readonly say: (words: string) => void
}

const SEED = 20_261_130

export async function openPlace({ postgres, campaigns, at, say }: PlaceOptions): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-growth-'))
  const database =
    postgres && !at
      ? await launchPostgres([])
      : { url: at ?? `sqlite:${join(folder, 'stairway.db')}`, stop: async () => undefined }
  const workspace = await startSlack()
  const yaml = join(folder, 'stairway.yaml')
  await writeFile(yaml, STAIRWAY_YAML)
  const env = {
    ...{ SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: SIGNING_SECRET, SLACK_API_URL: workspace.apiUrl },
    ...{ DATABASE_URL: database.url, STAIRWAY_CONFIG: yaml, PORT: '0' },
  }
  const stairway = compose(loadConfig(env, faultOf), createLogger('error'), () => NOW)
  await migrate(stairway.db)
  const filled = at
    ? await counted(stairway.db)
    : await fill(stairway.db, { campaigns, seed: SEED, readout: await readout(), progress: told(say) })
  if (postgres) await stairway.db.raw('vacuum analyze')
  const port = await stairway.bot.start()
  const url = `http://127.0.0.1:${port}/slack/events`
  return {
    filled,
    stairway,
    slack: slackClient({ url, signingSecret: SIGNING_SECRET, slack: workspace }),
    published: (person) => {
      const before = workspace.homes(person).length
      return workspace.until('views.publish', () => workspace.homes(person).length > before)
    },
    async close() {
      await stairway.bot.stop(0)
      await stairway.painter.close()
      await stairway.warehouses.close()
      await stairway.db.destroy()
      await workspace.close()
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a digest keeps: that of the local workspace's story, whose arms and metrics those campaigns have. */
export async function readout(): Promise<string> {
  const { tables } = await readTold()
  const row = tables.digests?.find((each) => typeof each.readout === 'string')
  return String(row?.readout)
}

async function counted(db: Knex): Promise<Filled> {
  const of = async (table: string) => Number((await db(table).count({ n: '*' }).first())?.n)
  return { campaigns: await of('campaigns'), tasks: await of('tasks'), events: await of('events') }
}

const TELL_EVERY = 5_000

function told(say: PlaceOptions['say']): (done: number) => void {
  return (done) => {
    if (done % TELL_EVERY === 0) say(`${done} campaigns are there`)
  }
}
