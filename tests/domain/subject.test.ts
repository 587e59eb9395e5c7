import { expect, test } from 'vitest'
import {
  beginningOf,
  followUpSubject,
  nudgeIn,
  numberIn,
  type Subject,
  stepIn,
  subjectOf,
} from '../../src/domain/subject.ts'
import { aFollowUp } from './build.ts'

const NOON = new Date('2026-03-02T12:00:00Z')
const handed = { from: null, to: 'UMEI', by: 'UANA', at: NOON, words: null }
const first = aFollowUp({ n: 3 })
const second = aFollowUp({ n: 3, reassigned: [handed] })

// What stands in databases already: a message whose subject is written otherwise would be posted twice.
test.each<[Subject, string]>([
  [subjectOf('campaign', 7), 'campaign:7'],
  [subjectOf('request', 3), 'request:3'],
  [subjectOf('request', 3, 'approved'), 'request:3:approved'],
  [subjectOf('scheduled', NOON), 'scheduled:1772452800000'],
  [subjectOf('launch_refused', NOON), 'launch_refused:1772452800000'],
  [subjectOf('step', 2, 'confirm'), 'step:2:confirm'],
  [subjectOf('step', 2, 'failed', 1), 'step:2:failed:1'],
  [subjectOf('live'), 'live'],
  [subjectOf('paused', NOON), 'paused:1772452800000'],
  [subjectOf('concluded'), 'concluded'],
  [subjectOf('prediction'), 'prediction'],
  [subjectOf('harm', 1), 'harm:1'],
  [subjectOf('fault', 'no data', NOON), 'fault:no data:1772452800000'],
  [subjectOf('unwatched', NOON), 'unwatched:2026-03-02'],
  [subjectOf('follow_up', 3, 'asked'), 'follow_up:3:asked'],
  [subjectOf('follow_up', 3, 'reassigned', 1), 'follow_up:3:reassigned:1'],
  [followUpSubject(first), 'follow_up:3'],
  [followUpSubject(first, 'due'), 'follow_up:3:due'],
  [followUpSubject(second), 'follow_up:3:1'],
  [followUpSubject(second, 'late'), 'follow_up:3:1:late'],
  [followUpSubject(second, 'answered'), 'follow_up:3:1:answered'],
  [subjectOf('digest', 12), 'digest:12'],
  [subjectOf('digest', 12, 'failed'), 'digest:12:failed'],
  [subjectOf('portfolio', 4), 'portfolio:4'],
  [subjectOf('ledger', '2026-Q1', 'trigger.1'), 'ledger:2026-Q1:trigger.1'],
  [subjectOf('ledger', '2026-Q1', NOON), 'ledger:2026-Q1:1772452800000'],
  [subjectOf('ledger', 9, 'failed'), 'ledger:9:failed'],
  [subjectOf('unread', 'data-no_such_subteam', NOON), 'unread:data-no_such_subteam:2026-03-02'],
  [subjectOf('undeliverable', 'C1:not_in_channel', NOON), 'undeliverable:C1:not_in_channel:2026-03-02'],
])('%s is written as it always was', (subject, stored) => expect(subject).toBe(stored))

test('a subject is read back', () => {
  expect(numberIn(subjectOf('digest', 12))).toBe(12)
  expect(numberIn(subjectOf('step', 2, 'failed', 1))).toBe(2)
  expect(stepIn(subjectOf('step', 2, 'confirm'))).toEqual({ is: 'confirm' })
  expect(stepIn(subjectOf('step', 2, 'failed', 3))).toEqual({ is: 'failed', tries: 3 })
  expect(
    [
      followUpSubject(first),
      followUpSubject(second),
      followUpSubject(second, 'late'),
      followUpSubject(first, 'answered'),
    ].map(nudgeIn),
  ).toEqual([null, null, 'late', null])
})

test('what is of a subject begins with it, and with no longer number', () => {
  expect(followUpSubject(first, 'due').startsWith(beginningOf(followUpSubject(first)))).toBe(true)
  expect(subjectOf('follow_up', 31, 'asked').startsWith(beginningOf(followUpSubject(first)))).toBe(false)
})
