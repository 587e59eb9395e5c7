import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replay } from '../../src/domain/state/events.ts'
import { changeTask, type TaskChange } from '../../src/domain/tasks/tasks.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { inTransaction, type Tx } from '../../src/store/kit/database.ts'
import { change } from '../../src/usecases/change.ts'
import { updateTask } from '../../src/usecases/tasks.ts'
import { within } from '../../src/usecases/transaction.ts'
import { deferred } from '../jobs/bench.ts'
import { dialect } from '../support/database.ts'
import { historyOf } from '../support/history.ts'
import { ANA, person, ready, type Stand, standUp, ZOE } from '../support/stand.ts'

/** On SQLite, changes that wait for their turn are written together. */
describe(`changes side by side (${dialect})`, () => {
  let stand: Stand
  let written: string[]
  let ids: number[]

  beforeEach(async () => {
    stand = await standUp()
    ids = [await ready(stand), await ready(stand)].map(({ campaign }) => campaign.id)
    written = []
    stand.db.on('query', ({ sql }: { sql: string }) => {
      const table = /^insert into [`"](\w+)/.exec(sql)?.[1]
      if (table) written.push(table)
    })
  })
  afterEach(() => stand.close())

  const reopening = (n: number): TaskChange => ({ n, verb: 'reopen', words: null, person: null, dueAt: null })
  const reopen = (id: number, n: number, actor = ANA) => updateTask(stand.deps, actor, { id }, reopening(n))

  /** All of them begin while another transaction runs. */
  async function together(begin: () => Promise<unknown>[]): Promise<string[]> {
    const gate = deferred()
    const running = inTransaction(stand.db, () => gate.promise)
    const ended = Promise.allSettled(begin())
    gate.resolve()
    await running
    return (await ended).map((end) => (end.status === 'fulfilled' ? 'done' : String(end.reason.message)))
  }

  const openTasks = async (id: number) =>
    (await loadCampaign(stand.db, { id })).tasks.filter(({ state }) => state === 'todo').map(({ n }) => n)

  it('are each done, with each one’s event', async () => {
    const all = ids.flatMap((id) => [1, 2, 3].map((n) => [id, n] as const))
    expect(await together(() => all.map(([id, n]) => reopen(id, n)))).toEqual(all.map(() => 'done'))
    for (const id of ids) {
      expect(await openTasks(id)).toEqual([1, 2, 3])
      expect(replay(await historyOf(stand.db, id), id)).toEqual(await loadCampaign(stand.db, { id }))
    }
  })

  it.runIf(dialect === 'sqlite')('take a statement a table, not a change', async () => {
    await together(() => ids.flatMap((id) => [1, 2, 3].map((n) => reopen(id, n))))
    expect(written.filter((table) => table === 'events' || table === 'tasks').sort()).toEqual([
      'events',
      'tasks',
    ])
  })

  it('of one payload are done once, and the others as if it had come once', async () => {
    const [one = 0] = ids
    const twice = person('UANA', 'Ev1')
    const ended = await together(() => [reopen(one, 1, twice), reopen(one, 2), reopen(one, 3, twice)])
    expect(ended.filter((end) => end === 'done')).toHaveLength(2)
    expect(ended.find((end) => end !== 'done')).toMatch(/sent this twice/)
    expect(await openTasks(one)).toHaveLength(2)
  })

  it('leave out what is refused', async () => {
    const [one = 0] = ids
    const ended = await together(() => [reopen(one, 1), reopen(one, 2, ZOE), reopen(one, 3)])
    expect(ended.map((end) => end === 'done')).toEqual([true, false, true])
    expect(await openTasks(one)).toEqual([1, 3])
  })

  const countOpen = (id: number) => async (tx: Tx) =>
    (await tx('tasks').where({ campaign_id: id, state: 'todo' })).length

  it.runIf(dialect === 'sqlite')(
    'are in the tables for another transaction that shares their commit',
    async () => {
      const [one = 0] = ids
      let seen = 0
      await together(() => [
        change(stand.deps, ANA, { id: one }, (state) => [changeTask(state, reopening(1), 'UANA')]),
        inTransaction(stand.db, async (tx) => {
          seen = await countOpen(one)(tx)
        }),
      ])
      expect(seen).toBe(1)
    },
  )

  it('are in the tables for what follows in a transaction of several steps', async () => {
    const [one = 0] = ids
    const seen = await inTransaction(stand.db, async (tx) => {
      await change(within(tx, stand.deps), ANA, { id: one }, (state) => [
        changeTask(state, reopening(2), 'UANA'),
      ])
      return countOpen(one)(tx)
    })
    expect(seen).toBe(1)
  })
})
