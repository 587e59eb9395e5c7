import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { createCampaign, editBrief, type NewCampaign } from '../../src/usecases/campaigns.ts'
import { ANA, everything, person, type Stand, standUp, TOM } from '../support/stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await standUp()
})
afterEach(() => stand.close())

const create = (name: string, more: Partial<NewCampaign> = {}, actor = ANA) =>
  createCampaign(stand.deps, actor, { name, channel: 'C1', template: 'short', key: null, ...more })

async function refused(work: Promise<unknown>, words: RegExp): Promise<void> {
  await expect(work).rejects.toThrow(words)
}

test('names that give the same key are numbered', async () => {
  const keys: string[] = []
  for (const name of ['Winback', 'WINBACK!', 'Wínback']) keys.push((await create(name)).campaign.key)
  expect(keys).toEqual(['winback', 'winback-2', 'winback-3'])
})

test('a prefix of another key, and a key of another workspace, take nothing', async () => {
  await create('Winback spring')
  await create('Winback', {}, { ...ANA, teamId: 'T2' })
  expect((await create('Winback')).campaign.key).toBe('winback')
})

test('many at once each get their own', async () => {
  const created = await Promise.all(
    Array.from({ length: 12 }, () =>
      createCampaign(stand.another(), ANA, { name: 'Winback', channel: 'C1', template: 'short', key: null }),
    ),
  )
  const keys = created.map(({ campaign }) => campaign.key).sort()
  expect(new Set(keys).size).toBe(12)
  expect(await stand.db('events').where({ kind: 'created' })).toHaveLength(12)
})

test('a wanted key is taken by one of many, and the others are told', async () => {
  const wanted = { name: 'Winback', channel: 'C1', template: 'short', key: 'spring' }
  const all = await Promise.allSettled([1, 2, 3].map(() => createCampaign(stand.another(), ANA, wanted)))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await refused(createCampaign(stand.deps, ANA, wanted), /a campaign spring already: choose another key/)
})

test('a key that can’t be one, an unknown template and a name that is none are refused, and nothing is written', async () => {
  const before = await everything(stand.db)
  await refused(create('Winback', { key: 'not a key' }), /can't be a key/)
  await refused(create('Winback', { template: '*x*' }), /no template "`\*x\*`": there are .*lifecycle-email/)
  await refused(create(' \n '), /needs a name/)
  await refused(create('x'.repeat(3_001)), /has 3001 characters; 3000 fit/)
  const outcome = { metric: 'nothing', direction: 'up', minimumEffect: null, secondary: [] } as const
  await refused(create('Winback', { brief: { outcome } }), /no metric "nothing"/)
  expect(await everything(stand.db)).toEqual(before)
})

test('a delivery that comes twice makes one campaign', async () => {
  await create('Winback', {}, person('UANA', 'Ev1'))
  await refused(create('Winback', {}, person('UANA', 'Ev1')), /sent this twice/)
  expect(await stand.db('campaigns')).toHaveLength(1)
})

test('a new campaign has its template’s tasks, due from now, and what its form said', async () => {
  const { campaign, tasks } = await create(' Spring  win-back ', { brief: { hypothesis: 'It works' } }, TOM)
  expect(campaign).toMatchObject({ owner: 'UTOM', policy: 'default', stage: 'preparing', template: 'short' })
  expect(campaign.brief).toMatchObject({ name: 'Spring win-back', hypothesis: 'It works', channel: 'C1' })
  const days = tasks.map(({ dueAt }) => dueAt && (dueAt.getTime() - stand.clock.at) / 86_400_000)
  expect(days).toEqual([2, 1, null])
  expect(await loadCampaign(stand.db, { id: campaign.id })).toEqual({
    campaign,
    tasks,
    request: null,
    steps: [],
    followUps: [],
  })
})

test('a name is tidied when it is changed too, and 1,500 emoji are a name', async () => {
  const { campaign } = await create('Winback')
  const { after } = await editBrief(stand.deps, ANA, { id: campaign.id }, { name: ' Spring\n win-back ' })
  expect(after.campaign.brief.name).toBe('Spring win-back')
  expect(after.campaign.key).toBe('winback')
  await refused(editBrief(stand.deps, ANA, { id: campaign.id }, { name: ' ' }), /needs a name/)
  expect((await create('👍'.repeat(1_500))).campaign.key).toBe('campaign')
})

test('an unknown key says where to look', async () => {
  await refused(
    loadCampaign(stand.db, { teamId: 'T1', key: 'nothing' }),
    /no campaign "nothing".*campaign list/,
  )
  const { campaign } = await create('Winback')
  await refused(loadCampaign(stand.db, { teamId: 'T2', key: campaign.key }), /no campaign "winback"/)
})
