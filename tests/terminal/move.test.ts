import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/store/kit/database.ts'
import { holdDatabase } from '../../src/store/kit/hold.ts'
import { enlist } from '../../src/store/processes.ts'
import { emptyPostgres, fileToMove, fill, fromTo, runIt, using } from '../move/sides.ts'
import { sqliteFile } from '../support/database.ts'

async function sides(events = 3) {
  const [{ url: from, file }, to] = [await fileToMove(), await emptyPostgres()]
  await fill(from, events)
  return { from, file, to }
}

const place = (to: string) => `postgres://localhost${new URL(to).pathname}`

test('everything is there afterwards, table by table; a second time nothing is written', async () => {
  const { from, to } = await sides(1_234)
  const first = await runIt(fromTo(from, to))
  expect(first.code).toBe(0)
  expect(first.err).toContain('events: 1234 copied')
  expect(first.out).toMatch(/^events +1234 {2}same$/m)
  expect(first.out).toMatch(/^campaigns +1 {2}same$/m)
  expect(first.out).toContain(`Both hold the same. Start Stairway with ${place(to)} as DATABASE_URL`)
  for (const line of first.out.split('\n').slice(0, -1)) expect(line.length).toBeLessThan(80)

  const again = await runIt(fromTo(from, to))
  expect(again.code).toBe(0)
  expect(again.err).toEqual([
    `${from} was copied to ${place(to)} on 2026-03-02 08:00 UTC: nothing is written.`,
  ])
  expect(again.out).toBe(first.out)
})

test('rows that are written later are numbered on, past those that were deleted too', async () => {
  const { from, to } = await sides(12)
  await using(from, (db) => db('events').where('id', '>', 9).delete())
  expect((await runIt(fromTo(from, to))).code).toBe(0)
  await fill(to, 1, 'summer')
  const [events, campaigns] = await using(to, async (db) => [
    await db('events').max({ id: 'id' }).first(),
    await db('campaigns').max({ id: 'id' }).first(),
  ])
  expect([events?.id, campaigns?.id]).toEqual([13, 2])
})

test('stopped in between it says so, and goes on from there', async () => {
  const { from, to } = await sides(2_500)
  const stopped = await runIt(fromTo(from, to), (line, stop) => line.startsWith('campaigns:') && stop())
  expect([stopped.code, stopped.err.at(-1)]).toEqual([2, 'Stopped. The same call goes on from here.'])
  const on = await runIt(fromTo(from, to))
  expect(on.code).toBe(0)
  expect(on.err[0]).toMatch(/^The copy that was begun on .* goes on\.$/)
  expect(on.out).toMatch(/^events +2500 {2}same$/m)
})

test('a row that differs is told of, and ends it with 1', async () => {
  const { from, to } = await sides()
  await runIt(fromTo(from, to))
  await using(to, (db) => db('events').where({ id: 2 }).update({ data: '{"n":7}' }))
  const seen = await runIt(fromTo(from, to))
  expect(seen.code).toBe(1)
  expect(seen.out).toMatch(/^events +3 {2}DIFFERS: 3 there$/m)
  expect(seen.out).toContain('They differ, so Stairway starts on neither.')
})

test('what PostgreSQL can’t hold is said with its place before anything is copied', async () => {
  const { from, to } = await sides()
  await using(from, (db) =>
    db('events')
      .where({ id: 2 })
      .update({ data: 'a\0b', kind: 'k'.repeat(256) }),
  )
  const { code, err } = await runIt(fromTo(from, to))
  expect(code).toBe(2)
  expect(err.join('\n')).toContain(
    'events.kind where id = 2: is longer than 255 characters\n  events.data where id = 2: holds a NUL character',
  )
  expect(await using(to, (db) => db('campaigns').first())).toBeUndefined()
  await using(from, (db) => db('events').where({ id: 2 }).update({ data: 'ab', kind: 'told' }))
  expect((await runIt(fromTo(from, to))).code).toBe(0)
})

