import { existsSync } from 'node:fs'
import { compose, type Stairway } from './compose.ts'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { startSchedules } from './jobs/schedules.ts'
import { createLogger, type Logger } from './log.ts'
import { migrate } from './store/database.ts'

const GRACE_MS = 10_000

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLogger(config.logLevel)
  const stairway = compose(config, log, () => new Date())
  await migrate(stairway.db)
  const port = await stairway.bot.start()
  await stairway.engine.start()
  const schedules = startSchedules(stairway.deps, log)
  log.info(
    { port, socketMode: config.slack.appToken !== undefined, database: config.database.client },
    'Stairway is up',
  )
  await untilAsked()
  log.info('Stairway closes: no new work, waiting for what runs')
  await schedules.stop()
  await close(stairway, log)
}

/** Every mistake at once, before Slack is touched. */
function readConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  try {
    return loadConfig(process.env)
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
async function close({ bot, engine, warehouses, db }: Stairway, log: Logger): Promise<void> {
  const [cutOff] = await Promise.all([bot.stop(GRACE_MS), engine.stop(GRACE_MS)])
  if (cutOff > 0) log.warn({ cutOff }, 'Some acts were cut off')
  await warehouses.close()
  await db.destroy()
  log.info('Stairway is closed')
}

main().catch((error: unknown) => {
  createLogger('error').fatal({ err: error }, 'Stairway could not start')
  process.exit(1)
})
