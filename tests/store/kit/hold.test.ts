import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { symlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { DatabaseConfig } from '../../../src/store/kit/database.ts'
import { holdDatabase } from '../../../src/store/kit/hold.ts'
import { DatabaseHeld } from '../../../src/store/kit/holder.ts'
import { sqliteFile } from '../../support/database.ts'

let config: Extract<DatabaseConfig, { client: 'sqlite' }>
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await sqliteFile()
  drop = database.drop
  config = { client: 'sqlite', file: database.file }
})
afterAll(() => drop())

async function hold(of: DatabaseConfig = config) {
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

test('by whatever path it is named; one in memory is everybody’s own', async () => {
  const { file } = config
  await (await import('node:fs/promises')).writeFile(file, '')
  await symlink(file, `${file}-by-another-name`)
  await hold()
  await expect(holdDatabase({ client: 'sqlite', file: `${file}-by-another-name` })).rejects.toThrow(
    DatabaseHeld,
  )
  const memory = { client: 'sqlite', file: ':memory:' } as const
  await Promise.all([hold(memory), hold(memory)])
})
