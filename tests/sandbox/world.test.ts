import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStoryWarehouse } from '../../sandbox/story/warehouse.ts'
import { happenings, truthOf } from '../../sandbox/story/world.ts'
import type { ExposureDefinition } from '../../src/domain/catalog/catalog.ts'
import { sampleRatio } from '../../src/domain/statistics/sample-ratio.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'

const AT = new Date('2026-03-02T08:30:00Z')
const ARMS = [
  { name: 'control', weight: 1 },
  { name: 'mail', weight: 1 },
]

const launch = (key: string) => ({ key, arms: ARMS, size: 12_000, at: AT })

test('the same launch has the same data, another one has other data', () => {
  expect(happenings(launch('winback'))).toEqual(happenings(launch('winback')))
  expect(
    happenings(launch('winback'))
      .sends.slice(0, 50)
      .map(([, , arm]) => arm),
  ).not.toEqual(
    happenings(launch('weekend'))
      .sends.slice(0, 50)
      .map(([, , arm]) => arm),
  )
})

test.each(['winback', 'push', 'loyalty', 'weekend'])('%s holds what is declared true of it', (key) => {
  const rows = happenings(launch(key))
  const armOf = new Map(rows.sends.map(([, unit, arm]) => [unit, arm]))
  const share = (table: 'orders' | 'unsubscribes', arm: string) => {
    const people = [...armOf.values()].filter((each) => each === arm).length
    return rows[table].filter(([unit]) => armOf.get(unit) === arm).length / people
  }
  const truth = truthOf(key)
  // 4 standard errors of a share of 8 % among 5,000.
  expect(Math.abs(share('orders', 'control') - truth.control.purchase)).toBeLessThan(0.016)
  expect(Math.abs(share('orders', 'mail') - truth.treatment.purchase)).toBeLessThan(0.016)
  if (key === 'push')
    expect(share('unsubscribes', 'mail') - share('unsubscribes', 'control')).toBeGreaterThan(0.01)
  const counts = ARMS.map(({ name }) => [...armOf.values()].filter((arm) => arm === name).length)
  const { p } = sampleRatio(counts, [1, 1])
  if (key === 'loyalty') expect(p).toBeLessThan(0.001)
  else expect(p).toBeGreaterThan(0.01)
})

test('weights are kept, nobody is compared without arms, and small audiences stay small', () => {
  const three = happenings({
    ...launch('x'),
    arms: [
      { name: 'a', weight: 8 },
      { name: 'b', weight: 1 },
      { name: 'c', weight: 1 },
    ],
  })
  const a = three.sends.filter(([, , arm]) => arm === 'a').length / three.sends.length
  expect(Math.abs(a - 0.8)).toBeLessThan(0.02)
  const none = happenings({ key: 'y', arms: [], size: 40, at: AT })
  expect(new Set(none.sends.map(([, , arm]) => arm))).toEqual(new Set(['everybody']))
  expect(none.sends).toHaveLength(40)
})

/** A warehouse of this test, and what was read of it at the end of a day since the launch. */
async function launched() {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-world-'))
  const file = join(folder, 'warehouse.db')
  const written = await openStoryWarehouse(file)
  await written.take(launch('winback'))
  await written.take(launch('winback')) // sent twice
  const shops = openWarehouses([{ name: 'shop', type: 'sqlite', file, timeoutSeconds: 30 }])
  onTestFinished(async () => {
    await shops.close()
    await written.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { written, shop: shops.get('shop') }
}

const day = (n: number) => new Date(AT.getTime() + n * 86_400_000)

test('what has not happened yet is not there: the file grows with the clock', async () => {
  const { written, shop } = await launched()
  const people = async (until: Date) => {
    await written.pass(until, [])
    const asked = { campaignKey: 'winback', exposures: SENDS, until }
    const { exposures } = await shop.read({ ...asked, metrics: [] })
    expect(exposures.duplicates).toBe(0)
    expect(await shop.arrivals({ ...asked, since: AT })).toMatchObject({ ahead: 0 })
    return exposures.perArm.reduce((sum, { n }) => sum + n, 0)
  }
  const [none, first] = [await people(day(-1)), await people(day(1))]
  const [week, all] = [await people(day(7)), await people(day(60))]
  expect(none).toBe(0)
  expect(first).toBeGreaterThan(9_000)
  expect(week).toBeGreaterThan(first)
  expect(all).toBe(12_000)
})

test('nobody more is reached once it is stopped', async () => {
  const { written, shop } = await launched()
  await written.pass(day(1), [])
  const over = [{ key: 'winback', at: day(2) }]
  await written.pass(day(3), over)
  await written.pass(day(60), [])
  const asked = { campaignKey: 'winback', exposures: SENDS, until: day(60) }
  expect(await shop.arrivals({ ...asked, since: day(2) })).toMatchObject({ after: 0, ahead: 0 })
  expect((await shop.arrivals({ ...asked, since: day(1) })).after).toBeGreaterThan(0)
})

const SENDS: ExposureDefinition = {
  name: 'sends',
  warehouse: 'shop',
  sql: 'select customer as unit, arm, sent_at as exposed_at from sends where campaign = :campaign',
}
