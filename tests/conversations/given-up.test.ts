import { expect, test } from 'vitest'
import { channel, posted } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  HOUR,
  live,
  MEI,
  MINUTE,
  PEOPLE,
  RAJ,
  readAloud,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
} from './story.ts'

/** From now on the database takes no other event of this kind: what would write one fails. Gives what mends it. */
async function refuseMore({ stairway: { db } }: Story, kind: string): Promise<() => Promise<void>> {
  await db.raw(`create unique index only_one on events (kind) where kind = '${kind}'`)
  return async () => {
    await db.raw('drop index only_one')
  }
}

/** Longer than the pauses between all attempts of any job. */
async function outlast(story: Story): Promise<void> {
  for (let minutes = 0; minutes < 45; minutes += 1) await story.pass(MINUTE)
  for (let quarters = 0; quarters < 17; quarters += 1) await story.pass(15 * MINUTE)
}

/** Who reads `words` in a direct message, once for each time. */
async function readers(story: Story, words: string): Promise<string[]> {
  const dms = await Promise.all(PEOPLE.map((person) => story.slack.dms(person)))
  return PEOPLE.flatMap((person, i) =>
    (dms[i] ?? []).filter(({ text }) => text.includes(words)).map(() => person),
  )
}

const inChannel = async (story: Story, words: string) =>
  (await channel(story)).filter((message) => readAloud(message).includes(words))

const NOT_STARTED =
  /^The launch of \*Spring win-back\* set for <!date\^1772524800\^.*> did not start: .*unique/i

test('a scheduled launch that Stairway could not start: owner, approvers and the thread hear it, once', async () => {
  const story = await tell()
  await live(story, { key: 'other' })
  await approved(story)
  await typed(story, ANA, ['launch winback at:tue 9:00'])
  await story.settle()
  const mend = await refuseMore(story, 'launch_started')
  await story.pass(DAY)
  expect(await readers(story, 'did not start')).toEqual([]) // it is still being tried
  await outlast(story)

  const told = await story.dm(ANA, 'did not start')
  expect(told.text).toMatch(NOT_STARTED)
  expect(told.text.split('\n').slice(1)).toEqual([
    'Nothing was sent. Launch it now, or set a new time in a channel: `/campaign launch winback at:&lt;when&gt;`',
  ])
  expect((await readers(story, 'did not start')).sort()).toEqual([ANA, RAJ, TOM].sort())
  expect((await posted(story, 'did not start')).text).toBe(told.text)
  expect(readAloud(await story.card('winback'))).not.toContain('scheduled')
  expect((await story.dm(RAJ, 'asked to approve')).text).not.toContain('launch is on for')
  expect((await story.say(ANA, 'history winback')).text).toMatch(
    /Stairway could not start the launch set for <!date\^1772524800\^.*>: .*unique/i,
  )

  await mend()
  await story.pass(DAY)
  expect(await readers(story, 'did not start')).toHaveLength(3)
  expect(await inChannel(story, 'did not start')).toHaveLength(1)
  await typed(story, ANA, ['launch winback'])
  await story.settle()
  expect(readAloud(await story.card('winback'))).toContain('*live*')
})

test.each([
  ['cancelled', 'cancel winback not this week', '*cancelled*'],
  ['set to another time', 'launch winback at:wed 9:00', '*live*'],
])('a launch that is %s while it fails: nobody hears of it', async (_what, line, stage) => {
  const story = await tell()
  await live(story, { key: 'other' })
  await approved(story)
  await typed(story, ANA, ['launch winback at:tue 9:00'])
  const mend = await refuseMore(story, 'launch_started')
  await story.pass(DAY + HOUR / 60)
  await typed(story, ANA, [line])
  await outlast(story)
  await mend()
  await story.pass(Date.parse('2026-03-04T08:00:00Z') - story.clock.at)
  await story.pass(2 * DAY)
  expect(await readers(story, 'did not start')).toEqual([])
  expect(await inChannel(story, 'did not start')).toEqual([])
  expect(readAloud(await story.card('winback'))).toContain(stage)
})

test('a request that could not be closed at its end: owner and approvers hear what they can do, once', async () => {
  const story = await tell()
  await submitted(story, { key: 'other' })
  await story.pass(3 * DAY)
  await submitted(story)
  const mend = await refuseMore(story, 'expired')
  await story.pass(5 * DAY) // a weekend is no part of its 72 hours
  await outlast(story)

  const told = await story.dm(ANA, 'could not be closed')
  expect(told.text).toMatch(
    /^The request to approve \*Spring win-back\* ended <!date\^\d+\^.*>, but could not be closed: .*unique/i,
  )
  expect(told.text.split('\n').slice(1)).toEqual([
    "It still counts as open, though it can't be decided any more. It has to be submitted again.",
  ])
  expect((await readers(story, 'could not be closed')).sort()).toEqual([ANA, MEI, RAJ, TOM].sort())
  expect((await posted(story, 'could not be closed')).text).toBe(told.text)

  await mend()
  await story.pass(DAY)
  expect(await readers(story, 'could not be closed')).toHaveLength(4)
  expect(await inChannel(story, 'could not be closed')).toHaveLength(1)
  await typed(story, ANA, ['submit winback'])
  await story.settle()
  for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve winback'])
  await story.settle()
  expect(readAloud(await story.card('winback'))).toContain('*approved*')
})

test('a request that is withdrawn while it could not be closed: nobody hears of it', async () => {
  const story = await tell()
  await submitted(story, { key: 'other' })
  await story.pass(3 * DAY)
  await submitted(story)
  await refuseMore(story, 'expired')
  await story.pass(3 * DAY)
  await typed(story, ANA, ['withdraw winback'])
  await outlast(story)
  expect(await readers(story, 'could not be closed')).toEqual([])
})
