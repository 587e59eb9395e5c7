import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { STAGES } from '../../src/domain/state/stage.ts'
import { subjectOf } from '../../src/domain/subject.ts'
import { listCampaigns } from '../../src/store/campaign-list.ts'
import { takenKeys } from '../../src/store/campaigns.ts'
import { insertEvents, pageEvents } from '../../src/store/events.ts'
import { inTransaction } from '../../src/store/kit/database.ts'
import { fromJson, storable, toJson } from '../../src/store/kit/json.ts'
import { ensureMessage, loadMessage, reviveMessages, saveDelivery } from '../../src/store/messages.ts'
import { move } from '../../src/usecases/lifecycle.ts'
import { anyText } from '../support/any-text.ts'
import { historyOf } from '../support/history.ts'
import { ANA, MONDAY, person, ready, type Stand, standUp, submitted } from '../support/stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await standUp()
})
afterAll(() => stand.close())

describe('campaigns', () => {
  test('are listed newest first, of one person or of some stages', async () => {
    const one = await ready(stand, { name: 'One', brief: { partner: 'UMEI' } })
    const two = await submitted(stand, { name: 'Two' })
    await move(stand.deps, ANA, { id: one.campaign.id }, 'cancel', 'Not now')
    const keys = async (filter: object) =>
      (await listCampaigns(stand.db, { teamId: 'T1', ...filter })).map(({ key }) => key)
    expect(await keys({})).toEqual(['two', 'one'])
    expect(await keys({ stages: STAGES })).toEqual(['two', 'one'])
    expect(await keys({ stages: ['cancelled'] })).toEqual(['one'])
    expect(await keys({ stages: [] })).toEqual([])
    expect(await keys({ person: 'UMEI' })).toEqual(['one'])
    expect(await keys({ person: 'URAJ' })).toEqual(['two'])
    expect(await listCampaigns(stand.db, { teamId: 'T2' })).toEqual([])
    expect(two.campaign.key).toBe('two')
  })

  test('keys are taken within their workspace', async () => {
    await ready(stand, { name: 'Taken' })
    await inTransaction(stand.db, async (tx) => {
      expect(await takenKeys(tx, 'T1', 'taken')).toEqual(new Set(['taken']))
      expect(await takenKeys(tx, 'T2', 'taken')).toEqual(new Set())
    })
  })
})

describe('events', () => {
  test('are paged newest first, with how many there are', async () => {
    const { campaign } = await ready(stand, { name: 'Paged' })
    const all = await historyOf(stand.db, campaign.id)
    const page = await pageEvents(stand.db, campaign.id, 1, 2)
    expect(page.total).toBe(all.length)
    expect(page.events).toEqual([...all].reverse().slice(1, 3))
    expect((await pageEvents(stand.db, campaign.id, 100, 2)).events).toEqual([])
  })

  test('of one delivery are written once, in each workspace', async () => {
    const { campaign } = await ready(stand, { name: 'Twice' })
    const write = (teamId: string) =>
      inTransaction(stand.db, async (tx) =>
        insertEvents(
          tx,
          campaign.id,
          { ...person('UANA', 'Ev1'), teamId },
          [{ kind: 'approved' }, { kind: 'expired' }],
          MONDAY,
        ),
      )
    const before = (await historyOf(stand.db, campaign.id)).length
    await write('T1')
    await write('T2')
    await expect(write('T1')).rejects.toThrow(/sent this twice/)
    expect((await historyOf(stand.db, campaign.id)).length).toBe(before + 4)
  })
})

describe('messages', () => {
  const message = (n: number, campaignId: number | null) =>
    ({
      teamId: 'T1',
      campaignId,
      kind: 'notice',
      subject: subjectOf('harm', n),
      target: 'UANA',
      data: { words: 'Hello' },
    }) as const
  const ensure = (n: number, campaignId: number | null) =>
    inTransaction(stand.db, (tx) => ensureMessage(tx, message(n, campaignId), MONDAY))

  test('are unique in their campaign, or where they have none in their workspace', async () => {
    const { campaign } = await ready(stand, { name: 'Messages' })
    const [own, none] = [await ensure(1, campaign.id), await ensure(1, null)]
    expect(none).not.toBe(own)
    expect([await ensure(1, campaign.id), await ensure(1, null)]).toEqual([own, none])
    expect(await loadMessage(stand.db, own)).toMatchObject({
      ...message(1, campaign.id),
      state: 'pending',
      createdAt: MONDAY,
    })
    expect(await loadMessage(stand.db, -1)).toBeNull()
  })

  test('by several at once are one', async () => {
    const ids = await Promise.all(
      [1, 2, 3, 4].map(() =>
        inTransaction(stand.another().db, (tx) => ensureMessage(tx, message(2, null), MONDAY)),
      ),
    )
    expect(new Set(ids).size).toBe(1)
  })

  test('that were given up come back for their target alone', async () => {
    const [one, two, three] = [await ensure(3, null), await ensure(4, null), await ensure(5, null)]
    const dead = () => stand.db('messages').where({ state: 'dead' }).orderBy('id').pluck('id')
    await saveDelivery(stand.db, one, { state: 'dead', error: 'not_in_channel' })
    await saveDelivery(stand.db, two, { state: 'dead', error: 'tries_used_up', channel: 'D9' })
    await saveDelivery(stand.db, three, { state: 'dead', error: 'invalid_auth', channel: 'D9', ts: '1.5' })
    expect(await dead()).toEqual([one, two, three])
    await inTransaction(stand.db, async (tx) => {
      expect(await reviveMessages(tx, 'T1', 'C9', 50)).toEqual([])
      expect((await reviveMessages(tx, 'T1', 'UANA', 50)).sort()).toEqual([one, two, three].sort())
    })
    expect(await loadMessage(stand.db, one)).toMatchObject({ state: 'pending', error: null })
    expect(await loadMessage(stand.db, two)).toMatchObject({ state: 'unknown', error: null }) // it may stand
    expect(await loadMessage(stand.db, three)).toMatchObject({ state: 'sent', error: null }) // an edit was given up
    expect(await dead()).toEqual([])
  })
})

describe('facts as JSON', () => {
  test('come back as they were, instants too', () => {
    const instants = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') })
    const fact = fc.record({
      at: instants,
      dueAt: fc.option(instants),
      words: anyText,
      list: fc.array(
        fc.record({
          changedAt: instants,
          n: fc.integer(),
          value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
        }),
      ),
    })
    fc.assert(fc.property(fact, (value) => void expect(fromJson(toJson(value))).toEqual(value)))
  })

  test('a date that somebody typed stays text', () => {
    const typed = { words: '2026-03-02T08:00:00.000Z', question: '"at":"2026"', at: 'tomorrow' }
    expect(fromJson(toJson(typed))).toEqual(typed)
  })

  test('are text that both databases keep', async () => {
    expect(storable({ a: ['x\0y', { b: '\ud800' }], at: MONDAY, n: null, t: true })).toEqual({
      a: ['xy', { b: '\ufffd' }],
      at: MONDAY,
      n: null,
      t: true,
    })
    fc.assert(fc.property(anyText, (text) => void expect(storable(storable(text))).toBe(storable(text))))
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const rows = await stand.db.select(stand.db.raw('cast(? as text) as text', [storable(text)]))
        expect(rows).toEqual([{ text: storable(text) }])
      }),
    )
  })
})
