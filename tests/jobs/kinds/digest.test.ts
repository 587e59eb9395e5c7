import { rename } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Catalog, MetricDefinition } from '../../../src/domain/catalog/catalog.ts'
import type { Brief } from '../../../src/domain/state/brief.ts'
import { digestKind } from '../../../src/jobs/kinds/digest.ts'
import { loadDigest } from '../../../src/store/digests.ts'
import { freeRunningJobs } from '../../../src/store/jobs.ts'
import { editBrief } from '../../../src/usecases/campaigns.ts'
import { digestNow } from '../../../src/usecases/digests.ts'
import { confirmManual } from '../../../src/usecases/steps.ts'
import { ANA, DAY, launching, MINUTE, MONDAY, type Stand, standUp } from '../../support/stand.ts'
import { DID, exposures, metric, SEEN, type Stage, sqliteStage } from '../../warehouse/stages.ts'

const GUARD: Brief['guardrails'] = [{ metric: 'visit', margin: { amount: 0.02, unit: 'relative' } }]
const kind = 'proportion'
const broken: MetricDefinition = metric('select missing from nowhere', {
  name: 'visit',
  label: 'Visit',
  kind,
})

let stage: Stage
let stand: Stand
beforeEach(async () => {
  stage = await sqliteStage()
})
afterEach(async () => {
  await stand.close()
  await stage.stop()
})

/** A live campaign with 400 people who came on one day (0: that of its launch), 10 of 200 and 30 of 200 of whom bought. */
async function live(catalog: Partial<Catalog> = {}, day = 0): Promise<{ id: number }> {
  stand = await standUp({
    catalog: {
      warehouses: [stage.definition],
      exposures: [exposures(SEEN)],
      metrics: [
        metric(DID, { name: 'purchase', kind }),
        metric(DID, { name: 'visit', label: 'Visit', kind }),
      ],
      ...catalog,
    },
  })
  const at = new Date(MONDAY.getTime() + day * DAY + MINUTE)
  const units = Array.from({ length: 400 }, (_, i) => ({ unit: `u${i}`, arm: i % 2 ? 'mail' : 'control' }))
  const buyers = units.filter(({ arm }, i) => i < (arm === 'mail' ? 60 : 20))
  await stage.load(
    units.map((unit) => ({ campaign: 'winback', ...unit, at })),
    buyers.map(({ unit }) => ({ unit, at, value: 1 })),
  )
  const { campaign } = await launching(stand, { brief: { exposures: 'mailed', guardrails: GUARD } })
  await confirmManual(stand.deps, ANA, { id: campaign.id }, 1)
  stand.pass(day * DAY + DAY / 2)
  return { id: campaign.id }
}

async function made(ref: { id: number }) {
  const digestId = await digestNow(stand.deps, ANA, ref)
  await stand.engine.runDue()
  return loadDigest(stand.db, digestId)
}

/** Who is told what, beside the card and the approvals. */
async function told(): Promise<{ target: string; words: string }[]> {
  const rows = await stand.db('messages').whereLike('subject', 'digest:%:failed').select('target', 'data')
  return rows.map(({ target, data }) => ({ target, words: JSON.parse(data).words }))
}

test('a digest holds what the warehouse says, once, and goes to its channel', async () => {
  const digest = await made(await live())
  expect(digest?.failure).toBeNull()
  expect(digest?.readout?.arms.map(({ name, users }) => [name, users])).toEqual([
    ['control', 200],
    ['mail', 200],
  ])
  const [purchase] = digest?.readout?.metrics ?? []
  expect(purchase?.measured && purchase.values.map(({ sum, value }) => [sum, value])).toEqual([
    [10, 0.05],
    [30, 0.15],
  ])
  const posted = await stand.db('messages').where({ kind: 'digest' })
  expect(posted.map(({ subject, target }) => [subject, target])).toEqual([[`digest:${digest?.id}`, 'C1']])
  expect(await told()).toEqual([])
})

describe('a look', () => {
  test('goes on from the newest one, sent or not, which keeps what was settled', async () => {
    const ref = await live({}, 7)
    const first = await made(ref)
    expect(first?.readout?.fractions).toHaveLength(1)
    stand.pass(DAY / 2)
    const second = await made(ref)
    const [spent] = first?.readout?.fractions ?? []
    expect(second?.readout?.fractions).toEqual([spent])
    expect(second?.readout?.crossings).toEqual(expect.arrayContaining([...(first?.readout?.crossings ?? [])]))
  })

  test('begins anew after snapshots from before verdicts, which stay readable', async () => {
    const ref = await live()
    const first = await made(ref)
    if (!first?.readout) throw new Error('There is no readout')
    const {
      verdicts,
      crossings,
      fractions,
      boundary,
      imbalances,
      silences,
      splitCause,
      plannedUnits,
      ...old
    } = first.readout
    await stand
      .db('digests')
      .where({ id: first.id })
      .update({ readout: JSON.stringify(old) })
    const before = await loadDigest(stand.db, first.id)
    expect(before?.readout).toMatchObject({ verdicts: [], crossings: [], fractions: [], day: old.day })
    stand.pass(DAY / 4)
    expect((await made(ref))?.readout).toMatchObject({ fractions, crossings, verdicts: [{ arm: 'mail' }] })
  })
})

