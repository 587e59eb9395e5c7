import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextRead, provenBy, type Read } from '../../../src/domain/incidents/proof.ts'
import type { Proof, TargetCount, TargetSeen } from '../../../src/domain/state/arrivals.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STOP = Date.parse('2026-03-02T14:00:00Z')
const DELAY = 2 * HOUR
const at = (ms: number) => new Date(STOP + ms)

const seen = (newest: number | null, after = newest !== null && newest > 0 ? 1 : 0, ahead = 0): Read => ({
  is: 'seen',
  seen: { after, lastHour: after, newestAt: newest === null ? null : at(newest) },
  ahead,
})
const UNREAD: Read = { is: 'unread', why: 'no answer' }

/** What is known after each of these reads, `[when, read]` counted from the stop. */
function known(...reads: readonly [number, Read][]): Proof[] {
  const all: Proof[] = []
  for (const [ms, read] of reads)
    all.push(provenBy(all.at(-1), read, { stoppedAt: at(0), delay: DELAY, now: at(ms) }))
  return all
}
const is = (...reads: readonly [number, Read][]) => known(...reads).map((each) => each.is)

describe('that nobody is reached any more', () => {
  test.each<[string, [number, Read][], Proof['is'][]]>([
    [
      'two reads an hour apart, once all must have arrived, prove it',
      [
        [0, seen(-1)],
        [DELAY, seen(-1)],
        [DELAY + HOUR, seen(-1)],
      ],
      ['waiting', 'waiting', 'ended'],
    ],
    [
      'none at all is proven the same way',
      [
        [DELAY, seen(null)],
        [DELAY + HOUR, seen(null)],
      ],
      ['waiting', 'ended'],
    ],
    ['not by one read, however late', [[DAY, seen(-1)]], ['waiting']],
    [
      'not within the hour',
      [
        [DELAY, seen(-1)],
        [DELAY + HOUR - 1, seen(-1)],
      ],
      ['waiting', 'waiting'],
    ],
    [
      'not before the data must be there',
      [
        [0, seen(-1)],
        [DELAY - 1, seen(-1)],
      ],
      ['waiting', 'waiting'],
    ],
    [
      'an exposure that came late begins anew',
      [
        [DELAY, seen(-1)],
        [DELAY + HOUR, seen(MINUTE)],
        [DELAY + 2 * HOUR, seen(MINUTE)],
      ],
      ['waiting', 'waiting', 'ended'],
    ],
    ['what was under way is no alarm', [[HOUR, seen(15 * MINUTE)]], ['waiting']],
    ['what came later is one', [[HOUR, seen(15 * MINUTE + 1)]], ['reached']],
    [
      'which ends too',
      [
        [HOUR, seen(HOUR)],
        [3 * HOUR, seen(HOUR)],
        [4 * HOUR, seen(HOUR)],
      ],
      ['reached', 'reached', 'ended'],
    ],
    [
      'no answer is no proof, and takes nothing back',
      [
        [DELAY, seen(-1)],
        [DELAY + HOUR, UNREAD],
        [DELAY + HOUR + 1, seen(-1)],
      ],
      ['waiting', 'unread', 'ended'],
    ],
    [
      'only no answers prove nothing',
      [
        [DELAY, UNREAD],
        [DAY, UNREAD],
      ],
      ['unread', 'unread'],
    ],
    [
      'a date in the future is no answer',
      [
        [DELAY, seen(-1, 0, 1)],
        [DAY, seen(-1, 0, 1)],
      ],
      ['unread', 'unread'],
    ],
    ['there may be nothing to ask', [[0, { is: 'nothing to ask' }]], ['unprovable']],
    ['it ends after a week and the delay', [[7 * DAY + DELAY, UNREAD]], ['given_up']],
    [
      'and is proven at the last moment',
      [
        [DAY, seen(-1)],
        [7 * DAY + DELAY, seen(-1)],
      ],
      ['waiting', 'ended'],
    ],
  ])('%s', (_case, reads, expected) => {
    expect(is(...reads)).toEqual(expected)
  })

  test('whatever is read, it is proven only where nothing new came for an hour after all had to be there', () => {
    const read = fc.oneof(
      fc.constant(UNREAD),
      fc.integer({ min: -1, max: 30 }).map((hours) => seen(hours * HOUR, Math.max(0, hours))),
    )
    const reads = fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), read), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(reads, (steps) => {
        let now = 0
        const all = steps.map(([minutes, one]): [number, Read] => {
          now += minutes * MINUTE
          return [now, one]
        })
        const found = known(...all)
        const ended = found.findIndex((each) => each.is === 'ended')
        if (ended < 0) return
        const [endedAt, last] = all[ended] ?? [0, UNREAD]
        if (last.is !== 'seen') throw new Error('It was proven by no answer')
        const quiet = all
          .slice(0, ended)
          .filter(([ms, one]) => one.is === 'seen' && same(one, last) && ms <= endedAt - HOUR)
        const reached = Math.max(0, (last.seen.newestAt?.getTime() ?? 0) - STOP)
        expect(quiet.some(([ms]) => ms >= reached + DELAY)).toBe(true)
      }),
    )
  })

  test('it is asked ever more seldom, at the moment that may prove it, and no more once it is settled', () => {
    const asking = (now: number) => ({ stoppedAt: at(0), delay: DELAY, now: at(now) })
    const next = (proof: Proof | undefined, now: number) =>
      proof && (nextRead(proof, asking(now))?.getTime() ?? Number.NaN) - STOP
    const [first] = known([0, seen(-1)])
    expect(next(first, 0)).toBe(5 * MINUTE)
    expect(next(first, 40 * MINUTE)).toBe(80 * MINUTE)
    expect(next(first, 90 * MINUTE)).toBe(DELAY)
    const [quiet] = known([DELAY, seen(-1)])
    expect(next(quiet, DELAY)).toBe(DELAY + HOUR)
    const [lost] = known([3 * DAY, UNREAD])
    expect(next(lost, 3 * DAY)).toBe(3 * DAY + 5 * MINUTE)
    const [late] = known([3 * DAY, seen(3 * DAY - 1)])
    expect(next(late, 3 * DAY)).toBe(3 * DAY - 1 + DELAY)
    const [over] = known([8 * DAY, UNREAD])
    expect(next(over, 8 * DAY)).toBeNaN()
  })
})

