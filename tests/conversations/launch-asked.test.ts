import { expect, test } from 'vitest'
import { buttons, line, refusedClick } from './seen.ts'
import { ANA, approved, press, readAloud, tell } from './story.ts'

test('a typed launch asks what the button asks, and starts nothing before the answer', async () => {
  const story = await tell()
  await approved(story)
  expect((await story.say(ANA, 'launch winback')).text).toBe(
    'Launch *Spring win-back*  `winback` now? It starts 1 step at once for 42\u202f610 people: 1 Start the send',
  )
  await story.settle()
  const question = line(story, ANA)
  expect(buttons(question)).toEqual(['Launch', 'Not now'])
  expect(readAloud(await story.card('winback'))).toContain('*approved*')
  expect(story.receiver.requests).toEqual([])

  await press(story, ANA, question, 'Launch')
  expect(line(story, ANA).text).toContain('*Spring win-back* is launching: 1 step, in order.')
  expect(readAloud(await story.card('winback'))).toContain('*live*')
  expect(story.receiver.requests).toHaveLength(1)
  expect(await refusedClick(story, ANA, question, 'Launch')).toMatch(
    /^winback is live: launch is not possible now/,
  )
})

test('"Not now" starts nothing, and says how it is asked again or set for later', async () => {
  const story = await tell()
  await approved(story)
  await story.say(ANA, 'launch winback')
  await press(story, ANA, line(story, ANA), 'Not now')
  expect(line(story, ANA).text).toBe(
    'Not launched. `/campaign launch winback` asks again; `/campaign launch winback at:tue 9:00` sets a time.',
  )
  expect(readAloud(await story.card('winback'))).toContain('*approved*')
})

test('what starts at a time that was set needs no answer; now instead of then does', async () => {
  const story = await tell()
  await approved(story)
  const set = (await story.say(ANA, 'launch winback at:tomorrow 9:00')).text
  expect(set).toContain('launches <!date')
  expect(set).toMatch(/ That is 09:00 in [A-Z]\w+\/\w+\.$/)
  await story.settle()
  expect((await story.say(ANA, 'launch winback')).text).toMatch(
    / now instead of <!date.*>\? It starts 1 step/,
  )
})
