import { expect, test } from 'vitest'
import { proposed } from '../../../src/domain/digest/repeats.ts'
import type { Suggestion } from '../../../src/domain/readout/suggestion.ts'
import type { FollowUp } from '../../../src/domain/state/follow-ups.ts'
import { aFollowUp, answered, later, NOW } from '../build.ts'

const DAY = 86_400_000
const about = {
  code: 'guardrail:bounce:mail',
  seen: 'Worse',
  why: 'It counts',
  metric: 'bounce',
  arm: 'mail',
}
const suggestion: Suggestion = { ...about, question: 'Who?', step: 'analyze' }
const askedAs = (suggested: Suggestion, followUps: FollowUp[], now = NOW) =>
  proposed([suggested], followUps, now).map((each) => each.askedAs)

test('the same is not asked while it is open, nor for a week after it was answered or declined', () => {
  const declined = { by: 'URAJ', at: NOW, reason: 'No' }
  expect(askedAs(suggestion, [])).toEqual([null])
  expect(askedAs(suggestion, [aFollowUp()])).toEqual([null])
  expect(askedAs(suggestion, [aFollowUp({ about })], later(90 * DAY))).toEqual([1])
  expect(askedAs(suggestion, [aFollowUp({ about, n: 2, state: 'accepted' })])).toEqual([2])
  for (const closed of [answered('So', { about }), aFollowUp({ about, state: 'declined', declined })]) {
    expect(askedAs(suggestion, [closed], later(7 * DAY))).toEqual([1])
    expect(askedAs(suggestion, [closed], later(7 * DAY + 1))).toEqual([null])
  }
})

test('the same is of one code, metric, arm and segment', () => {
  const web = { column: 'channel', value: 'Web' }
  const of = (changes: Partial<typeof suggestion>) =>
    askedAs({ ...suggestion, ...changes }, [aFollowUp({ about })])
  expect(of({ code: 'inconclusive:bounce:mail' })).toEqual([null])
  expect(of({ metric: 'spend' })).toEqual([null])
  expect(of({ arm: 'call' })).toEqual([null])
  expect(of({ segment: web })).toEqual([null])
  const asked = [aFollowUp({ about: { ...about, segment: web } })]
  expect(askedAs({ ...suggestion, segment: web }, asked)).toEqual([1])
  expect(askedAs({ ...suggestion, segment: { ...web, value: 'Phone' } }, asked)).toEqual([null])
  expect(askedAs(suggestion, asked)).toEqual([null])
})

test('what was asked before takes no place of a new one; three of each are shown, the new ones first', () => {
  const all = Array.from({ length: 9 }, (_, i) => ({ ...suggestion, code: `c${i}` }))
  const followUps = [0, 1, 2, 3].map((i) => aFollowUp({ n: i + 1, about: { ...about, code: `c${i}` } }))
  const shown = proposed(all, followUps, NOW)
  expect(shown.map(({ suggestion: { code }, askedAs: n }) => [code, n])).toEqual([
    ['c4', null],
    ['c5', null],
    ['c6', null],
    ['c0', 1],
    ['c1', 2],
    ['c2', 3],
  ])
})
