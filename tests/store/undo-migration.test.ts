import type { Knex } from 'knex'
import { expect, onTestFinished, test } from 'vitest'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { isOpenSend } from '../../src/store/open-sends.ts'
import { retrySend } from '../../src/usecases/steps.ts'
import { historyOf } from '../support/history.ts'
import { ANA, launching, standUp } from '../support/stand.ts'
import { counted, type Fault } from '../targets/counted.ts'

const FILE = '../../migrations/0020_steps_taken_back.js'
/** What has come to the same table since, which its rebuilding leaves out. */
const SINCE = '../../migrations/0022_reached.js'
const migration = (file = FILE): Promise<{ up(db: Knex): Promise<void>; down(db: Knex): Promise<void> }> =>
  import(/* @vite-ignore */ file)

test('steps of before may have arrived unless they were refused, and replay to what the tables hold', async () => {
  const tool = counted({ readsBack: false })
  const target = { name: 'tool', kind: 'counted', title: 'Tool', host: tool.host }
  const stand = await standUp({ catalog: { targets: [target] }, targets: new Map([['tool', tool]]) })
  onTestFinished(() => stand.close())
  const { db, deps, engine } = stand
  const begun = async (name: string, words: string) =>
    (await launching(stand, { name, brief: { plan: [{ kind: 'sent', target: 'tool', words }] } })).campaign.id
  const run = async (name: string, fault?: Fault) => {
    if (fault) tool.failSend(fault)
    const id = await begun(name, name)
    await engine.runDue()
    return id
  }
  const done = await run('Done')
  const refused = await run('Refused', { is: 'refused', outcome: 'HTTP 400' })
  const open = await run('Open', 'lost')
  const again = await run('Again', 'lost')
  await retrySend(deps, ANA, { id: again }, 1)
  const waiting = await begun('Waiting', 'w')

  await (await migration(SINCE)).down(db)
  await (await migration()).down(db)
  for (const { id, data } of await db('events').select('id', 'data')) {
    const then = data.replaceAll(/,"(arrived|undo|sentAt)":(?:null|"[^"]*")/g, '')
    await db('events').where({ id }).update({ data: then })
  }
  await (await migration()).up(db)
  await (await migration(SINCE)).up(db)
  const fresh = stand.opened.another()
  for (const [id, arrived, isOpen] of [
    [done, 'yes', false],
    [refused, 'no', false],
    [open, 'perhaps', true],
    [again, 'perhaps', true],
    [waiting, 'no', false],
  ] as const) {
    const state = await loadCampaign(fresh, { id })
    const [step] = state.steps
    if (!step) throw new Error('No step')
    expect([id, step.arrived, await isOpenSend(fresh, id, step)]).toEqual([id, arrived, isOpen])
    expect(replay(await historyOf(fresh, id), id)).toStrictEqual(state)
  }
})
