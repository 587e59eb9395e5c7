import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadEnvFile } from '../../src/config/env-file.ts'
import { loadConfig } from '../../src/config.ts'
import { faultOf } from '../../src/warehouse/declared.ts'

async function fileWith(name: string, bytes: Buffer | string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-encodings-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, name), bytes)
  return join(folder, name)
}

const utf8 = (text: string) => Buffer.from(text)
const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const MARKED: [string, (text: string) => Buffer][] = [
  ['UTF-8', utf8],
  ['UTF-8 with a mark', (text) => utf8(`\uFEFF${text}`)],
  ['UTF-16 of PowerShell, with its mark', (text) => utf16(`\uFEFF${text}`)],
  ['UTF-16 the other way round, with its mark', (text) => utf16(`\uFEFF${text}`).swap16()],
]
const UNREADABLE: [string, (text: string) => Buffer, RegExp][] = [
  ['UTF-16 without a mark', utf16, /is UTF-16 without a mark, or no text: save it as UTF-8/],
  ['UTF-16 the other way round', (text) => utf16(text).swap16(), /is UTF-16 without a mark, or no text/],
  [
    'an old code page',
    (text) => Buffer.from(`${text}# caf\xe9`, 'latin1'),
    /is not in UTF-8: save it as UTF-8/,
  ],
  ['a database', () => Buffer.from('SQLite format 3\0'), /no text/],
]

const ENV = 'DATABASE_URL=postgres://u@h/db\r\nSLACK_BOT_TOKEN="xoxb-é"\r\n'