test('while Stairway runs on either side, it is refused', async () => {
  const { from, file, to } = await sides()
  const hold = await holdDatabase({ client: 'sqlite', file })
  const held = await runIt(fromTo(from, to))
  expect([held.code, held.err.join()]).toEqual([2, expect.stringContaining(`process ${process.pid} on`)])
  await hold.release()
  await using(to, async (db) => {
    await migrate(db)
    await enlist(db, { id: 'one', name: '12@there' })
    const running = await runIt(fromTo(from, to))
    expect([running.code, running.err.join()]).toEqual([
      2,
      `Stairway runs on ${place(to)} (12@there). Stop it first.`,
    ])
  })
})

test('a database that is not empty, or holds a copy of another, is left as it is', async () => {
  const { from, to } = await sides()
  const other = await fileToMove()
  await fill(other.url, 2, 'summer')
  expect((await runIt(fromTo(other.url, to))).code).toBe(0)
  const copied = await runIt(fromTo(from, to))
  expect([copied.code, copied.err.join()]).toEqual([
    2,
    `${place(to)} holds a copy of ${other.url} that this move did not begin. Name an empty database.`,
  ])
  await using(to, (db) => db('moves').delete())
  const full = await runIt(fromTo(from, to))
  expect([full.code, full.err.join()]).toEqual([
    2,
    expect.stringMatching(/is not empty: rows are in campaigns, events/),
  ])
  expect(await using(to, (db) => db('campaigns').pluck('key'))).toEqual(['summer'])
})

test('a file of an older version says to start this one on it first', async () => {
  const { from, to } = await sides()
  await using(from, (db) => db('knex_migrations').where({ name: '0022_reached.js' }).delete())
  const { code, err } = await runIt(fromTo(from, to))
  expect([code, err.join()]).toEqual([
    2,
    expect.stringContaining('0022_reached.js is pending. Start this version'),
  ])
})

test('a moved file stays moved until it is told to stay', async () => {
  const { from, to } = await sides()
  await runIt(fromTo(from, to))
  const elsewhere = await emptyPostgres()
  const refused = await runIt(fromTo(from, elsewhere))
  expect([refused.code, refused.err.join()]).toEqual([
    2,
    `It was moved to ${place(to)} on 2026-03-02 08:00 UTC, and ${place(elsewhere)} knows nothing of it. To move it anew: stairway move --stay first.`,
  ])
  const stays = await runIt(['--stay', '--from', from])
  expect([stays.code, stays.out]).toEqual([
    0,
    `Stairway starts on ${from} again. ${place(to)} is not told: never run both.`,
  ])
  expect((await runIt(['--stay', '--from', from])).out).toBe(`${from} is not marked as moved.`)
  expect((await runIt(fromTo(from, elsewhere))).code).toBe(0)
})

test.each([
  [['--from', 'postgres://localhost/x', '--to', 'sqlite:x'], /^--from names a SQLite file/],
  [['--from', 'sqlite:x', '--to', 'sqlite:y'], /^--to names a PostgreSQL database/],
  [['--stay', '--from', 'sqlite:x', '--to', 'postgres://localhost/x'], /^--stay needs --from alone/],
  [['--form', 'sqlite:x'], /^Unknown option/],
])('%j is a mistake in the call', async (args, words) => {
  const { code, err } = await runIt(args)
  expect([code, err.join()]).toEqual([1, expect.stringMatching(words)])
  expect(err.join()).toContain('usage: stairway move')
})

test('a file that is not there, one that is none of ours, and a server that is away are said', async () => {
  const { from } = await sides()
  const absent = await sqliteFile()
  onTestFinished(absent.drop)
  expect((await runIt(fromTo(absent.url, 'postgres://localhost/x'))).err).toEqual([
    `There is no file ${absent.file}.`,
  ])
  await using(absent.url, (db) => db.raw('create table other (id integer)'))
  expect((await runIt(fromTo(absent.url, 'postgres://localhost/x'))).err).toEqual([
    `${absent.url} holds nothing of Stairway.`,
  ])
  const away = await runIt(fromTo(from, 'postgres://bot:hunter2@127.0.0.1:1/x'))
  expect([away.code, away.err.join()]).toEqual([
    2,
    'PostgreSQL at 127.0.0.1:1 does not answer (ECONNREFUSED). Is it running, and is --to right?',
  ])
})
