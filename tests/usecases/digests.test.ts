import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Schedule } from '../../src/domain/time/schedule.ts'
import { planDigest } from '../../src/usecases/digest-plans.ts'
import { claimDueDigests, digestNow, recordDigest } from '../../src/usecases/digests.ts'
import { acceptSuggestion, answer, dismissSuggestion } from '../../src/usecases/follow-ups.ts'
import { conclude, move } from '../../src/usecases/lifecycle.ts'
import { confirmManual } from '../../src/usecases/steps.ts'
import { ANA, approved, DAY, launching, MINUTE, RAJ, type Stand, standUp, ZOE } from '../support/stand.ts'

const DAILY: Schedule = { kind: 'daily', time: '09:00', zone: 'Europe/Berlin' }

let stand: Stand
beforeEach(async () => {
  stand = await standUp()
})
afterEach(() => stand.close())

async function live(name = 'Winback'): Promise<{ id: number }> {
  const { campaign } = await launching(stand, { name })
  await confirmManual(stand.deps, ANA, { id: campaign.id }, 1)
  return { id: campaign.id }
}

const plan = (ref: { id: number }, schedule: Schedule = DAILY) =>
  planDigest(stand.deps, ANA, ref, { schedule, channel: 'C1' })

/** Slots that were claimed, in order of claiming. */
async function slots(): Promise<string[]> {
  const rows = await stand.db('digests').orderBy('id').select('slot')
  return rows.map(({ slot }) => new Date(slot).toISOString())
}

async function passTo(iso: string): Promise<number> {
  stand.clock.at = Date.parse(iso)
  return claimDueDigests(stand.deps)
}

