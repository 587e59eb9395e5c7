import { rm } from 'node:fs/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { signature } from '../../sandbox/workspace/http.ts'
import { dialect } from '../support/database.ts'
import { ground } from './ground.ts'
import { failMain, runMain } from './run-main.ts'

vi.setConfig({ testTimeout: 300_000 })

test.runIf(dialect === 'sqlite')(
  'a second process on the database of the first is refused with who runs since when, and touches nothing; after a kill the next one starts',
  async () => {
    const { start, env, clientOf } = await ground()
    const first = await start()
    const { said, code } = await failMain(env, { 'stairway.yaml': env.YAML ?? '' })
    expect(code).toBe(1)
    expect(said).toContain(`Stairway runs on this database already: process ${first.process.pid} on `)
    expect(said).toMatch(/since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/)
    expect(said).not.toMatch(/"level"|Error|at .*\.ts/) // words, and nothing of the machinery
    expect((await (await clientOf(first).command('U0ANA', '/campaign', 'list')).answer()).text).toMatch(
      /^My campaigns/,
    )

    first.signal('SIGKILL')
    await first.ended()
    await start()
  },
)

test('no request ends the process, signed or not', async () => {
  const { start, env, clientOf } = await ground()
  const running = await start()
  for (const body of ['null', '[]', '{"type":"event_callback","event":null}', 'payload=null'])
    for (const type of ['application/json', 'application/x-www-form-urlencoded'])
      for (const signed of [signature(body, env.SLACK_SIGNING_SECRET ?? ''), {}]) {
        const headers = { 'content-type': type, ...signed }
        const { status } = await fetch(`${running.url}/slack/events`, { method: 'POST', headers, body })
        expect(status).toBe('x-slack-signature' in signed ? 400 : 401)
      }
  expect((await (await clientOf(running).command('U0ANA', '/campaign', 'list')).answer()).text).toMatch(
    /^My campaigns/,
  )
  expect(running.process.exitCode).toBeNull()
})

test.runIf(dialect === 'sqlite')(
  'a database that is deleted meanwhile: not ready, acts are refused with why, and the log says it',
  async () => {
    const { start, clientOf, databaseUrl } = await ground()
    const running = await start()
    const say = async (text: string) =>
      (await (await clientOf(running).command('U0ANA', '/campaign', text)).answer()).text
    expect(await say('new Spring win-back key:winback')).toContain('Spring win-back')
    const file = databaseUrl.replace('sqlite:', '')
    await rm(file)
    expect((await fetch(`${running.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200)
    for (const text of ['new Summer sale', 'show winback', 'list'])
      expect(await say(text)).toMatch(
        /^Stairway's database was deleted or replaced while it ran, so nothing can be kept/,
      )
    expect(running.log.filter((line) => line.includes('deleted or replaced')).join('\n')).toContain(
      '"Not ready"',
    )
  },
)

test.each([
  ['UTF-8 with a mark', 'utf8'],
  ['UTF-16', 'utf16le'],
] as const)('a .env in %s connects to Slack and to its database', async (_, encoding) => {
  const { env } = await ground()
  const { YAML = '', ...whole } = env
  const lines = Object.entries(whole).map(([name, value]) => `${name}=${value}`)
  const file = Buffer.from(`\uFEFF${lines.join('\r\n')}`, encoding)
  const running = await runMain({ YAML }, { '.env': file })
  onTestFinished(async () => {
    running.signal('SIGKILL')
    await running.ended()
  })
  const client = dialect === 'sqlite' ? 'sqlite' : 'postgres'
  expect(running.log.find((line) => line.includes('Stairway is up'))).toContain(`"database":"${client}"`)
})

test('a .env that gives no variable is named, and no local workspace is opened for it', async () => {
  const { said, code } = await failMain({}, { '.env': Buffer.from('SLACK_BOT_TOKEN=xoxb-1\n', 'utf16le') })
  expect(code).toBe(1)
  expect(said).toContain('.env: is UTF-16 without a mark, or no text: save it as UTF-8.')
})

test('a .env that sets nothing of Slack opens the local workspace, and that is said', async () => {
  const file = 'SLACK_BOT_TOKEN=\nDATABASE_URL=postgres://u@h/db\nSTAIRWAY_TZ=Europe/Berlin\n'
  const { said, code } = await failMain({ LOG_LEVEL: 'shout' }, { '.env': file })
  expect(code).toBe(1) // before anything is opened, by another mistake
  expect(said).toContain(
    '.env sets DATABASE_URL, STAIRWAY_TZ and nothing of Slack: this is the local workspace.',
  )
})

test.each([
  [{}, ['--slack'], {}, '--slack wants Slack, and nothing of Slack is set (there is no .env in /'],
  [{}, ['--fresh', '--slack'], {}, '--slack wants Slack'],
  [{ STAIRWAY_ENV: 'production' }, [], {}, 'STAIRWAY_ENV=production wants Slack'],
  [{ STAIRWAY_ENV: 'production', SLACK_BOT_TOKEN: ' ' }, ['--fresh'], {}, 'STAIRWAY_ENV=production wants'],
  [{}, [], { '.env': 'STAIRWAY_ENV=Prod\n' }, '(.env is there and sets STAIRWAY_ENV)'],
  [{ STAIRWAY_ENV: 'local' }, ['--slak'], {}, "Unknown option '--slak'. There are --slack, --fresh"],
] as const)('with %o and %o a missing token opens no local workspace', async (env, args, files, words) => {
  const { said, code } = await failMain(env, files, args)
  expect([said, code]).toEqual([expect.stringContaining(words), 1])
  expect(said).not.toMatch(/is open at|at .*\.ts:\d/)
})
