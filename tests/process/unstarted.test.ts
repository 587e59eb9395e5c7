import { createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startSlack } from '../../sandbox/workspace/web-api.ts'
import { botToken } from '../../sandbox/workspace/workspace.ts'
import { whyUnstarted } from '../../src/unstarted.ts'
import { failMain } from './run-main.ts'

vi.setConfig({ testTimeout: 300_000 })

const FILE = { database: { client: 'sqlite', file: './a.db' }, port: 80 } as const
const SERVER = {
  database: { client: 'postgres', url: 'postgres://u:hunter2@db.example:5433/d' },
  port: 80,
} as const
const failed = (code: string, more: object = {}) => Object.assign(new Error('hunter2'), { code, ...more })

test.each([
  [
    failed('SQLITE_CANTOPEN'),
    FILE,
    "the database ./a.db can't be opened (SQLITE_CANTOPEN). It has to be a file in a folder",
  ],
  [failed('SQLITE_NOTADB'), FILE, 'the database ./a.db is no SQLite database'],
  [failed('ECONNREFUSED'), SERVER, 'PostgreSQL at db.example:5433 does not answer (ECONNREFUSED)'],
  [failed('28P01'), SERVER, 'takes neither this user nor this password'],
  [failed('3D000'), SERVER, 'has no database of that name'],
  [failed('EADDRINUSE', { syscall: 'listen' }), FILE, 'port 80 is taken by another program. Set PORT'],
  [failed('EACCES', { syscall: 'listen' }), FILE, 'port 80 is not for this user'],
  [
    new Error('The migration directory is corrupt, the following files are missing: 9999_next.js'),
    FILE,
    'newer version of Stairway (9999_next.js)',
  ],
])('says what to do of %o', (error, place, words) => {
  expect(whyUnstarted(error, place)).toContain(words)
  expect(whyUnstarted(error, place)).not.toContain('hunter2')
})

test.each([new TypeError('x is no function'), failed('EMADEUP'), failed('EACCES'), 'text'])(
  'leaves %o to the log',
  (error) => expect(whyUnstarted(error, FILE)).toBeUndefined(),
)

test('the process says it in a line, without a stack, and ends with 1', async () => {
  const slack = await startSlack()
  onTestFinished(slack.close)
  const taken = createServer()
  onTestFinished(() => void taken.close())
  await new Promise<void>((open) => taken.listen(0, () => open()))
  const { port } = taken.address() as { port: number }
  const env = {
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: 's',
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: 'sqlite:./a.db',
  }
  const cases: [Record<string, string>, string][] = [
    [{ DATABASE_URL: 'sqlite:./nowhere/a.db' }, "the database ./nowhere/a.db can't be opened"],
    [{ DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/d' }, 'PostgreSQL at 127.0.0.1:1 does not answer'],
    [{ SLACK_BOT_TOKEN: 'xoxb-wrong' }, 'Slack does not take SLACK_BOT_TOKEN (invalid_auth)'],
    [{ SLACK_API_URL: `http://127.0.0.1:${port}0/api/`.replace(/:\d+/, ':1') }, 'Slack does not answer'],
    [{ PORT: String(port) }, `port ${port} is taken by another program`],
  ]
  for (const [more, words] of cases) {
    const { said, code } = await failMain({ ...env, ...more })
    expect([said, code]).toEqual([expect.stringContaining(`Stairway can't start: ${words}`), 1])
    expect(said).not.toMatch(/hunter2|at .*\.ts:\d/)
  }
})
