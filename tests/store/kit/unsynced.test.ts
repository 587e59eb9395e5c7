import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase, unsynced } from '../../../src/store/kit/database.ts'

test('commits are synced again afterwards, whatever happens', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-unsynced-'))
  const db = openDatabase({ client: 'sqlite', file: join(folder, 'stairway.db') })
  onTestFinished(async () => {
    await db.destroy()
    await rm(folder, { recursive: true, force: true })
  })
  const mode = async () => (await db.raw('pragma synchronous'))[0].synchronous
  expect(await mode()).toBe(2)
  expect(await unsynced(db, mode)).toBe(0)
  expect(await mode()).toBe(2)
  await expect(unsynced(db, () => Promise.reject(new Error('cut off')))).rejects.toThrow('cut off')
  expect(await mode()).toBe(2)
})
