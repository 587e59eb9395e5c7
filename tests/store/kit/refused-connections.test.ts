import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startSlack } from '../../../sandbox/workspace/web-api.ts'
import { botToken } from '../../../sandbox/workspace/workspace.ts'
import { failMain } from '../../process/run-main.ts'
import { createDatabase } from '../../support/postgres.ts'
import { openUrl } from '../open.ts'

vi.setConfig({ testTimeout: 180_000 })

/** A user of a database of its own whom the server gives so many connections. */
async function limitedTo(connections: number): Promise<string> {
  const database = await createDatabase()
  const role = `few_${randomBytes(6).toString('hex')}`
  const owner = new pg.Client(database.url)
  await owner.connect()
  await owner.query(`create role ${role} login connection limit ${connections}`)
  await owner.query(`alter database ${new URL(database.url).pathname.slice(1)} owner to ${role}`)
  await owner.query(`alter schema public owner to ${role}`)
  onTestFinished(async () => {
    await owner.query(`reassign owned by ${role} to postgres`)
    await owner.query(`drop owned by ${role}`)
    await owner.query(`drop role ${role}`)
    await owner.end()
    await database.drop()
  })
  const url = new URL(database.url)
  url.username = role
  return url.href
}

test('a server without a connection left is asked again until others let go', async () => {
  const url = await limitedTo(1)
  const holder = new pg.Client(url)
  await holder.connect()
  const db = openUrl(url)
  onTestFinished(() => db.destroy())
  const acquire = vi.spyOn(db.client, '_acquireOnlyConnection')
  const asked = db.raw('select 1 as one')
  const answer = asked.then(({ rows }: { rows: unknown[] }) => rows)
  await vi.waitUntil(() => acquire.mock.calls.length > 1)
  await holder.end()
  expect(await answer).toEqual([{ one: 1 }])
})

test('a start that gets none says so in a line, and ends with 1', async () => {
  const slack = await startSlack()
  onTestFinished(slack.close)
  const { said, code } = await failMain({
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: 's',
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: await limitedTo(1),
    PORT: '0',
  })
  expect(code).toBe(1)
  expect(said).toContain('has no connection left for us. Raise max_connections, or close others.')
})
