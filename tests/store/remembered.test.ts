import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { inTransaction } from '../../src/store/kit/database.ts'
import { change } from '../../src/usecases/change.ts'
import { move } from '../../src/usecases/lifecycle.ts'
import { within } from '../../src/usecases/transaction.ts'
import { dialect } from '../support/database.ts'
import { ANA, approved, ready, type Stand, standUp } from '../support/stand.ts'

describe(`a campaign that is read again (${dialect})`, () => {
  let stand: Stand
  let read: number
  const stage = async (ref: Parameters<typeof loadCampaign>[1]) =>
    (await loadCampaign(stand.db, ref)).campaign.stage

  beforeEach(async () => {
    stand = await standUp()
    stand.db.on('query', ({ sql }: { sql: string }) => {
      if (/json_(?:group_array|agg)/.test(sql)) read += 1
    })
    read = 0
  })
  afterEach(() => stand.close())

  it('is the same as long as nothing has happened to it, whatever happens to others', async () => {
    const { campaign } = await ready(stand)
    const before = await loadCampaign(stand.db, { teamId: 'T1', key: campaign.key })
    await ready(stand, { name: 'Another' })
    read = 0
    expect(await loadCampaign(stand.db, { teamId: 'T1', key: campaign.key })).toBe(before)
    expect(read).toBe(0)
  })

  it('is as the newest change left it', async () => {
    const { campaign } = await ready(stand)
    const ref = { id: campaign.id }
    expect(await stage(ref)).toBe('preparing')
    await move(stand.deps, ANA, ref, 'cancel', 'Not now')
    expect(await stage(ref)).toBe('cancelled')
  })

  it.runIf(dialect === 'sqlite')('is not even asked for while nothing was written', async () => {
    const { campaign } = await ready(stand)
    for (let n = 0; n < 2; n++) await stage({ id: campaign.id })
    const asked: string[] = []
    stand.db.on('query', ({ sql }: { sql: string }) => asked.push(sql))
    await stage({ id: campaign.id })
    expect(asked).toEqual([])
    await move(stand.deps, ANA, { id: campaign.id }, 'cancel', 'Not now')
    expect(await stage({ id: campaign.id })).toBe('cancelled')
  })

  it.runIf(dialect === 'sqlite')(
    'is as a change left it that was under way when it was asked for',
    async () => {
      const { campaign } = await ready(stand)
      const ref = { id: campaign.id }
      await stage(ref)
      const asked: Promise<string>[] = []
      await inTransaction(stand.db, async (tx) => {
        await change(within(tx, stand.deps), ANA, ref, () => [{ kind: 'cancelled', words: 'Not now' }])
        asked.push(stage(ref))
      })
      expect(['preparing', 'cancelled']).toContain(await asked[0])
      expect(await stage(ref)).toBe('cancelled')
    },
  )

  // A SQLite file has one process.
  it.runIf(dialect === 'postgres')('is as another process left it', async () => {
    const { campaign } = await ready(stand)
    const ref = { id: campaign.id }
    expect(await stage(ref)).toBe('preparing')
    const db = stand.opened.another()
    await move({ ...stand.deps, db }, ANA, ref, 'cancel', 'Not now')
    expect(await stage(ref)).toBe('cancelled')
  })

  it('knows nothing of what was rolled back, not even when other events take the same numbers', async () => {
    const { campaign } = await approved(stand)
    const ref = { id: campaign.id }
    const undone = inTransaction(stand.db, async (tx) => {
      const { after } = await change(within(tx, stand.deps), ANA, ref, () => [
        { kind: 'withdrawn', words: null },
      ])
      expect(after.campaign.stage).toBe('preparing')
      throw new Error('changed my mind')
    })
    await expect(undone).rejects.toThrow('changed my mind')
    expect(await stage(ref)).toBe('approved')
    await move(stand.deps, ANA, ref, 'cancel', 'Not now')
    expect(await stage(ref)).toBe('cancelled')
  })
})
