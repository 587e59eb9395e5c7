import { expect, test } from 'vitest'
import { takeRows } from '../support/rows.ts'
import { everythingSeen } from './seen.ts'
import { ANA, approved, live, MINUTE, ready, type Story, submitted, tell } from './story.ts'

/** Numbers that are made up anew each time, of clicks, messages (and their seconds) and posts. */
const MADE_UP = /\b\d{13}\.[0-9a-f]{16}\b|(?<=\b\d{8})\d\d\.\d{6}\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g
/** What hangs on which of two jobs was first, and what a Slack does not put back. */
const LEFT_OUT = new Set([
  'id',
  'thread_of',
  'block_id',
  'correlation_id',
  'correlationId',
  'unfurl_links',
  'unfurl_media',
])

async function everything(story: Story): Promise<unknown> {
  const { clock, receiver, stairway } = story
  const rows = (await takeRows(stairway.db)).map(([table, rows]) => [table, rows.map(plain).sort()])
  return { rows, clock: plain(clock), requests: receiver.requests, seen: plain(await everythingSeen(story)) }
}

function plain(value: unknown): string {
  const told = JSON.stringify(value, (key, value) => (LEFT_OUT.has(key) ? undefined : roughly(value)), 1)
  return told.replace(MADE_UP, '')
}

/** Times to the minute: how many rounds of jobs the seconds are apart is not always the same. */
function roughly(value: unknown): unknown {
  return typeof value === 'number' && value > 1e12 ? Math.floor(value / MINUTE) : value
}

test.each(Object.entries({ ready, submitted, approved, live }))(
  'a campaign that begins %s is as one that people brought there',
  async (_, bring) => {
    const [told, kept, begun] = [await tell({ more: '\n' }), await tell(), await tell()] // the first is not the usual one
    for (const story of [told, kept, begun]) await bring(story)
    expect(begun.slack.calls.map(({ method }) => method)).toEqual(['auth.test'])
    expect(await everything(begun)).toEqual(await everything(told))
  },
)

test('a second campaign is brought there beside the first', async () => {
  await ready(await tell())
  const story = await tell()
  await ready(story)
  await ready(story, { key: 'other' })
  expect((await story.say(ANA, 'list')).text).toContain('My campaigns: 2')
})
