import { afterEach, beforeEach, expect, test } from 'vitest'
import { ready, type Stand, standUp } from '../../support/stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await standUp()
})
afterEach(() => stand.close())

test('one lane a channel, one key a message', async () => {
  await ready(stand)
  const jobs = await stand
    .db('jobs')
    .where({ kind: 'deliver' })
    .select('payload', 'lane', 'key', 'max_attempts')
  const [card] = await stand.db('messages').where({ kind: 'card' })
  expect(jobs).toContainEqual({
    payload: JSON.stringify({ teamId: 'T1', messageId: card.id, target: 'C1' }),
    lane: 'slack:C1',
    key: `deliver:${card.id}`,
    max_attempts: 12,
  })
})

test('what a version before enqueued, without a target, is run, and given up, all the same', async () => {
  await ready(stand)
  const [card] = await stand.db('messages').where({ kind: 'card' })
  const before = { payload: JSON.stringify({ teamId: 'T1', messageId: card.id }), lane: 'slack:C1' }
  await stand
    .db('jobs')
    .where({ key: `deliver:${card.id}` })
    .update(before)
  await stand.db('jobs').where({ kind: 'deliver' }).update({ attempts: 12 })
  stand.pass(2_000)
  await stand.engine.runDue()
  expect(
    await stand
      .db('jobs')
      .where({ key: `deliver:${card.id}` })
      .pluck('state'),
  ).toEqual(['dead'])
  expect(await stand.db('messages').where({ id: card.id }).pluck('state')).toEqual(['dead'])
})
