import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CampaignTemplate } from '../../src/domain/catalog/catalog.ts'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { createCampaign, type NewCampaign } from '../../src/usecases/campaigns.ts'
import { claimDueDigests } from '../../src/usecases/digests.ts'
import { updateTask } from '../../src/usecases/tasks.ts'
import { historyOf } from '../support/history.ts'
import { ANA, CATALOG, DAY, everything, MONDAY, type Stand, standUp } from '../support/stand.ts'

const DAILY = { kind: 'daily', time: '09:00', zone: 'Europe/Berlin' } as const
const FILLED: CampaignTemplate = {
  name: 'filled',
  title: 'Filled',
  kind: 'experiment',
  policy: 'large',
  tasks: [{ title: 'Look', step: 'collect', team: 'growth', required: true, dueInDays: 1 }],
  brief: {
    hypothesis: 'A reminder helps',
    outcome: { metric: 'purchase', direction: 'up', minimumEffect: 0.08, secondary: [] },
    horizonDays: 14,
    plan: [{ kind: 'human', person: 'UTOM', words: 'Start the send' }],
  },
  digest: DAILY,
}

let stand: Stand
beforeEach(async () => {
  stand = await standUp({ catalog: { templates: [...CATALOG.templates, FILLED] } })
})
afterEach(() => stand.close())

const create = (more: Partial<NewCampaign> = {}) =>
  createCampaign(stand.deps, ANA, { name: 'Spring', channel: 'C1', template: 'filled', key: null, ...more })

test('a campaign begins with the brief and the digests of its template, as its events say', async () => {
  const state = await create()
  const { id, brief, digest } = state.campaign
  expect(brief).toMatchObject({
    name: 'Spring',
    kind: 'experiment',
    partner: null,
    channel: 'C1',
    ...FILLED.brief,
  })
  expect(brief).toMatchObject({ audience: null, arms: [], guardrails: [], exposures: null })
  expect(digest).toEqual({ schedule: DAILY, channel: 'C1' })

  const events = await historyOf(stand.db, id)
  expect(events.map(({ event, actor }) => [event.kind, actor.userId])).toEqual([
    ['created', 'UANA'],
    ['digest_planned', 'UANA'],
  ])
  const kept = await loadCampaign(stand.db, { id })
  expect(kept).toStrictEqual(state)
  expect(replay(events, id)).toStrictEqual(kept)
})

test('what somebody gave wins, what they left out does not', async () => {
  const given = { hypothesis: 'Mine', horizonDays: 7, channel: 'C2' }
  const { brief, digest } = (await create({ brief: given })).campaign
  expect(brief).toMatchObject({ ...FILLED.brief, ...given })
  expect(digest?.channel).toBe('C2')
})

test('without them it begins empty, and no digest is due', async () => {
  const { brief, digest, id } = (await create({ template: 'short' })).campaign
  expect([brief.hypothesis, brief.outcome, brief.plan, digest]).toEqual([null, null, [], null])
  expect(await stand.db('campaigns').where({ id }).first('digest_next_at')).toEqual({ digest_next_at: null })
  expect(await historyOf(stand.db, id)).toHaveLength(1)
})

test('its digests are counted from its creation; none is made before it is live', async () => {
  const nextAt = async () => Number((await stand.db('campaigns').first('digest_next_at')).digest_next_at)
  await create()
  const first = Date.parse('2026-03-03T08:00:00Z')
  expect([stand.clock.at, await nextAt()]).toEqual([MONDAY.getTime(), first])
  stand.pass(DAY)
  expect(await claimDueDigests(stand.deps)).toBe(0)
  expect(await nextAt()).toBe(first + DAY)
  expect(await stand.db('digests')).toEqual([])
  await stand.db('campaigns').update({ stage: 'live', live_at: stand.clock.at })
  stand.pass(DAY)
  expect(await claimDueDigests(stand.deps)).toBe(1)
})

test('where its key is taken, nothing of it is written', async () => {
  await create({ key: 'spring' })
  const before = await everything(stand.db)
  await expect(create({ key: 'spring' })).rejects.toThrow('There is a campaign spring already')
  expect(await everything(stand.db)).toEqual(before)
})

test('the check that a template names for a task stays with it', async () => {
  const asked = { title: 'Orders are fresh', step: 'collect', team: 'data', required: true } as const
  const tasks = [...FILLED.tasks, { ...asked, check: 'orders-fresh' }]
  const deps = {
    ...stand.deps,
    catalog: { ...stand.deps.catalog, templates: [{ ...FILLED, tasks }] },
  }
  const { campaign } = await createCampaign(deps, ANA, {
    name: 'Spring',
    channel: 'C1',
    template: 'filled',
    key: null,
  })
  const ref = { id: campaign.id }
  const start = { n: 2, verb: 'start', words: null, person: null, dueAt: null } as const
  await updateTask(deps, ANA, ref, start)
  const kept = await loadCampaign(stand.db, ref)
  expect(kept.tasks.map(({ state, check }) => [state, check])).toEqual([
    ['todo', null],
    ['doing', 'orders-fresh'],
  ])
  expect(replay(await historyOf(stand.db, campaign.id), campaign.id)).toStrictEqual(kept)
})
