import type { Knex } from 'knex'
import { expect, onTestFinished, test } from 'vitest'
import { launching, standUp } from '../support/stand.ts'

const FILE = '../../migrations/0026_turns.js'
const migration = (): Promise<{ up(db: Knex): Promise<void>; down(db: Knex): Promise<void> }> =>
  import(/* @vite-ignore */ FILE)

test('turns are taken back and made again where there are messages with threads, and jobs', async () => {
  const stand = await standUp()
  onTestFinished(() => stand.close())
  const { db } = stand
  await launching(stand, {})
  const [card] = await db('messages').whereNotNull('campaign_id').orderBy('id')
  const { id: _, ...row } = card
  await db('messages').insert({ ...row, subject: 'of:a:thread', nonce: 'thread', thread_of: card.id })
  const without = async (table: string, column: string) =>
    (await db(table).orderBy('id')).map((each) => ({ ...each, [column]: undefined }))
  const was = [await without('messages', 'post_at'), await without('jobs', 'behind')]
  expect(was.every(({ length }) => length > 0)).toBe(true)
  const { up, down } = await migration()
  await db.transaction((tx) => down(tx)) // as knex runs it
  expect(await db.schema.hasColumn('messages', 'post_at')).toBe(false)
  await db.transaction((tx) => up(tx))
  expect([await without('messages', 'post_at'), await without('jobs', 'behind')]).toEqual(was)
})
