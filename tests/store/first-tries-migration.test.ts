import type { Knex } from 'knex'
import { expect, onTestFinished, test } from 'vitest'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { retrySend } from '../../src/usecases/steps.ts'
import { historyOf } from '../support/history.ts'
import { ANA, launching, standUp } from '../support/stand.ts'
import { played } from '../targets/played.ts'

const FILE = '../../migrations/0012_first_tries.js'
const migration = (): Promise<{ up(db: Knex): Promise<void>; down(db: Knex): Promise<void> }> =>
  import(/* @vite-ignore */ FILE)

test('steps of before go on with the key that they had, and a failed one has a new one when it is sent again', async () => {
  const tool = played([{ is: 'refused', outcome: 'HTTP 400' }])
  const target = { name: 'tool', kind: 'played', title: 'Tool', host: tool.host }
  const stand = await standUp({ catalog: { targets: [target] }, targets: new Map([['tool', tool]]) })
  onTestFinished(() => stand.close())
  const plan = [{ kind: 'sent', target: 'tool', words: '1' }] as const
  const [failed, again] = await Promise.all(
    ['Failed', 'Again'].map(async (name) => (await launching(stand, { name, brief: { plan } })).campaign.id),
  )
  await stand.engine.runDue()
  await retrySend(stand.deps, ANA, { id: again ?? 0 }, 1)
  const { db } = stand
  await (await migration()).down(db)
  for (const { id, data } of await db('events').whereLike('data', '%firstTry%'))
    await db('events')
      .where({ id })
      .update({ data: data.replaceAll(/,"firstTry":\d+/g, '') })
  await (await migration()).up(db)
  const fresh = stand.opened.another()
  for (const [id, tries, firstTry] of [
    [failed, 0, 1],
    [again, 1, 1],
  ]) {
    const state = await loadCampaign(fresh, { id: id ?? 0 })
    expect(state.steps).toMatchObject([{ tries, firstTry }])
    expect(replay(await historyOf(fresh, state.campaign.id), state.campaign.id)).toStrictEqual(state)
  }
})
