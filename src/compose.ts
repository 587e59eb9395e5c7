import type { Knex } from 'knex'
import { type Bot, createBot } from './bot.ts'
import type { Config } from './config.ts'
import { checksHook } from './hooks/checks.ts'
import type { CreateEngine, Engine } from './jobs/contract.ts'
import { createGraphileEngine } from './jobs/graphile/engine.ts'
import { type JobDeps, jobKinds } from './jobs/kinds/all.ts'
import { createTableEngine } from './jobs/table/engine.ts'
import type { Logger } from './log.ts'
import { createPainter, type Painter } from './pictures/painter.ts'
import { askCheck, faulty } from './reading/checks.ts'
import { FAULTY, lookAt } from './reading/looks.ts'
import { readCampaign, readingSql } from './reading/reading.ts'
import { createClients } from './slack/clients.ts'
import type { BotDeps } from './slack/context.ts'
import { drawMessage } from './slack/delivery/draw.ts'
import { createPeople, type People } from './slack/people/people.ts'
import { createSparing } from './slack/sparing.ts'
import { toldFindings } from './store/audits.ts'
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

/** Puts the rooms together; opens nothing yet. `concurrency`: how many jobs run at once; `lookMs`: how long a look at a step is waited for. */
export function compose(
  config: Config,
  log: Logger,
  now: () => Date,
  painter: Painter = createPainter(),
  concurrency = 8,
  lookMs = LOOK_MS,
  createEngine: CreateEngine = engineFor(config.database),
): Stairway {
  const { slack, catalog, targets, checks, database, port, host, timeZone } = config
  const db = openDatabase(database)
  const clients = createClients(slack.botToken, slack.apiUrl, log, now)
  const people = createPeople({ client: clients.lookUp, catalog, defaultZone: timeZone, now, log })
  const warehouses = openWarehouses(catalog.warehouses)
  const verbsWith = ({ members, deactivated, outsiders, zone }: People): Deps => ({
    db,
    now,
    catalog,
    members,
    deactivated,
    outsiders,
    zone: async (person) => (person === null ? timeZone : zone(person)),
    enqueue: (...job) => engine.enqueue(...job),
    askCheck: async (state, check) => {
      const within = { now: now(), signal: AbortSignal.timeout(CHECK_MS) }
      try {
        return await askCheck({ db, catalog, warehouses, checks }, state, check, within)
      } catch (error) {
        log.error({ err: error, check }, 'A check failed where it should have answered')
        return faulty(check)
      }
    },
    lookAt: async (state, n) => {
      const within = { now: now(), signal: AbortSignal.timeout(lookMs) }
      try {
        return await lookAt(targets, state, n, within)
      } catch (error) {
        log.error({ err: error, step: n }, 'A target failed where it should have answered')
        return FAULTY
      }
    },
  })
  const verbs = verbsWith(people.forActs)
  const jobVerbs = verbsWith(people.forJobs())
  const jobDeps: JobDeps = {
    ...jobVerbs,
    warehouses,
    targets,
    painter,
    log,
    delivery: clients.delivery,
    draw: (message, leftOut) => drawMessage({ ...jobVerbs, people: people.forJobs(leftOut) }, message),
  }
  const engine = createEngine<JobKinds>({ db, log, now, concurrency, kinds: jobKinds(jobDeps) })
  const deps: BotDeps = {
    ...verbs,
    people: people.forActs,
    hearsay: people,
    client: clients.reply,
    log,
    timeZone,
    readCampaign: async (state, since) => {
      const earlier = await looksSoFar(verbs, state.campaign.id)
      return readCampaign(jobDeps, state, now(), { earlier, counts: false, since })
    },
    reportsAt: slack.appToken ? { over: 'socket', port: config.portSet ? port : null } : { over: 'http' },
    sparing: createSparing(() => performance.now()),
    readingSql: (state) => readingSql(jobDeps, state, now()),
  }
  const ready = () => db.raw('select 1').then(() => true)
  const listen = { port, ...(host ? { host } : {}) }
  const hooks = checksHook({ ...verbs, checks, log })
  return {
    deps,
    db,
    engine,
    warehouses,
    painter,
    bot: createBot({ deps, ...slack, ...listen, ready, amiss: () => toldFindings(db), hooks }),
  }
}

/** Whoever asks for a check waits no longer. */
const CHECK_MS = 120_000

/** Whoever asks for a look at a step waits no longer. */
const LOOK_MS = 20_000

/** Which engine runs the jobs of a database: one process has a SQLite file to itself, any number share PostgreSQL. */
function engineFor({ client }: DatabaseConfig): CreateEngine {
  switch (client) {
    case 'sqlite':
      return createTableEngine
    case 'postgres':
      return createGraphileEngine
  }
}
