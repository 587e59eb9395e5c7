import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { symlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { DatabaseConfig } from '../../../src/store/kit/database.ts'
import { holdDatabase } from '../../../src/store/kit/hold.ts'
import { DatabaseHeld } from '../../../src/store/kit/holder.ts'
import { dialect, testDatabase } from '../../support/database.ts'

let config: DatabaseConfig
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await testDatabase()
  drop = database.drop
  config = configOf(database.url)
})
afterAll(() => drop())

function configOf(url: string): DatabaseConfig {
  const file = /^sqlite:(.*)/.exec(url)?.[1]
  return file ? { client: 'sqlite', file } : { client: 'postgres', url }
}

async function hold(of = config) {
  const held = await holdDatabase(of)
  onTestFinished(held.release)
  return held
}

/** Another process that holds the database and is killed at the end. */
async function elsewhere() {
  const code = `import { holdDatabase } from '${import.meta.resolve('../../../src/store/kit/hold.ts')}'
    await holdDatabase(${JSON.stringify(config)})
    console.log('held')
    setInterval(() => undefined, 1_000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

test('one process holds a database; a second one hears who does and since when, and may once that one is done', async () => {
  const from = Date.now()
  const first = await holdDatabase(config)
  const refused = await holdDatabase(config).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(DatabaseHeld)
  const { holder, message } = refused as DatabaseHeld
  expect(holder).toMatchObject({ pid: process.pid, host: hostname().slice(0, 20) })
  expect(Number(holder?.since)).toBeGreaterThanOrEqual(from)
  expect(message).toMatch(
    /already: process \d+ on \S+, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\nOne process runs/,
  )
  await first.release()
  await hold()
})

test('nothing is left of a process that was killed', async () => {
  const other = await elsewhere()
  await expect(holdDatabase(config)).rejects.toThrow(`process ${other.pid} on`)
  other.kill('SIGKILL')
  await once(other, 'exit')
  await hold()
})

test('of ten that start at once, one gets it', async () => {
  const all = await Promise.allSettled(Array.from({ length: 10 }, () => hold()))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test.runIf(dialect === 'sqlite')(
  'by whatever path it is named; one in memory is everybody’s own',
  async () => {
    const file = config.client === 'sqlite' ? config.file : ''
    await (await import('node:fs/promises')).writeFile(file, '')
    await symlink(file, `${file}-by-another-name`)
    await hold()
    await expect(holdDatabase({ client: 'sqlite', file: `${file}-by-another-name` })).rejects.toThrow(
      DatabaseHeld,
    )
    const memory = { client: 'sqlite', file: ':memory:' } as const
    await Promise.all([hold(memory), hold(memory)])
  },
)

/** Cuts whoever holds the database off, as a server that restarts does. */
async function cutOff(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'stairway 2%@%' and application_name not like '%@next'`,
  )
  await client.end()
}

test.runIf(dialect === 'postgres')(
  'whose connection is lost takes it again, and says so when another one was faster',
  async () => {
    const url = config.client === 'postgres' ? config.url : ''
    const first = await hold()
    await cutOff(url)
    await expect
      .poll(() =>
        holdDatabase(config).then(
          (held) => held.release().then(() => 'free'),
          () => 'held',
        ),
      )
      .toBe('held')
    expect(await Promise.race([first.lost, Promise.resolve('ours')])).toBe('ours')

    // The next in the queue of the server gets it, before anybody can connect anew.
    const next = new pg.Client({
      connectionString: url,
      application_name: 'stairway 2026-03-02T08:00:00Z 7@next',
    })
    onTestFinished(() => next.end())
    await next.connect()
    const waiting = next.query(`select pg_advisory_lock(7823442, hashtext(coalesce(current_schema(), '')))`)
    await expect.poll(() => waits(url)).toBe(true)
    await cutOff(url)
    expect(await first.lost).toEqual({ host: 'next', pid: 7, since: new Date('2026-03-02T08:00:00Z') })
    await waiting
  },
)

/** Whether somebody waits for an advisory lock. */
async function waits(url: string): Promise<boolean> {
  const client = new pg.Client(url)
  await client.connect()
  const { rowCount } = await client.query(
    `select 1 from pg_locks where locktype = 'advisory' and not granted`,
  )
  await client.end()
  return rowCount === 1
}

test.runIf(dialect === 'postgres')('another schema of the same database is another one', async () => {
  const url = config.client === 'postgres' ? config.url : ''
  await hold()
  const client = new pg.Client(url)
  await client.connect()
  await client.query('create schema other')
  await client.end()
  const other = new URL(url)
  other.searchParams.set('options', '-c search_path=other')
  await hold({ client: 'postgres', url: other.href })
})
