import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import knex from 'knex'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialect, testDatabase } from './database.ts'
import { createDatabase, type TestDatabase } from './postgres.ts'

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('the PostgreSQL of the tests', () => {
  let server: TestDatabase
  beforeAll(async () => {
    server = await createDatabase()
  })
  afterAll(() => server.drop())

  it('answers pg and knex under the same URL', async () => {
    expect(await query(server.url, 'select 1 + 1 as two')).toEqual([{ two: 2 }])
    for (const connection of [server.url, { connectionString: server.url }]) {
      const db = knex({ client: 'pg', connection })
      expect((await db.raw('select version()')).rows[0].version).toMatch(/^PostgreSQL \d+/)
      await db.destroy()
    }
  })

  it('gives each test file an empty database and removes it with open connections', async () => {
    const [first, second] = await Promise.all([createDatabase(), createDatabase()])
    await query(first.url, 'create table kept (id int)')
    await expect(query(second.url, 'select * from kept')).rejects.toThrow('does not exist')
    await Promise.all([first.drop(), second.drop()])
    await expect(query(first.url, 'select 1')).rejects.toThrow('does not exist')
  })
})

describe('a server of its own', () => {
  const script = `
    const { launchPostgres } = await import(${JSON.stringify(new URL('postgres.ts', import.meta.url).href)})
    const server = await launchPostgres()
    console.log(server.url)
    process.stdin.once('data', () => server.stop().then(() => process.exit()))`

  async function startElsewhere() {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const url = line.toString().trim()
    const dir = new URL(url).searchParams.get('host') ?? ''
    return { child, url, dir }
  }

  it('is asked to stop: the server and its folder are gone when stop resolves', async () => {
    const { child, url, dir } = await startElsewhere()
    expect(existsSync(dir)).toBe(true)
    child.stdin.write('stop\n')
    await once(child, 'exit')
    expect(existsSync(dir)).toBe(false)
    await expect(query(url, 'select 1')).rejects.toThrow()
  })

  it('ends by itself when the test process is killed', async () => {
    const { child, url } = await startElsewhere()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const cut = new Promise((resolve) => client.on('error', () => {}).once('end', resolve))
    child.kill('SIGKILL')
    await cut
    await expect(query(url, 'select 1')).rejects.toThrow()
  })
})

describe('the database of a test file', () => {
  it('is of the dialect that the run asks for', async () => {
    const database = await testDatabase()
    expect(database.url).toMatch(dialect === 'sqlite' ? /^sqlite:\/.*\.db$/ : /^postgres:\/\//)
    await database.drop()
  })
})
