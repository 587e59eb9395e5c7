import type { Knex } from 'knex'
import { type Bot, createBot } from './bot.ts'
import type { Config } from './config.ts'
import type { CreateEngine, Engine } from './jobs/contract.ts'
import { type JobDeps, jobKinds } from './jobs/kinds/all.ts'
import { createTableEngine } from './jobs/table/engine.ts'
import type { Logger } from './log.ts'
import { createPainter, type Painter } from './pictures/painter.ts'
import { readCampaign, readingSql } from './reading/reading.ts'
import { createClients } from './slack/clients.ts'
import type { BotDeps } from './slack/context.ts'
import { drawMessage } from './slack/delivery/draw.ts'
import { createPeople } from './slack/people.ts'
import { type DatabaseConfig, openDatabase } from './store/kit/database.ts'
import type { Deps, JobKinds } from './usecases/deps.ts'
import { looksSoFar } from './usecases/reads/digests.ts'
import { openWarehouses } from './warehouse/open.ts'
import type { Warehouses } from './warehouse/warehouse.ts'

/** Everything that runs, made in one place: main and the tests start the same. */
export interface Stairway {
  readonly deps: BotDeps
  readonly db: Knex
  readonly engine: Engine<JobKinds>
  readonly bot: Bot
  readonly warehouses: Warehouses
  readonly painter: Painter
}

/** Puts the rooms together; opens nothing yet. `concurrency`: how many jobs run at once. */
export function compose(
  config: Config,
  log: Logger,
  now: () => Date,
  painter: Painter = createPainter(),
  concurrency = 4,
): Stairway {
  const { slack, catalog, targets, database, port, host, timeZone } = config
  const db = openDatabase(database)
  const clients = createClients(slack.botToken, slack.apiUrl, log, now)
  const people = createPeople({ client: clients.lookUp, catalog, defaultZone: timeZone, now })
  const warehouses = openWarehouses(catalog.warehouses)
  const verbs: Deps = {
    db,
    now,
    catalog,
    members: people.members,
    deactivated: people.deactivated,
    zone: async (person) => (person === null ? timeZone : people.zone(person)),
    enqueue: (...job) => engine.enqueue(...job),
  }
  const jobDeps: JobDeps = {
    ...verbs,
    warehouses,
    targets,
    painter,
    log,
    delivery: clients.delivery,
    draw: (message) => drawMessage({ ...verbs, people }, message),
  }
  const engine = engineFor(database)<JobKinds>({ db, log, now, concurrency, kinds: jobKinds(jobDeps) })
  const deps: BotDeps = {
    ...verbs,
    people,
    client: clients.reply,
    log,
    timeZone,
    readCampaign: async (state) => {
      const earlier = await looksSoFar(verbs, state.campaign.id)
      return readCampaign(jobDeps, state, now(), { earlier, counts: false })
    },
    readingSql: (state) => readingSql(jobDeps, state, now()),
  }
  const ready = () => db.raw('select 1').then(() => true)
  const listen = { port, ...(host ? { host } : {}) }
  return { deps, db, engine, warehouses, painter, bot: createBot({ deps, ...slack, ...listen, ready }) }
}

/** Which engine runs the jobs of a database. One process has either to itself today, so both get the table engine. */
function engineFor({ client }: DatabaseConfig): CreateEngine {
  switch (client) {
    case 'sqlite':
    case 'postgres':
      return createTableEngine
  }
}