describe('slots', () => {
  test('are claimed at their time, once, with their job', async () => {
    await plan(await live())
    expect(await passTo('2026-03-03T07:59:59.999Z')).toBe(0)
    expect(await passTo('2026-03-03T08:00:00.000Z')).toBe(1)
    expect(await claimDueDigests(stand.deps)).toBe(0)
    expect(await passTo('2026-03-03T08:00:30.000Z')).toBe(0)
    expect(await slots()).toEqual(['2026-03-03T08:00:00.000Z'])
    expect(await stand.db('jobs').where({ kind: 'digest' })).toHaveLength(1)
  })

  test('are claimed by one of several at once', async () => {
    for (const name of ['Winback', 'Loyalty', 'Newsletter']) await plan(await live(name))
    stand.clock.at = Date.parse('2026-03-03T08:00:00Z')
    const claimed = await Promise.all([1, 2, 3, 4].map(() => claimDueDigests(stand.another())))
    expect(claimed.reduce((sum, each) => sum + each)).toBe(3)
    expect(await stand.db('digests')).toHaveLength(3)
    expect(await stand.db('jobs').where({ kind: 'digest' })).toHaveLength(3)
  })

  test('of one campaign are read one after another, since each look knows the one before', async () => {
    for (const name of ['Winback', 'Loyalty']) await plan(await live(name))
    await passTo('2026-03-03T08:00:00Z')
    await passTo('2026-03-04T08:00:00Z')
    const jobs = await stand.db('jobs').where({ kind: 'digest' }).orderBy('id').select('lane')
    const [first, second, ...rest] = jobs.map(({ lane }) => lane)
    expect(first).not.toBe(second)
    expect(rest.sort()).toEqual([first, second].sort())
  })

  test('after an outage only the newest missed one is made', async () => {
    await plan(await live())
    expect(await passTo('2026-03-10T08:00:00Z')).toBe(1)
    expect(await slots()).toEqual(['2026-03-10T08:00:00.000Z'])
    expect(await passTo('2026-03-11T08:00:00Z')).toBe(1)
    expect((await slots()).at(-1)).toBe('2026-03-11T08:00:00.000Z')
  })

  test('also after a very long one of an hourly schedule', async () => {
    await plan(await live(), { kind: 'cron', expression: '0 * * * *', zone: 'UTC' })
    await passTo('2026-06-01T10:30:00Z')
    expect(await slots()).toEqual(['2026-06-01T10:00:00.000Z'])
  })

  test('keep their wall time over a clock change, one a day', async () => {
    await plan(await live(), { kind: 'daily', time: '02:30', zone: 'Europe/Berlin' })
    for (
      let at = Date.parse('2026-03-28T00:00:00Z');
      at < Date.parse('2026-03-31T00:00:00Z');
      at += 30 * MINUTE
    ) {
      stand.clock.at = at
      await claimDueDigests(stand.deps)
    }
    // 02:30 does not exist on the 29th: the slot comes as the clocks jump.
    expect((await slots()).slice(1)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
  })

  test('are none before the campaign is live', async () => {
    const { campaign } = await approved(stand)
    await plan({ id: campaign.id })
    expect(await passTo('2026-03-03T08:00:00Z')).toBe(0)
    expect(await slots()).toEqual([])
  })

  test('go on while it is paused, and end when it is stopped or concluded', async () => {
    const ref = await live()
    await plan(ref)
    await move(stand.deps, ANA, ref, 'pause', 'Complaints')
    expect(await passTo('2026-03-03T08:00:00Z')).toBe(1)
    await move(stand.deps, ANA, ref, 'stop', 'Complaints')
    expect(await passTo('2026-03-04T08:00:00Z')).toBe(0)
    const other = await live('Loyalty')
    await plan(other)
    await conclude(stand.deps, ANA, other, { reached: 'no', growth: 'neutral', learned: 'Nothing moved' })
    expect(await passTo('2026-03-06T08:00:00Z')).toBe(0)
    await expect(plan(other)).rejects.toThrow(/has ended/)
    await expect(plan(ref)).rejects.toThrow(/has ended/)
  })

  test('a new schedule counts from now; off ends it', async () => {
    const ref = await live()
    await plan(ref)
    await plan(ref, { ...DAILY, time: '12:00' })
    expect(await passTo('2026-03-02T11:00:00Z')).toBe(1)
    await planDigest(stand.deps, RAJ, ref, null)
    expect(await passTo('2026-03-05T12:00:00Z')).toBe(0)
    await expect(planDigest(stand.deps, RAJ, ref, null)).rejects.toThrow(/no digest to switch off/)
  })
})

describe('now', () => {
  test('is refused before live and to strangers', async () => {
    const { campaign } = await approved(stand)
    await expect(digestNow(stand.deps, ANA, { id: campaign.id })).rejects.toThrow(/not live yet/)
    await expect(digestNow(stand.deps, ZOE, { id: campaign.id })).rejects.toThrow(/can change winback/)
  })

  test('twice at one moment makes one, beside the schedule', async () => {
    const ref = await live()
    await plan(ref)
    const both = await Promise.allSettled([1, 2].map(() => digestNow(stand.another(), ANA, ref)))
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    stand.pass(DAY)
    expect(await claimDueDigests(stand.deps)).toBe(1)
    expect(await stand.db('digests')).toHaveLength(2)
  })
})

describe('a digest that was made', () => {
  const suggestion = {
    code: 'srm',
    seen: 'The split is off',
    why: 'No lift can be trusted',
    question: 'Where?',
    step: 'collect',
  } as const
  const made = {
    readout: null,
    headline: 'Nothing yet',
    failure: null,
    suggestions: [suggestion],
    alarm: 'It failed',
  }

  async function digest() {
    const ref = await live()
    return { teamId: 'T1', campaignId: ref.id, digestId: await digestNow(stand.deps, ANA, ref) }
  }

  test('is recorded once, whoever comes second', async () => {
    const ids = await digest()
    await recordDigest(stand.deps, ids, 'C1', made)
    await recordDigest(stand.deps, ids, 'C1', { ...made, headline: 'Another' })
    await Promise.all([1, 2].map(() => recordDigest(stand.another(), ids, 'C1', made)))
    const rows = await stand.db('digests').select('headline')
    expect(rows).toEqual([{ headline: 'Nothing yet' }])
    expect(await stand.db('events').where({ kind: 'digest_made' })).toHaveLength(1)
    expect(await stand.db('suggestions')).toHaveLength(1)
    expect(await stand.db('messages').where({ kind: 'digest' })).toHaveLength(1)
  })

  test('by two at once is recorded once', async () => {
    const ids = await digest()
    await Promise.all([1, 2, 3].map(() => recordDigest(stand.another(), ids, 'C1', made)))
    expect(await stand.db('events').where({ kind: 'digest_made' })).toHaveLength(1)
    expect(await stand.db('suggestions')).toHaveLength(1)
  })

  test('a suggestion is decided once: asked of the partner, due in three days, or dismissed', async () => {
    const ids = await digest()
    await recordDigest(stand.deps, ids, 'C1', made)
    const both = await Promise.allSettled([
      acceptSuggestion(stand.another(), ANA, ids.digestId, 'srm'),
      dismissSuggestion(stand.another(), RAJ, ids.digestId, 'srm'),
      acceptSuggestion(stand.another(), RAJ, ids.digestId, 'srm'),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const asked = await stand.db('follow_ups')
    const [kept] = await stand.db('suggestions')
    expect(asked.length).toBe(kept.state === 'asked' ? 1 : 0)
    await expect(acceptSuggestion(stand.deps, ANA, ids.digestId, 'srm')).rejects.toThrow(
      /decided .* before you/,
    )
    await expect(acceptSuggestion(stand.deps, ANA, ids.digestId, 'gone')).rejects.toThrow(
      /not there any more/,
    )
    await expect(dismissSuggestion(stand.deps, ANA, ids.digestId, 'gone')).rejects.toThrow(
      /not there any more/,
    )
  })

  test('an accepted suggestion becomes a follow-up of that digest', async () => {
    const ids = await digest()
    await recordDigest(stand.deps, ids, 'C1', made)
    const { followUp } = await acceptSuggestion(stand.deps, ANA, ids.digestId, 'srm')
    expect(followUp).toMatchObject({
      n: 1,
      question: 'Where?',
      step: 'collect',
      assignee: 'URAJ',
      askedBy: 'UANA',
    })
    // Asked on a Monday, in Berlin.
    expect(followUp.dueAt).toEqual(new Date('2026-03-05T16:00:00Z'))
    expect(followUp.digestId).toBe(ids.digestId)
    expect(followUp.about).toEqual({ code: 'srm', seen: 'The split is off', why: 'No lift can be trusted' })
  })

  test('suggests a thing once; what was asked and answered, again after a week', async () => {
    const segment = { column: 'channel', value: 'Web' }
    const web = { ...suggestion, code: 'segment:channel:Web', metric: 'purchase', arm: 'mail', segment }
    const ref = await live()
    const again = async (days: number) => {
      stand.pass(days * DAY)
      const ids = { teamId: 'T1', campaignId: ref.id, digestId: await digestNow(stand.deps, ANA, ref) }
      await recordDigest(stand.deps, ids, 'C1', { ...made, suggestions: [suggestion, web] })
      return stand
        .db('suggestions')
        .where({ digest_id: ids.digestId })
        .orderBy('position')
        .select('code', 'state', 'follow_up_n')
    }
    const open = (code: string) => ({ code, state: 'open', follow_up_n: null })
    const asked = (code: string) => ({ code, state: 'asked', follow_up_n: 1 })
    expect(await again(0)).toEqual([open('srm'), open(web.code)])
    const { changed } = await acceptSuggestion(stand.deps, ANA, 1, web.code)
    expect(changed.after.followUps[0]?.about).toMatchObject({ metric: 'purchase', arm: 'mail', segment })
    expect(await again(1)).toEqual([asked(web.code)])
    await answer(stand.deps, RAJ, ref, 1, { finding: 'The tag is gone' })
    expect(await again(7)).toEqual([asked(web.code)])
    expect(await again(1)).toEqual([open(web.code)])
  })
})
