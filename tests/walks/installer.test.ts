import { readFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { appToken, botToken } from '../../sandbox/workspace/workspace.ts'
import { ground } from '../process/ground.ts'
import { failMain, runMain } from '../process/run-main.ts'

/** `.env.example` with these filled in. */
async function envFile(values: Readonly<Record<string, string>>): Promise<string> {
  const example = await readFile('.env.example', 'utf8')
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`),
    example,
  )
}

test('an installer copies .env.example, is told what is missing, fills two tokens in, and is ready', async () => {
  const { env } = await ground({ socket: true })
  const STAIRWAY_ENV = 'production'
  const empty = await failMain({}, { '.env': await envFile({ STAIRWAY_ENV }) })
  expect(empty.code).toBe(1)
  expect(empty.said).toContain('SLACK_BOT_TOKEN')
  expect(empty.said).not.toContain('is open at')

  const half = await failMain({}, { '.env': await envFile({ STAIRWAY_ENV, SLACK_BOT_TOKEN: botToken }) })
  expect(half.said).toMatch(/SLACK_SIGNING_SECRET.*Basic Information/)

  const { SLACK_API_URL = '', DATABASE_URL = '', YAML = '' } = env
  const tokens = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken }
  const file = await envFile({ STAIRWAY_ENV, ...tokens, SLACK_API_URL, DATABASE_URL })
  const running = await runMain({ YAML }, { '.env': file })
  onTestFinished(async () => {
    running.signal('SIGKILL')
    await running.ended()
  })
  expect(running.log[0]).toBe('Stairway is starting…')
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200)
})
