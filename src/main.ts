import { existsSync } from 'node:fs'
import cron from 'node-cron'
import { compose, type Stairway } from './compose.ts'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { createLogger, type Logger } from './log.ts'
import { migrate } from './store/database.ts'
import { claimDueDigests } from './usecases/digests.ts'

const GRACE_MS = 10_000

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLogger(config.logLevel)
  const stairway = compose(config, log, () => new Date())
  await migrate(stairway.db)
  const port = await stairway.bot.start()
  await stairway.engine.start()
  const tick = cron.schedule('* * * * *', () => digestTick(stairway, log), {
    name: 'digests',
    noOverlap: true,
  })
  log.info(
    { port, socketMode: config.slack.appToken !== undefined, database: config.database.client },
    'Stairway is up',
  )
  await untilAsked()
  log.info('Stairway closes: no new work, waiting for what runs')
  await tick.stop()
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

async function digestTick(stairway: Stairway, log: Logger): Promise<void> {
  try {
    await claimDueDigests(stairway.deps)
  } catch (error) {
    log.error({ err: error }, 'Due digests could not be claimed; the next minute tries again')
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