describe('.env', () => {
  test.each(MARKED)('in %s is read from its first line on', async (_, encode) => {
    const env: NodeJS.ProcessEnv = { SLACK_BOT_TOKEN: 'already set' }
    const read = { DATABASE_URL: 'postgres://u@h/db', SLACK_BOT_TOKEN: 'xoxb-é' }
    expect(loadEnvFile(env, await fileWith('.env', encode(ENV)))).toEqual(read)
    expect(env).toEqual({ ...read, SLACK_BOT_TOKEN: 'already set' })
  })

  test.each(UNREADABLE)('in %s is named', async (_, encode, words) => {
    const path = await fileWith('.env', encode(ENV))
    expect(() => loadEnvFile({}, path)).toThrow(words)
    expect(() => loadEnvFile({}, path)).toThrow(path)
  })

  test.each(['SLACK_BOT_TOKEN', 'export', '{"SLACK_BOT_TOKEN": "xoxb-1"}\n'])(
    'that gives no variable, such as %j, is a mistake',
    async (text) => {
      const path = await fileWith('.env', text)
      expect(() => loadEnvFile({}, path)).toThrow(/holds no variable\. Expected lines such as NAME=value/)
    },
  )

  test.each([
    [
      'SLACK_BOT_TOKEN=xoxb-1\nDATABASE_URL: postgres://u@h/db\n',
      'line 2 sets nothing. Expected NAME=value.',
    ],
    ['# ours\n\nset SLACK_BOT_TOKEN=xoxb-1\nA=1\n', 'line 3 sets nothing'],
    ['A=1\n$env:SLACK_BOT_TOKEN="xoxb-1"\n', 'line 2 sets nothing'],
    ['A=1\n\u200bSLACK_BOT_TOKEN=xoxb-1\n', 'line 2 sets nothing'],
    [
      'A=1\nSNOWFLAKE_PASSWORD=p#w\n',
      'line 2: # begins a comment. Write the value of SNOWFLAKE_PASSWORD in quotes.',
    ],
    [
      'SLACK_BOT_TOKEN="xoxb-1\nSLACK_SIGNING_SECRET=s\n',
      'line 1: the quote of SLACK_BOT_TOKEN is not closed.',
    ],
  ])('that would lose something without a word is a mistake: %j', async (text, words) => {
    const path = await fileWith('.env', text)
    expect(() => loadEnvFile({}, path)).toThrow(words)
    expect(() => loadEnvFile({}, path)).not.toThrow(/p#w|xoxb/)
  })

  test.each([
    ['A=1\rB=2\r', { A: '1', B: '2' }],
    ['export A=1\n  B = 2 # two\n', { A: '1', B: '2' }],
    [
      'KEY="-----BEGIN\nnot=a: line\n-----END"\nB="p#w" # quoted\n',
      { KEY: '-----BEGIN\nnot=a: line\n-----END', B: 'p#w' },
    ],
    ['A=\'it is "so"\'\nB=#nothing\n', { A: 'it is "so"', B: '' }],
  ])('is read: %j', async (text, read) => {
    expect(loadEnvFile({}, await fileWith('.env', text))).toEqual(read)
  })

  test('may be empty, hold only comments, or not be there', async () => {
    for (const text of ['', '\n', '# SLACK_BOT_TOKEN=xoxb-1\n'])
      expect(loadEnvFile({}, await fileWith('.env', text))).toEqual({})
    expect(loadEnvFile({}, join(tmpdir(), 'nowhere', '.env'))).toBeNull()
    await expect(async () => loadEnvFile({}, tmpdir())).rejects.toThrow(/can't be read: EISDIR/)
  })
})

const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }

describe('stairway.yaml', () => {
  const yaml = 'teams:\n  growth: { kind: growth, members: [U0ANA], title: Équipe }\n'

  test.each(MARKED)('in %s is read', async (_, encode) => {
    const path = await fileWith('stairway.yaml', encode(yaml.replace(', title: Équipe', '')))
    const { catalog } = loadConfig({ ...TOKENS, STAIRWAY_CONFIG: path }, faultOf)
    expect(catalog.teams).toMatchObject([{ name: 'growth' }])
  })

  test.each(UNREADABLE)('in %s is named', async (_, encode, words) => {
    const path = await fileWith('stairway.yaml', encode(yaml))
    expect(() => loadConfig({ ...TOKENS, STAIRWAY_CONFIG: path }, faultOf)).toThrow(words)
  })
})

describe('an address of PostgreSQL', () => {
  const WAREHOUSE = 'warehouses:\n  shop: { type: postgres, url: env:SHOP_URL }\n'
  const read = async (url: string) => {
    const path = await fileWith('stairway.yaml', WAREHOUSE)
    const env = { ...TOKENS, DATABASE_URL: url, SHOP_URL: url, STAIRWAY_CONFIG: path }
    const { database, catalog } = loadConfig(env, faultOf)
    const [shop] = catalog.warehouses
    const urls = [database.client === 'postgres' && database.url, shop?.type === 'postgres' && shop.url]
    return urls.map(
      (connectionString) => new pg.Client({ connectionString: connectionString || '' }).password,
    )
  }

  test.each([
    ['p%ss', 'p%ss'],
    ['100%', '100%'],
    ['%', '%'],
    ['a%zzb%4', 'a%zzb%4'],
    ['p%40ss', 'p@ss'],
    ['%4f%zz', 'O%zz'],
    ['p%25ss', 'p%ss'],
    ['p%C3%A9', 'pé'],
    ['two words', 'two words'],
    ['p@ss', 'p@ss'],
  ])('with the password %s is read as %s, for the database and for a warehouse', async (typed, meant) => {
    expect(await read(`postgres://u:${typed}@h/db`)).toEqual([meant, meant])
  })

  test.each(['p%e9', '%ff', 'a#b', 'a/b', 'a?b'])(
    'with the password %s is named, without it',
    async (typed) => {
      const said = await read(`postgres://u:${typed}@h/db`).catch(({ message }: Error) => message)
      expect(said).toMatch(/DATABASE_URL: .*write % as %25, @ as %40/)
      expect(said).toMatch(/SHOP_URL does not hold what was expected: .*write % as %25/)
      expect(said).not.toContain(typed)
    },
  )
})

test('STAIRWAY_HOST is an address of this machine', async () => {
  const path = await fileWith('stairway.yaml', '')
  const load = (host: string) =>
    loadConfig({ ...TOKENS, STAIRWAY_CONFIG: path, STAIRWAY_HOST: host }, faultOf).host
  expect(['127.0.0.1', '::1', ''].map(load)).toEqual(['127.0.0.1', '::1', undefined])
  expect(() => load('example.com')).toThrow(/STAIRWAY_HOST: expected an address of this machine/)
})
