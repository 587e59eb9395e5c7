import { afterEach, beforeEach, expect, test } from 'vitest'
import { forEachOf } from '../../src/usecases/batches.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { planDigest, quietDigest } from '../../src/usecases/digest-plans.ts'
import { claimDueDigests, recordDigest } from '../../src/usecases/digests.ts'
import { confirmManual } from '../../src/usecases/steps.ts'
import { look } from '../domain/readout/fixtures.ts'
import { copyCampaign } from '../support/copies.ts'
import { ANA, launching, type Stand, standUp } from '../support/stand.ts'

const DUE = 300
const AT = new Date('2026-03-03T08:00:00Z')

let stand: Stand
let first: { id: number }
beforeEach(async () => {
  stand = await standUp()
  const { campaign } = await launching(stand)
  first = { id: campaign.id }
  await confirmManual(stand.deps, ANA, first, 1)
  const schedule = { kind: 'daily', time: '09:00', zone: 'Europe/Berlin' } as const
  await planDigest(stand.deps, ANA, first, { schedule, channel: 'C1' })
  await copyCampaign<{ key: string }>(stand.db, first.id, DUE - 1, (row, n) => ({ ...row, key: `copy-${n}` }))
  stand.clock.at = AT.getTime()
})
afterEach(() => stand.close())

/** How often each campaign has its slot, and its job: once is 1. */
async function claimed() {
  const slots: { campaign_id: number }[] = await stand.db('digests').select('campaign_id')
  const jobs: { payload: string }[] = await stand.db('jobs').where({ kind: 'digest' }).select('payload')
  const campaigns = jobs.map(({ payload }) => JSON.parse(payload).campaignId)
  return {
    slots: slots.length,
    campaigns: new Set(slots.map((row) => row.campaign_id)).size,
    jobs: jobs.length,
    promised: new Set(campaigns).size,
  }
}

const ALL_ONCE = { slots: DUE, campaigns: DUE, jobs: DUE, promised: DUE }

/** Verbs that tell of each digest that they promise: how many before it, and how many are under way. */
function watched(deps: Deps, tell: (promised: number) => Promise<void> | void): Deps {
  let promised = 0
  return {
    ...deps,
    enqueue: async (tx, kind, ...job) => {
      await deps.enqueue(tx, kind, ...job)
      if (kind === 'digest') await tell(++promised)
    },
  }
}

test('hundreds of digests due at one tick are claimed once each, a few at a time', async () => {
  let [open, most] = [0, 0]
  const deps = watched(stand.deps, async () => {
    most = Math.max(most, ++open)
    await new Promise(setImmediate) // the others of its batch come to here
    open -= 1
  })
  expect(await claimDueDigests(deps)).toBe(DUE)
  expect(await claimed()).toEqual(ALL_ONCE)
  expect(most).toBeLessThanOrEqual(4)
  expect(await claimDueDigests(stand.deps)).toBe(0)
})

test('by several processes at once too', async () => {
  const all = await Promise.all([1, 2, 3].map(() => claimDueDigests(stand.another())))
  expect(all.reduce((sum, each) => sum + each)).toBe(DUE)
  expect(await claimed()).toEqual(ALL_ONCE)
})

test('what somebody does meanwhile waits behind a batch, not behind all of them', async () => {
  let act: Promise<number> | undefined
  let promised = 0
  const deps = watched(stand.deps, (so) => {
    promised = so
    act ??= so < 20 ? undefined : quietDigest(stand.another(), ANA, first, true).then(() => promised)
  })
  expect(await claimDueDigests(deps)).toBe(DUE)
  expect(await act).toBeLessThan(DUE / 2)
})

test('a tick that ends in the middle loses none and doubles none, and says in few words what failed', async () => {
  const broken = watched(stand.deps, (so) => {
    if (so > 100) throw new Error(`The database is away. ${'So it goes. '.repeat(200)}`)
  })
  const error = await claimDueDigests(broken).catch((thrown: AggregateError) => thrown)
  expect(String(error).length).toBeLessThan(1_500)
  expect(String(error)).toMatch(
    /^AggregateError: Due digests could not be claimed: Error: The database is away\./,
  )
  expect(String(error)).toMatch(/; and 197 more$/)
  expect((await claimed()).slots).toBe(100)
  expect(await claimDueDigests(stand.deps)).toBe(DUE - 100)
  expect(await claimed()).toEqual(ALL_ONCE)
})

test('one that fails holds up no other, and the loop has its turn between batches', async () => {
  const seen: number[] = []
  let turns = 0
  const turn = () => {
    turns += 1
    if (turns < 1_000) setImmediate(turn)
  }
  setImmediate(turn)
  const numbers = Array.from({ length: 40 }, (_, n) => n)
  const run = async (n: number) => {
    if (n === 0) throw new Error('The first one')
    seen.push(turns)
    return n % 2 === 0
  }
  await expect(forEachOf('Some could not be done', numbers, run)).rejects.toThrow(
    'Some could not be done: Error: The first one',
  )
  expect(seen).toHaveLength(39)
  expect(new Set(seen).size).toBeGreaterThanOrEqual(9)
})

test('a feed that stands still is told its data partner in four messages, and each card waits for its turn', async () => {
  await claimDueDigests(stand.deps)
  const digests = await stand.db('digests').orderBy('id').limit(40)
  const newest = '2026-03-02T00:00:00.000Z'
  const readout = { ...look(), behind: [{ metric: 'purchase', label: 'Purchases', newest }] }
  const made = { ...{ readout, headline: 'Fix the data first', failure: null }, suggestions: [], alarm: null }
  const before = await stand.db('jobs').where({ kind: 'deliver' }).select('key')
  for (const { id: digestId, campaign_id: campaignId } of digests) {
    const ids = { teamId: 'T1', campaignId, digestId }
    await recordDigest(stand.deps, ids, 'C1', { ...made, faultDueAt: new Date(AT.getTime() + 86_400_000) })
  }
  const told = await stand.db('messages').where({ kind: 'notice', target: 'URAJ' }).orderBy('id')
  const words = told.map(({ data }) => JSON.parse(data).words)
  expect(words).toHaveLength(4)
  expect(words[2]).toContain('Purchases: nothing newer than')
  expect(words[3]).toMatch(
    /^37 more alarms since .*: the data of `copy-\d+`(, `copy-\d+`){4} and others is amiss\. `\/campaign results <key>` says how/,
  )
  const urgent = await stand.db('jobs').where({ kind: 'deliver' }).select('key')
  expect(urgent.length - before.length).toBe(4)
})