describe('what targets say beside the exposures', () => {
  const counts = (count: number, more: Partial<TargetCount> = {}): TargetSeen => ({
    ...{ n: 1, target: 'Unleash', state: 'the flag is off', open: false },
    count: {
      ...{ of: 'evaluations', count, fromAt: at(HOUR), lastHour: count },
      ...{ newestAt: count > 0 ? at(HOUR) : null, settledAt: at(2 * HOUR) },
      ...more,
    },
  })
  const sends = (count: number): TargetSeen => counts(count, { fromAt: null, newestAt: null })
  const ON: TargetSeen = { n: 1, target: 'Unleash', state: 'the flag is on', open: true, count: null }
  const OFF: TargetSeen = { ...ON, state: 'the flag is off', open: false }
  const MUTE: TargetSeen = { n: 1, target: 'Sender', state: null, open: false, count: null }
  const BACK: TargetSeen = { ...MUTE, target: 'Census', undo: 'undone' }
  const LOST: TargetSeen = { ...OFF, state: null, why: 'HTTP 403' }
  const NOTHING: Read = { is: 'nothing to ask' }

  type Told = readonly [number, Read, ...TargetSeen[]]
  const known = (...reads: readonly Told[]) => {
    const all: Proof[] = []
    for (const [ms, read, ...told] of reads)
      all.push(provenBy(all.at(-1), read, { stoppedAt: at(0), delay: DELAY, now: at(ms) }, told))
    return all
  }
  const is = (...reads: readonly Told[]) => known(...reads).map((each) => each.is)
  const QUIET = seen(-1)

  test.each<[string, Told[], Proof['is'][]]>([
    [
      'a flag that is on speaks against it',
      [
        [DELAY, QUIET, ON],
        [DELAY + HOUR, QUIET, ON],
      ],
      ['open', 'open'],
    ],
    [
      'but not while it may still be turned off',
      [
        [14 * MINUTE, QUIET, ON],
        [15 * MINUTE, QUIET, ON],
      ],
      ['waiting', 'open'],
    ],
    [
      'once it is off the exposures prove it, an hour later',
      [
        [DELAY, QUIET, ON],
        [DELAY + HOUR, QUIET, OFF],
        [DELAY + 2 * HOUR, QUIET, OFF],
      ],
      ['open', 'waiting', 'ended'],
    ],
    [
      'what a target counts is somebody who is reached, though no exposure says so',
      [
        [DELAY, QUIET, counts(0)],
        [DELAY + HOUR, QUIET, counts(312)],
      ],
      ['waiting', 'reached'],
    ],
    [
      'until it counts no more than before',
      [
        [DELAY, QUIET, counts(312)],
        [DELAY + HOUR, QUIET, counts(312)],
        [DELAY + 2 * HOUR, QUIET, counts(312)],
      ],
      ['reached', 'waiting', 'ended'],
    ],
    ['exposures that come are what is said first', [[HOUR, seen(HOUR), ON]], ['reached']],
    [
      'a target that gives no answer takes nothing from what the exposures say',
      [
        [DELAY, QUIET, LOST],
        [DELAY + HOUR, QUIET, LOST],
      ],
      ['waiting', 'ended'],
    ],
    [
      'nor does one that hides the others: a flag that is on beside it is seen',
      [[DELAY, QUIET, LOST, { ...ON, n: 2 }]],
      ['open'],
    ],
    [
      'without an exposure query counts prove it, by two reads an hour apart',
      [
        [HOUR, NOTHING, counts(0)],
        [2 * HOUR, NOTHING, counts(0)],
        [3 * HOUR - 1, NOTHING, counts(0)],
        [3 * HOUR, NOTHING, counts(0)],
      ],
      ['waiting', 'waiting', 'waiting', 'ended'],
    ],
    [
      'each of them: one that does not answer is no proof',
      [
        [2 * HOUR, NOTHING, counts(0), { ...LOST, n: 2 }],
        [DAY, NOTHING, counts(0), { ...LOST, n: 2 }],
      ],
      ['unread', 'unread'],
    ],
    [
      'and what one counts of all times is held against the read before',
      [
        [HOUR, NOTHING, sends(500)],
        [2 * HOUR, NOTHING, sends(900)],
        [3 * HOUR, NOTHING, sends(990)],
        [4 * HOUR, NOTHING, sends(990)],
        [5 * HOUR, NOTHING, sends(990)],
      ],
      ['waiting', 'waiting', 'reached', 'waiting', 'ended'],
    ],
    [
      'a state that reaches nobody proves it too, by two reads an hour apart',
      [
        [10 * MINUTE, NOTHING, OFF],
        [HOUR, NOTHING, OFF],
        [2 * HOUR, NOTHING, OFF],
      ],
      ['waiting', 'waiting', 'ended'],
    ],
    [
      'as does a step that was taken back, or whose person says so',
      [
        [HOUR, NOTHING, BACK],
        [2 * HOUR, NOTHING, BACK],
      ],
      ['waiting', 'ended'],
    ],
    [
      'who is asked to take it back is waited for',
      [
        [HOUR, NOTHING, { ...BACK, undo: 'undoing' }],
        [DAY, NOTHING, { ...BACK, undo: 'undoing' }],
      ],
      ['waiting', 'waiting'],
    ],
    ['what nobody counts can never be proven', [[HOUR, NOTHING, MUTE]], ['unprovable']],
    [
      'and beside what is over it is no proof either, once that is',
      [
        [HOUR, NOTHING, MUTE, { ...OFF, n: 2 }],
        [2 * HOUR, NOTHING, MUTE, { ...OFF, n: 2 }],
      ],
      ['waiting', 'unprovable'],
    ],
    [
      'exposures say it of every step, also of those that nobody counts',
      [
        [DELAY, QUIET, MUTE],
        [DELAY + HOUR, QUIET, MUTE],
      ],
      ['waiting', 'ended'],
    ],
    ['nothing that went out is nothing to prove it by', [[HOUR, NOTHING]], ['unprovable']],
    [
      'it is asked on while somebody can be reached by it',
      [
        [0, NOTHING, ON],
        [HOUR, NOTHING, ON],
        [2 * HOUR, NOTHING, OFF],
        [3 * HOUR, NOTHING, OFF],
      ],
      ['waiting', 'open', 'waiting', 'ended'],
    ],
    ['and given up with it', [[7 * DAY + DELAY, QUIET, ON]], ['given_up']],
  ])('%s', (_case, reads, expected) => {
    expect(is(...reads)).toEqual(expected)
  })

  test('whatever is read, nothing is proven while a target says otherwise', () => {
    const told = fc.oneof(
      fc.constantFrom(ON, OFF, LOST, MUTE, BACK),
      fc.nat(3).map((count) => counts(count)),
      fc.nat(3).map((count) => sends(count)),
    )
    const read = fc.constantFrom(QUIET, UNREAD, NOTHING)
    const reads = fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), read, told), {
      minLength: 1,
      maxLength: 9,
    })
    fc.assert(
      fc.property(reads, (steps) => {
        let now = 0
        const all = steps.map(([minutes, one, target]): Told => {
          now += minutes * MINUTE
          return [now, one, target]
        })
        const ended = is(...all).indexOf('ended')
        const [, last, target] = all[ended] ?? []
        if (!target) return
        expect(target.open).toBe(false)
        expect(last?.is === 'nothing to ask' ? target.why : undefined).toBeUndefined()
        if (last?.is === 'nothing to ask') expect(target.count ?? target.state ?? target.undo).toBeDefined()
      }),
    )
  })

  test('a count alone is asked for again when it must stand still, and an hour later', () => {
    const asking = (now: number) => ({ stoppedAt: at(0), delay: DELAY, now: at(now) })
    const [first, second] = known([100 * MINUTE, NOTHING, counts(0)], [2 * HOUR, NOTHING, counts(0)])
    expect(first && nextRead(first, asking(100 * MINUTE))).toEqual(at(2 * HOUR))
    expect(second && nextRead(second, asking(2 * HOUR))).toEqual(at(3 * HOUR))
  })
})

const same = (one: Read, other: Read) => JSON.stringify(one) === JSON.stringify(other)
