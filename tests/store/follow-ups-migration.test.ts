import type { Knex } from 'knex'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { answer, ask, declineFollowUp } from '../../src/usecases/follow-ups.ts'
import { ANA, RAJ, ready, type Stand, standUp } from '../support/stand.ts'

const FILE = '../../migrations/0006_follow_ups.js'
/** They have indexes on what that changes. */
const LATER = ['0025_size', '0028_found', '0030_due'].map((name) => `../../migrations/${name}.js`)
const question = { question: 'Why?', step: 'analyze', assignee: null, dueAt: null, digestId: null } as const

let stand: Stand
beforeAll(async () => {
  stand = await standUp()
})
afterAll(() => stand.close())

const migration = (file = FILE): Promise<{ up(db: Knex): Promise<void>; down(db: Knex): Promise<void> }> =>
  import(/* @vite-ignore */ file)

test('follow-ups of before keep what they say, and are found by it', async () => {
  const { campaign } = await ready(stand)
  const ref = { id: campaign.id }
  for (const _ of [1, 2, 3]) await ask(stand.deps, ANA, ref, question)
  await answer(stand.deps, RAJ, ref, 1, {
    finding: 'Café “hello” 100 % 👩‍👩‍👧 שָׁלוֹם',
    ideas: ['Lost by going down'],
  })
  await declineFollowUp(stand.deps, RAJ, ref, 2, 'Lost by going down')
  const before = await loadCampaign(stand.db, ref)
  const { up, down } = await migration()
  for (const file of LATER.toReversed()) await (await migration(file)).down(stand.db)
  await down(stand.db)
  await expect(stand.db('follow_ups').where({ n: 2 }).update({ state: 'accepted' })).rejects.toThrow(/check/i)
  await up(stand.db)
  for (const file of LATER) await (await migration(file)).up(stand.db)
  // Nobody who has read it before: no event says that a migration changed it.
  const after = await loadCampaign(stand.opened.another(), ref)
  const [one, two, three] = before.followUps
  expect(after.followUps).toEqual([
    { ...one, answer: { ...one?.answer, ideas: [] } },
    { ...two, state: 'open', declined: null },
    three,
  ])
  const [row] = await stand.db('follow_ups').where({ n: 1 }).select('words')
  expect(row.words).toBe(' why? cafe "hello" 100 % 👩👩👧 שלום ')
  await expect(stand.db('follow_ups').where({ n: 3 }).update({ state: 'declined' })).rejects.toThrow(/check/i)
})
