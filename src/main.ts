import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import type { Workspace } from '../sandbox/start.ts'
import { compose, type Stairway } from './compose.ts'
import { type EnvFile, loadEnvFile } from './config/env-file.ts'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { runSchedules, startSchedules } from './jobs/schedules.ts'
import { holdRequests } from './lease.ts'
import { connectedTo, isWithoutSlack, type Local, openLocal, terminal, withoutLocal } from './local.ts'
import { createLogger, type Logger } from './log.ts'
import { startWhereMoved } from './move/mark.ts'
import { createOver, hearUncaught, type Over } from './over.ts'
import { honourProxies } from './proxy.ts'
import { migrate } from './store/kit/database.ts'
import { holdDatabase } from './store/kit/hold.ts'
import { DatabaseHeld } from './store/kit/holder.ts'
import { starting, Unstarted } from './unstarted.ts'
import { nextAhead } from './usecases/reads/ahead.ts'
import { faultOf } from './warehouse/declared.ts'

const GRACE_MS = 10_000

/** As long as acts are taken that were on their way here when it was asked to end: Slack sends no command twice. */
const LEAVING_MS = 1_000

async function main(): Promise<number> {
  const local = await openWithoutSlack(loadEnv())
  const config = readConfig({ ...process.env, ...local?.env })
  honourProxies(config.proxies)
  holdRequests()
  const log = createLogger(config.logLevel, local ? pino.destination(local.logFile) : undefined)
  const over = createOver()
  hearUncaught(log, over, local ? terminal(local, console.error) : undefined)
  const hold = local?.hold ?? (await starting(config, () => holdDatabase(config.database)))
  const stairway = compose(config, log, local?.now ?? (() => new Date()))
  if (local) stairway.painter.warm()
  await starting(config, () => migrate(stairway.db))
  await startWhereMoved(stairway.db, new Date())
  const port = await starting(config, () => stairway.bot.start())
  if (local) await enter(local, stairway)
  await starting(config, () => stairway.engine.start())
  const schedules = startSchedules(stairway.deps, log)
  watch(stairway, log, over)
  log.info(
    { port, socketMode: config.slack.appToken !== undefined, database: config.database.client },
    'Stairway is up',
  )
  if (local) console.log(`Stairway's local workspace is open at ${local.url}`)
  const code = await over.promise
  log.info('Stairway closes: no new work, waiting for what runs')
  await schedules.stop()
  await close(stairway, log, local ? 0 : LEAVING_MS)
  await local?.close()
  await hold.release()
  return code
}

/** With nothing of Slack the local workspace; where a .env is there all the same, that is said. */
async function openWithoutSlack(file: EnvFile): Promise<Local | null> {
  const args = process.argv.slice(2)
  const asks = withoutLocal(process.env, args)
  if (!isWithoutSlack(process.env)) return null
  if (asks) throw new Unstarted(refusalOf(asks, file))
  if (file) console.error(`.env sets ${namesIn(file)} and nothing of Slack: this is the local workspace.`)
  return openLocal(args)
}

/** Said before the tokens that are missing: most often their file was not found. */
function refusalOf(asks: string, file: EnvFile): string {
  const found = file ? `.env is there and sets ${namesIn(file)}` : `there is no .env in ${process.cwd()}`
  return `Stairway can't start: ${asks} wants Slack, and nothing of Slack is set (${found}). Set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET, as .env.example says. Without ${asks} the local workspace opens.`
}

function namesIn(file: Readonly<Record<string, string>>): string {
  const names = Object.keys(file).filter((name) => file[name]?.trim())
  const some = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names
  return some.join(', ') || 'nothing'
}

/** The workspace's clock moves what hangs on time; at its first start it brings what has happened before. */
async function enter(local: Workspace, stairway: Stairway): Promise<void> {
  local.onMoved({
    catchUp: async () => {
      await runSchedules(stairway.deps)
      return stairway.engine.runDue()
    },
    next: (until) => nextAhead(stairway.deps, until),
  })
  await local.opened(connectedTo(stairway))
}

function loadEnv(): EnvFile {
  return orSayWhy(() => loadEnvFile(process.env))
}

/** Every mistake at once, before Slack is touched. */
function readConfig(env: NodeJS.ProcessEnv): Config {
  return orSayWhy(() => loadConfig(env, faultOf))
}

function orSayWhy<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

/** What ends it: being asked to, and what it can't go on without. A supervisor starts it anew. */
function watch({ bot, engine }: Stairway, log: Logger, over: Over): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => over.is(0))
  bot.lost.then((error) => {
    log.fatal({ err: error }, 'The connection to Slack is lost for good')
    over.is(1)
  })
  engine.lost.then(() => {
    log.fatal('This process was silent for too long: others have its work')
    over.is(1)
  })
}

/** No new work, what runs is finished, then Slack, then the database. Acts first: who runs no jobs may write nothing. */
async function close(stairway: Stairway, log: Logger, leavingMs: number): Promise<void> {
  const { bot, engine, warehouses, painter, db } = stairway
  bot.leave()
  await sleep(leavingMs)
  const cutOff = await bot.stop(GRACE_MS)
  if (cutOff > 0) log.warn({ cutOff }, 'Some acts were cut off')
  await engine.stop(GRACE_MS)
  await Promise.all([warehouses.close(), painter.close()])
  await db.destroy()
  log.info('Stairway is closed')
}

main().then(
  // What is left open after an exception must not keep it: the supervisor waits for the end.
  (code) => code > 0 && process.exit(code),
  (error: unknown) => {
    if (error instanceof DatabaseHeld || error instanceof Unstarted) console.error(error.message)
    else createLogger('error').fatal({ err: error }, 'Stairway could not start')
    process.exit(1)
  },
)
