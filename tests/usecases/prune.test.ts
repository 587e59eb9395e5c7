import { afterAll, beforeAll, expect, test } from 'vitest'
import { prune } from '../../src/usecases/prune.ts'
import { DAY, MONDAY, ready, type Stand, standUp } from '../support/stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await standUp()
})
afterAll(() => stand.close())

const message = (subject: string, days: number, state: string, campaign: number | null = null) => ({
  ...{
    team_id: 'T1',
    campaign_id: campaign,
    kind: 'waiting',
    subject,
    target: 'UANA',
    nonce: subject,
    state,
  },
  created_at: MONDAY.getTime() - days * DAY,
})

test('what was said to people, and what was given up, is kept for a quarter; what is of a campaign for ever', async () => {
  const { db } = stand
  const { campaign } = await ready(stand)
  await db('messages').insert([
    message('old', 91, 'sent'),
    message('given up', 200, 'dead'),
    message('waits still', 200, 'pending'),
    message('young', 89, 'sent'),
    message('of a campaign', 900, 'sent', campaign.id),
  ])
  const job = (kind: string, days: number, state: string) => ({
    ...{ team_id: 'T1', kind, payload: '{}', state, attempts: 1, max_attempts: 1 },
    ...{ correlation_id: 'c', created_at: 0, run_at: MONDAY.getTime() - days * DAY },
  })
  await db('jobs').insert([job('old', 91, 'dead'), job('young', 89, 'dead'), job('waits', 900, 'waiting')])
  const delegation = (days: number) => ({
    ...{ team_id: 'T1', delegated_by: 'UANA', stand_in: 'UTOM', made_at: 0, from_at: 0 },
    until_at: MONDAY.getTime() - days * DAY,
  })
  await db('delegations').insert([delegation(366), delegation(364)])

  expect(await prune(stand.deps)).toBe(4)

  const left = await db('messages').where({ kind: 'waiting' }).orderBy('id').pluck('subject')
  expect(left).toEqual(['waits still', 'young', 'of a campaign'])
  expect(await db('jobs').whereIn('kind', ['old', 'young', 'waits']).pluck('kind')).toEqual([
    'young',
    'waits',
  ])
  expect(await db('delegations').pluck('until_at')).toEqual([MONDAY.getTime() - 364 * DAY])
  expect(await prune(stand.deps)).toBe(0)
})

test('more than one batch goes in one run', async () => {
  await stand.db.batchInsert(
    'messages',
    Array.from({ length: 1_200 }, (_, n) => message(`many ${n}`, 100, 'sent')),
    100,
  )
  expect(await prune(stand.deps)).toBe(1_200)
})
