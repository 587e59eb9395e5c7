import { afterEach, beforeEach, expect, test } from 'vitest'
import { digestKind } from '../../../src/jobs/kinds/digest.ts'
import { picturesKind } from '../../../src/jobs/kinds/pictures.ts'
import { freeRunningJobs } from '../../../src/store/jobs.ts'
import { digestNow } from '../../../src/usecases/digests.ts'
import { PICTURE_HOLD_MS } from '../../../src/usecases/pictures.ts'
import { confirmManual } from '../../../src/usecases/steps.ts'
import { ANA, DAY, launching, MINUTE, MONDAY, type Stand, standUp } from '../../support/stand.ts'
import { DID, exposures, metric, SEEN, type Stage, sqliteStage } from '../../warehouse/stages.ts'

let stage: Stage
let stand: Stand
beforeEach(async () => {
  stage = await sqliteStage()
})
afterEach(async () => {
  await stand.close()
  await stage.stop()
})

/** A digest that was made, with something to draw; its pictures and its post wait. */
async function made() {
  stand = await standUp({
    catalog: {
      warehouses: [stage.definition],
      exposures: [exposures(SEEN)],
      metrics: [metric(DID, { name: 'purchase', kind: 'proportion' })],
    },
  })
  const at = new Date(MONDAY.getTime() + MINUTE)
  const units = Array.from({ length: 400 }, (_, i) => ({ unit: `u${i}`, arm: i % 2 ? 'mail' : 'control' }))
  const buyers = units.filter((_, i) => i % 7 === 0)
  await stage.load(
    units.map((unit) => ({ campaign: 'winback', ...unit, at })),
    buyers.map(({ unit }) => ({ unit, at, value: 1 })),
  )
  const { campaign } = await launching(stand, { brief: { exposures: 'mailed' } })
  await confirmManual(stand.deps, ANA, { id: campaign.id }, 1)
  stand.pass(DAY / 2)
  const digestId = await digestNow(stand.deps, ANA, { id: campaign.id })
  await stand.db('jobs').where({ kind: 'digest' }).delete()
  const ids = { teamId: 'T1', campaignId: campaign.id, digestId }
  await digestKind(stand.jobDeps).run(ids, firstRun())
  return ids
}

function firstRun() {
  const { signal } = new AbortController()
  const now = stand.deps.now()
  return { attempt: 1, maxAttempts: 8, now, since: now, correlationId: 'c', signal }
}

/** When the digest's post is due, counted from now. */
async function postIn(): Promise<number[]> {
  const now = stand.deps.now().getTime()
  const messages = await stand.db('messages').where({ kind: 'digest' }).pluck('id')
  const jobs = await stand.db('jobs').where({ kind: 'deliver_paced', state: 'waiting' })
  return jobs
    .filter(({ payload }) => messages.includes(JSON.parse(payload).messageId))
    .map(({ run_at }) => Number(run_at) - now)
}

test('the post is in the outbox before anything is drawn, and waits a minute at most', async () => {
  await made()
  expect(await postIn()).toEqual([PICTURE_HOLD_MS])
  expect(await stand.db('jobs').where({ kind: 'pictures' })).toHaveLength(1)
})

test('a picture that can’t be drawn is written down as failed, once, and the post waits no longer', async () => {
  const ids = await made()
  let drawn = 0
  const paint = async () => {
    drawn += 1
    throw new Error('no room for a thread')
  }
  const deps = { ...stand.jobDeps, painter: { paint } }
  await picturesKind(deps).run(ids, firstRun())
  expect(await stand.db('pictures').select('name', 'state', 'file_id', 'error')).toEqual([
    { name: 'lifts', state: 'failed', file_id: null, error: 'Error: no room for a thread' },
  ])
  expect(await postIn()).toEqual([0])
  await picturesKind(deps).run(ids, firstRun())
  expect(drawn).toBe(1)
})

test('kill -9 three times while it draws costs no attempt: the fourth run makes them', async () => {
  await made()
  for (let kill = 1; kill <= 3; kill++) {
    const running = { state: 'running', attempts: 1, locked_at: kill }
    await stand.db('jobs').where({ kind: 'pictures' }).update(running)
    await freeRunningJobs(stand.db)
  }
  expect(await stand.db('jobs').where({ kind: 'pictures' }).select('attempts', 'deaths')).toEqual([
    { attempts: 0, deaths: 3 },
  ])
  await stand.engine.runDue()
  expect(await stand.db('jobs').where({ kind: 'pictures' })).toEqual([])
})

test('a job that was given up sends the post', async () => {
  await made()
  const deaths = { state: 'running', attempts: 1, deaths: 4, locked_at: 1 }
  await stand.db('jobs').where({ kind: 'pictures' }).update(deaths)
  await freeRunningJobs(stand.db)
  const dead = () => stand.db('jobs').where({ kind: 'pictures' }).pluck('state')
  await stand.engine.runDue()
  expect(await dead()).toEqual(['dead'])
  expect(await postIn()).toEqual([]) // it went out: this stand's deliveries do nothing
})
