import type { Knex } from 'knex'
import { expect, onTestFinished, test } from 'vitest'
import { stepChanged } from '../../src/domain/steps/steps.ts'
import { change } from '../../src/usecases/change.ts'
import { ANA, launching, standUp } from '../support/stand.ts'

const FILE = '../../migrations/0021_staged_launches.js'
/** What has come to the same table since, which its rebuilding leaves out. */
const SINCE = '../../migrations/0022_reached.js'
const migration = (file = FILE): Promise<{ up(db: Knex): Promise<void>; down(db: Knex): Promise<void> }> =>
  import(/* @vite-ignore */ file)

test('a held step of before is left to a person, and whatever else a step says stays', async () => {
  const stand = await standUp()
  onTestFinished(() => stand.close())
  const { db, deps } = stand
  const { campaign, steps } = await launching(stand, {})
  const [first] = steps
  if (!first) throw new Error('There is no step')
  await change(deps, ANA, { id: campaign.id }, () => [
    stepChanged(first, { state: 'held', at: deps.now(), handle: 'h', arrived: 'perhaps' }),
  ])
  const [before] = await db('launch_steps')
  const { up, down } = await migration()
  await (await migration(SINCE)).down(db)
  await down(db)
  await up(db)
  await (await migration(SINCE)).up(db)
  const outcome = 'it was held when Stairway was set back'
  expect(await db('launch_steps')).toEqual([{ ...before, state: 'failed', first_try: 1, outcome }])
  // The wider states are there again.
  await change(deps, ANA, { id: campaign.id }, ({ steps: [step] }) =>
    step ? [stepChanged(step, { state: 'paused' })] : [],
  )
})
