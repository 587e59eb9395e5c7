import { existsSync } from 'node:fs'
import { pino } from 'pino'
import type { Workspace } from '../sandbox/start.ts'
import { compose, type Stairway } from './compose.ts'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { runSchedules, startSchedules } from './jobs/schedules.ts'
import { connectedTo, isWithoutSlack, openLocal } from './local.ts'
import { createLogger, type Logger } from './log.ts'
import { migrate } from './store/kit/database.ts'
import { faultOf } from './warehouse/declared.ts'

const GRACE_MS = 10_000

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const local = isWithoutSlack(process.env) ? await openLocal(process.argv.slice(2)) : null
  const config = readConfig({ ...process.env, ...local?.env })
  const log = createLogger(config.logLevel, local ? pino.destination(local.logFile) : undefined)
  const stairway = compose(config, log, local?.now ?? (() => new Date()))
  if (local) stairway.painter.warm()
  await migrate(stairway.db)
  const port = await stairway.bot.start()
  if (local) await enter(local, stairway)
  await stairway.engine.start()
  const schedules = startSchedules(stairway.deps, log)
  const asked = untilAsked()
  log.info(
    { port, socketMode: config.slack.appToken !== undefined, database: config.database.client },
    'Stairway is up',
  )
  if (local) console.log(`Stairway's local workspace is open at ${local.url}`)
  await asked
  log.info('Stairway closes: no new work, waiting for what runs')
  await schedules.stop()
  await close(stairway, log)
  await local?.close()
}

/** The workspace's clock moves what hangs on time; at its first start it brings what has happened before. */
async function enter(local: Workspace, stairway: Stairway): Promise<void> {
  local.onMoved(async () => {
    await runSchedules(stairway.deps)
    return stairway.engine.runDue()
  })
  await local.opened(connectedTo(stairway))
}

/** Every mistake at once, before Slack is touched. */
function readConfig(env: NodeJS.ProcessEnv): Config {
  try {
    return loadConfig(env, faultOf)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}

/** No new work, what runs is finished, then Slack, then the database. */
async function close({ bot, engine, warehouses, painter, db }: Stairway, log: Logger): Promise<void> {
  const [cutOff] = await Promise.all([bot.stop(GRACE_MS), engine.stop(GRACE_MS)])
  if (cutOff > 0) log.warn({ cutOff }, 'Some acts were cut off')
  await Promise.all([warehouses.close(), painter.close()])
  await db.destroy()
  log.info('Stairway is closed')
}

main().catch((error: unknown) => {
  createLogger('error').fatal({ err: error }, 'Stairway could not start')
  process.exit(1)
})
