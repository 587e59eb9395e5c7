import { expect, test } from 'vitest'
import { buttons, line, refusedClick } from './seen.ts'
import { ANA, live, RAJ, readAloud, type Story, submitted, TOM, tell, typed, ZOE } from './story.ts'

/** The buttons of what somebody alone is answered with. */
async function offered(story: Story, user: string, text: string): Promise<string[]> {
  await story.say(user, text)
  return buttons(line(story, user))
}

const READING = ['Tasks', 'Brief', 'History', 'Results']

test('a stranger is shown a live campaign without what is not theirs to do, its owner with it', async () => {
  const story = await tell()
  await live(story)
  const everything = [...READING, 'Pause…', 'Conclude…', 'Stop']
  expect(await offered(story, ZOE, 'show winback')).toEqual(READING)
  expect(await offered(story, ANA, 'show winback')).toEqual(everything)
  expect(await offered(story, RAJ, 'show winback')).toEqual(everything)
  expect(await offered(story, ZOE, 'tasks winback')).toEqual([])
  const menu = await offered(story, ANA, 'tasks winback')
  expect(menu.slice(0, 5)).toEqual(['Mark done', 'Start', 'Blocked…', 'Change…', 'Remove…'])
  expect(menu.slice(5, 8)).toEqual(['Reopen', 'Change…', 'Remove…'])
  expect(await offered(story, ZOE, 'ask winback Why does Web buy less? <@U0RAJ|raj>')).toEqual([])
  await story.settle()
  expect(await offered(story, TOM, 'followups winback')).toEqual(['Answer…', 'Reassign…', 'Decline…'])
  expect(await offered(story, RAJ, 'followups winback')).toEqual([
    'Answer…',
    'Accept',
    'Reassign…',
    'Decline…',
  ])
  // One message for all who read the channel: whoever clicks and may not is told who may.
  const card = await story.card('winback')
  expect(buttons(card)).toEqual(everything)
  expect(await refusedClick(story, ZOE, card, 'Stop')).toMatch(
    /^Only Ana or Raj and members of growth and data/,
  )
})

test('a decision is offered to those who may take it, once', async () => {
  const story = await tell()
  await submitted(story)
  const deciding = ['Tasks', 'Brief', 'History', 'Approve', 'Request changes…', 'Decline…']
  expect(await offered(story, TOM, 'show winback')).toEqual(deciding)
  for (const user of [ANA, ZOE])
    expect(await offered(story, user, 'show winback')).toEqual(['Tasks', 'Brief', 'History'])
  await typed(story, TOM, ['approve winback'])
  expect(await offered(story, TOM, 'show winback')).toEqual(['Tasks', 'Brief', 'History'])
  expect(await offered(story, RAJ, 'show winback')).toEqual(deciding)
})

test('a brief is read by a stranger, and changed by those whose it is', async () => {
  const story = await tell()
  await submitted(story)
  await story.client
    .clickButton(ANA, await story.card('winback'), 'Brief')
    .then((clicked) => clicked.answer())
  expect(buttons(line(story, ANA))).toEqual(['Edit…', 'Rehearse'])
  await story.client
    .clickButton(ZOE, await story.card('winback'), 'Brief')
    .then((clicked) => clicked.answer())
  expect(readAloud(line(story, ZOE))).toContain('A reminder brings lapsed customers back')
  expect(buttons(line(story, ZOE))).toEqual(['Rehearse'])
})

test('what was offered and is not any more opens no form', async () => {
  const story = await tell()
  await live(story)
  await typed(story, ANA, ['ask winback Who bought on Sunday? <@U0ZOE|zoe>'])
  await story.settle()
  expect(await offered(story, ZOE, 'followups mine')).toEqual(['Answer…', 'Accept', 'Reassign…', 'Decline…'])
  const before = line(story, ZOE)
  await typed(story, ANA, ['followup winback-1 reassign <@U0RAJ|raj>'])
  await story.settle()
  for (const label of ['Reassign…', 'Decline…'])
    expect(await refusedClick(story, ZOE, before, label)).toMatch(/^Only Ana or Raj and members of/)
  expect(story.slack.views).toEqual([])
})
