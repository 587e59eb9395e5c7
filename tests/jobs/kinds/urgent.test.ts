import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobKinds } from '../../../src/jobs/kinds/all.ts'
import { readingLane } from '../../../src/jobs/kinds/digest.ts'
import { digestNow } from '../../../src/usecases/digests.ts'
import { confirmManual } from '../../../src/usecases/steps.ts'
import { claimWatches } from '../../../src/usecases/watch.ts'
import { ANA, launching, type Stand, standUp } from '../../support/stand.ts'

const EXPOSURES = { name: 'mailed', warehouse: 'events', sql: 'select 1' }

let stand: Stand
beforeAll(async () => {
  stand = await standUp({ catalog: { exposures: [EXPOSURES as never] } })
})
afterAll(() => stand.close())

test('what people wait for is urgent, what is made by the clock is not', () => {
  const kinds = Object.entries(jobKinds(stand.jobDeps))
  const urgent = kinds.filter(([, kind]) => kind.urgent).map(([name]) => name)
  expect(urgent.sort()).toEqual([
    'deliver',
    'expire_request',
    'launch_due',
    'launch_step',
    'send_ledger',
    'send_sql',
    'undo_step',
  ])
})

describe('readings of a warehouse', () => {
  const lanes = (warehouse?: string) =>
    Array.from({ length: 30 }, (_, i) =>
      readingLane({ teamId: 'T1', campaignId: i + 1, ...(warehouse ? { warehouse } : {}) }),
    )

  test('are three at once, and one at a time of a campaign', () => {
    expect(new Set(lanes('events')).size).toBe(3)
    expect(lanes('events')).toEqual(lanes('events'))
  })

  test('hold up no other warehouse’s', () => {
    expect(lanes('events').filter((lane) => lanes('shop').includes(lane))).toEqual([])
  })

  test('of jobs that a version before enqueued follow their campaign', () => {
    expect(new Set(lanes()).size).toBe(30)
  })

  test('are enqueued with the warehouse that the brief asks, digests and the watch alike', async () => {
    const guardrails = [{ metric: 'visit', margin: { amount: 0.02, unit: 'relative' } }] as const
    const { campaign } = await launching(stand, { brief: { exposures: 'mailed', guardrails } })
    const ref = { id: campaign.id }
    await confirmManual(stand.deps, ANA, ref, 1)
    await digestNow(stand.deps, ANA, ref)
    await claimWatches(stand.deps)
    const jobs = await stand.db('jobs').whereIn('kind', ['digest', 'watch']).orderBy('kind')
    const lane = readingLane({ teamId: 'T1', campaignId: campaign.id, warehouse: 'events' })
    expect(jobs.map((job) => [job.kind, job.lane])).toEqual([
      ['digest', lane],
      ['watch', lane],
    ])
  })
})
