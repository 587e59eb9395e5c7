import { describe, expect, test } from 'vitest'
import { digestNews, type NewsFrom } from '../../../src/domain/digest/news.ts'
import type { FollowUp } from '../../../src/domain/state/follow-ups.ts'
import { aFollowUp } from '../build.ts'
import { failed, look, PURCHASE, unsubscribe } from '../readout/fixtures.ts'

const NOW = new Date('2026-03-10T08:00:00Z')
const hours = (n: number) => new Date(NOW.getTime() + n * 3_600_000)
const READOUT = look({ metrics: [PURCHASE] })
const LAST = { readout: READOUT, at: hours(-24) }

const news = (changes: Partial<NewsFrom> = {}) =>
  digestNews({ last: LAST, readout: READOUT, followUps: [], now: NOW, ...changes })

const followUp = (changes: Partial<FollowUp>): FollowUp =>
  aFollowUp({ askedAt: hours(-48), dueAt: hours(24), ...changes })

describe('what of a digest somebody should look at', () => {
  test('nothing, where it says what the last one said', () => {
    expect(news()).toEqual([])
    expect(news({ followUps: [followUp({})] })).toEqual([])
  })

  test('figures that only move are none', () => {
    const more = look({ metrics: [{ ...PURCHASE }], users: READOUT.arms.map(({ users }) => users + 10) })
    expect(news({ readout: more })).toEqual([])
  })

  test.each([
    ['the first one', news({ last: null }), 'it is the first one'],
    ['nothing read', news({ readout: null }), 'nothing could be read'],
    [
      'a metric that failed',
      news({ readout: look({ metrics: [failed(PURCHASE)] }) }),
      'Purchase was not measured',
    ],
    ['old data', news({ readout: { ...READOUT, stale: true } }), 'stale'],
    ['overdue', news({ followUps: [followUp({ dueAt: hours(-1) })] }), 'a follow-up is overdue'],
    ['asked', news({ followUps: [followUp({ askedAt: hours(-1) })] }), 'a follow-up was asked'],
    [
      'answered',
      news({ followUps: [followUp({ state: 'answered', answeredAt: hours(-1) })] }),
      'a follow-up was answered',
    ],
    ['readable again', news({ last: { ...LAST, readout: null } }), 'it can be read again'],
    ['mended', news({ last: { ...LAST, readout: { ...READOUT, stale: true } } }), 'what was wrong is mended'],
  ])('%s', (_what, said, words) => {
    expect(said).toContain(words)
  })

  test('what is wrong is told each time, not once', () => {
    const stale = { ...READOUT, stale: true }
    expect(news({ last: { ...LAST, readout: stale }, readout: stale })).toContain('stale')
  })

  test('harm that is new', () => {
    const harmed = look({ metrics: [PURCHASE, unsubscribe(10, 400, 0.002)] })
    const before = look({ metrics: [PURCHASE, unsubscribe(10, 10, 0.002)] })
    expect(news({ last: { ...LAST, readout: before }, readout: harmed })).toContain('harm was found')
    expect(news({ last: { ...LAST, readout: harmed }, readout: harmed })).not.toContain('harm was found')
  })
})
