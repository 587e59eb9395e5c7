import { expect, test } from 'vitest'
import { linkedIn } from '../../../sandbox/page/mrkdwn.ts'

test.each([
  [
    'https://stairway.slack.com/archives/C0GROWTH/p1772438400000100',
    { conversation: 'C0GROWTH', ts: '1772438400.000100', thread: null },
  ],
  [
    'https://stairway.slack.com/archives/C0GROWTH/p1772438400000200?thread_ts=1772438400.000100&cid=C0GROWTH',
    { conversation: 'C0GROWTH', ts: '1772438400.000200', thread: '1772438400.000100' },
  ],
  ['https://stairway.slack.com/archives/C0GROWTH', null],
  ['https://slack.example/archives/C0GROWTH/p1772438400000100', null],
  ['no address', null],
])('%s leads to a message, or is a link like any other', (url, linked) => {
  expect(linkedIn(url)).toEqual(linked)
})