describe('a query that fails', () => {
  test('leaves its metric without a number, and tells the partner which one and why', async () => {
    const ref = await live({ metrics: [metric(DID, { name: 'purchase', kind }), broken] })
    const digest = await made(ref)
    const [purchase, visit] = digest?.readout?.metrics ?? []
    expect(purchase?.measured).toBe(true)
    expect(visit).toMatchObject({ measured: false, failure: expect.stringMatching(/nowhere/) })
    expect(visit).not.toHaveProperty('values')
    const [alarm, ...more] = await told()
    expect(more).toEqual([])
    expect(alarm?.target).toBe('URAJ')
    expect(alarm?.words).toMatch(/Its other figures were posted\.\n• .*nowhere.*\nMend .* once more/s)
    expect(digest?.suggestions.map(({ code }) => code)).toContain('failed:visit')
  })

  test('of the exposures leaves no readout at all', async () => {
    const digest = await made(await live({ exposures: [exposures('select missing from nowhere')] }))
    expect(digest).toMatchObject({
      readout: null,
      suggestions: [],
      failure: expect.stringMatching(/nowhere/),
    })
    expect(digest?.headline).toMatch(/^Nothing can be read out: .*nowhere/)
    expect(await told()).toMatchObject([
      { target: 'URAJ', words: expect.stringMatching(/No figure was posted/) },
    ])
  })

  test('without a partner the owner is told', async () => {
    const ref = await live({ exposures: [exposures('select missing from nowhere')] })
    await editBrief(stand.deps, ANA, ref, { partner: null })
    await made(ref)
    expect((await told()).map(({ target }) => target)).toEqual(['UANA'])
  })

  test('is asked once: what is wrong with it does not pass', async () => {
    await made(await live({ exposures: [exposures('select missing from nowhere')] }))
    expect(await stand.db('jobs').where({ kind: 'digest' })).toEqual([])
  })
})

describe('a warehouse that is away', () => {
  const away = () => `${file()}.away`
  const file = () => (stage.definition.type === 'sqlite' ? stage.definition.file : '')

  test('for a moment is asked again before anybody is told', async () => {
    const ref = await live()
    await rename(file(), away())
    const first = await made(ref)
    expect(first?.madeAt).toBeNull()
    expect(await told()).toEqual([])
    await rename(away(), file())
    stand.pass(MINUTE)
    await stand.engine.runDue()
    const [row] = await stand.db('digests')
    const digest = await loadDigest(stand.db, row.id)
    expect(digest?.readout?.metrics.every(({ measured }) => measured)).toBe(true)
    expect(await told()).toEqual([])
  })

  test('for longer ends in a digest that says so, and one alarm', async () => {
    const ref = await live()
    await rename(file(), away())
    await made(ref)
    for (let tries = 0; tries < 12; tries += 1) {
      stand.pass(MINUTE)
      await stand.engine.runDue()
    }
    const [row] = await stand.db('digests')
    expect(await loadDigest(stand.db, row.id)).toMatchObject({
      readout: null,
      headline: expect.stringMatching(/^Nothing can be read out/),
      failure: expect.stringMatching(/can't be opened/),
    })
    expect((await told()).map(({ target }) => target)).toEqual(['URAJ'])
    expect(await stand.db('events').where({ kind: 'digest_made' })).toHaveLength(1)
  })
})

describe('a job that is run again', () => {
  test('after a kill between commit and finish makes no second digest', async () => {
    const ref = await live()
    const digestId = await digestNow(stand.deps, ANA, ref)
    const { signal } = new AbortController()
    const now = stand.deps.now()
    const context = { attempt: 1, maxAttempts: 8, now, since: now, correlationId: 'c', signal }
    await stand.db('jobs').where({ kind: 'digest' }).update({ state: 'running', attempts: 1, locked_at: 1 })
    await digestKind(stand.jobDeps).run({ teamId: 'T1', campaignId: ref.id, digestId }, context)
    const before = await loadDigest(stand.db, digestId)
    expect(await freeRunningJobs(stand.db)).toBe(1)
    stand.pass(MINUTE)
    await stand.engine.runDue()
    expect(await loadDigest(stand.db, digestId)).toEqual(before)
    expect(await stand.db('messages').where({ kind: 'digest' })).toHaveLength(1)
    expect(await stand.db('jobs').where({ kind: 'digest' })).toEqual([])
  })

  test('under which the process ended five times ends in a digest that says so', async () => {
    const ref = await live()
    const digestId = await digestNow(stand.deps, ANA, ref)
    await stand
      .db('jobs')
      .where({ kind: 'digest' })
      .update({ state: 'running', attempts: 1, deaths: 4, locked_at: 1 })
    await freeRunningJobs(stand.db)
    await stand.engine.runDue()
    expect(await stand.db('jobs').where({ kind: 'digest' }).pluck('state')).toEqual(['dead'])
    expect(await loadDigest(stand.db, digestId)).toMatchObject({
      readout: null,
      headline: 'Nothing can be read out: making the digest failed',
      failure: 'The process ended while it ran',
    })
    expect((await told()).map(({ target }) => target)).toEqual(['URAJ'])
  })
})
