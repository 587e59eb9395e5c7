import { copyFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { Refusal } from '../../../src/refusal.ts'
import { inTransaction, openDatabase } from '../../../src/store/kit/database.ts'

let file: string
let db: ReturnType<typeof openDatabase>
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-same-'))
  file = join(folder, 'stairway.db')
  db = openDatabase({ client: 'sqlite', file })
  onTestFinished(async () => {
    await db.destroy()
    await rm(folder, { recursive: true })
  })
  await db.schema.createTable('notes', (table) => table.integer('n'))
  await write()
})

const write = () => inTransaction(db, (tx) => tx('notes').insert({ n: 1 }))
const read = () => db('notes').select('n')
const GONE = /^Stairway's database was deleted or replaced while it ran/

test.each([
  ['is deleted', () => rm(file)],
  ['is replaced by a copy', () => copyFile(file, `${file}2`).then(() => rename(`${file}2`, file))],
  ['is replaced by an empty one', () => rm(file).then(() => writeFile(file, ''))],
  ['loses its log', () => rm(`${file}-wal`)],
])('a file that %s is noticed by the next read and the next commit', async (_, change) => {
  await change()
  for (const use of [read, write]) {
    const error = await use().catch((refused: unknown) => refused)
    expect(error).toBeInstanceOf(Refusal)
    expect((error as Refusal).message).toMatch(GONE)
  }
})

test('a commit notices what happened since it began, and what it wrote is not said to be done', async () => {
  const written = inTransaction(db, async (tx) => {
    await tx('notes').insert({ n: 2 })
    await rename(file, `${file}-away`)
  })
  await expect(written).rejects.toThrow(GONE)
  await rename(`${file}-away`, file)
  expect(await read()).toEqual([{ n: 1 }])
})

test('a file that was put back is the same one', async () => {
  await rename(file, `${file}-away`)
  await expect(write()).rejects.toThrow(GONE)
  await rename(`${file}-away`, file)
  await write()
  expect(await read()).toHaveLength(2)
})
