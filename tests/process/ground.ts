import { onTestFailed, onTestFinished } from 'vitest'
import * as limits from '../../sandbox/workspace/block-limits.ts'
import { slackClient } from '../../sandbox/workspace/http.ts'
import { startSocketMode } from '../../sandbox/workspace/socket-mode.ts'
import { startSlack } from '../../sandbox/workspace/web-api.ts'
import { appToken, botToken } from '../../sandbox/workspace/workspace.ts'
import { manifestScopes } from '../conversations/manifest-scopes.ts'
import { TEAMS } from '../conversations/stand.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/postgres.ts'
import { type Running, runMain } from './run-main.ts'

export const SIGNING_SECRET = 'process-secret'

export interface GroundOptions {
  /** stairway.yaml. */
  readonly yaml?: string
  readonly env?: Readonly<Record<string, string>>
  /** Over Socket Mode instead of signed HTTP. */
  readonly socket?: boolean
  /** Of the run's dialect by default. */
  readonly makeDatabase?: () => Promise<TestDatabase>
}

/** Warnings and worse, and what is no line of the log. */
const isNoRoutine = (line: string) => !/"level":(?:10|20|30),/.test(line)

/** Slack and a database on which the real process is started, as often as a test kills it. */
export async function ground({
  yaml = TEAMS,
  env = {},
  socket = false,
  makeDatabase = testDatabase,
}: GroundOptions = {}) {
  const slack = await startSlack({ check: limits, scopes: await manifestScopes() })
  onTestFinished(slack.close)
  const line = socket ? await startSocketMode(slack) : null
  if (line) onTestFinished(line.close)
  const database = await makeDatabase()
  onTestFinished(database.drop)
  const whole: Readonly<Record<string, string>> = {
    SLACK_BOT_TOKEN: botToken,
    ...(socket ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: database.url,
    YAML: yaml,
    ...env,
  }
  const start = async () => {
    const running = await runMain(whole)
    onTestFailed(() =>
      console.error(`${running.url} said last:`, ...running.log.filter(isNoRoutine).slice(-20)),
    )
    onTestFinished(async () => {
      running.signal('SIGKILL')
      await running.ended()
    })
    return running
  }
  const clientOf = ({ url }: Running) =>
    line?.client ?? slackClient({ url: `${url}/slack/events`, signingSecret: SIGNING_SECRET, slack })
  return { slack, socket: line, env: whole, databaseUrl: database.url, start, clientOf }
}
