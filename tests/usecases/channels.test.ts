import { afterEach, beforeEach, expect, test } from 'vitest'
import { changedSinceSubmit } from '../../src/domain/approval/changes.ts'
import { replay } from '../../src/domain/state/events.ts'
import { subjectOf } from '../../src/domain/subject.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { ensureMessage } from '../../src/store/messages.ts'
import { moveChannel } from '../../src/usecases/channels.ts'
import { planDigest } from '../../src/usecases/digest-plans.ts'
import { transact } from '../../src/usecases/transaction.ts'
import { historyOf } from '../support/history.ts'
import { ANA, everything, type Stand, standUp, submitted } from '../support/stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await standUp()
})
afterEach(() => stand.close())

const DAILY = { kind: 'daily', time: '09:00', zone: 'UTC' } as const

async function planned(channel: string) {
  const { campaign } = await submitted(stand, { channel })
  await planDigest(stand.deps, ANA, { id: campaign.id }, { schedule: DAILY, channel })
  return campaign
}

test('brief, digests and messages follow, what was submitted stands, and its events say so', async () => {
  const { id } = await planned('C1')
  const slot = (await stand.db('campaigns').where({ id }).first()).digest_next_at
  await moveChannel(stand.deps, 'T1', 'C1', 'C9')
  const state = await loadCampaign(stand.db, { id })
  expect([state.campaign.brief.channel, state.campaign.digest?.channel]).toEqual(['C9', 'C9'])
  expect(changedSinceSubmit(state)).toEqual([])
  expect(replay(await historyOf(stand.db, id), id)).toEqual(state)
  expect((await stand.db('campaigns').where({ id }).first()).digest_next_at).toBe(slot)
  expect(await stand.db('messages').where({ target: 'C1' })).toEqual([])
})

test('another channel, another workspace, and a second time: nothing changes', async () => {
  await planned('C1')
  await moveChannel(stand.deps, 'T1', 'C1', 'C9')
  const before = await everything(stand.db)
  await moveChannel(stand.deps, 'T1', 'C1', 'C9')
  await moveChannel(stand.deps, 'T1', 'C2', 'C3')
  await moveChannel(stand.deps, 'T2', 'C9', 'C3')
  expect(await everything(stand.db)).toEqual(before)
})

test('a message that somebody had moved by hand before stays the one that it is', async () => {
  const { id } = await planned('C1')
  const card = { teamId: 'T1', campaignId: id, kind: 'card', subject: subjectOf('campaign', id) } as const
  await transact(
    stand.deps,
    async ({ db, now }) => void (await ensureMessage(db, { ...card, target: 'C9' }, now())),
  )
  await moveChannel(stand.deps, 'T1', 'C1', 'C9')
  expect(await stand.db('messages').where({ kind: 'card', target: 'C9' })).toHaveLength(1)
})
