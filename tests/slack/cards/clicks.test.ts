import { expect, test } from 'vitest'
import type { View } from '../../../sandbox/workspace/types.ts'
import { buttons, line, modal, posted } from '../../conversations/seen.ts'
import {
  ANA,
  approved,
  DAY,
  live,
  press,
  pressed,
  RAJ,
  readAloud,
  ready,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
} from '../../conversations/story.ts'

const said = (view: Pick<View, 'blocks'>): string => readAloud({ text: '', blocks: view.blocks })

/** A person's Home as it was published last. */
function home(story: Story, user: string): View {
  const newest = story.slack.homes(user).at(-1)
  if (newest) return newest
  throw new Error(`${user} has no Home`)
}

/** Slack waits for no more than the ack, so this waits for the Home that follows from it. */
async function published(story: Story, user: string, act: () => Promise<unknown>): Promise<View> {
  const { calls } = story.slack
  const before = calls.length
  await act()
  await story.slack.until('views.publish', (call) => calls.indexOf(call) >= before && call.answer.ok)
  return home(story, user)
}

const opened = (story: Story, user: string) => published(story, user, () => story.client.openHome(user))

test('Home changes with what is done on it', async () => {
  const story = await tell()
  await ready(story)
  await typed(story, ANA, ['task winback 1 reopen', 'task winback 2 reopen'])
  const events = 'Events seen for a test user'
  const before = await opened(story, RAJ)
  expect(said(before)).toContain(`*${events}*  \`winback\` · due in 2 days`)

  await published(story, RAJ, () => press(story, RAJ, before, 'Blocked…', events))
  const reason = { 'What is it blocked by?': 'the export is late' }
  const blocked = await published(story, RAJ, () =>
    story.client.fillAndSubmit(RAJ, modal(story, RAJ), reason),
  )
  expect(said(blocked)).toContain(`■ *${events}*`)
  expect(said(blocked)).toContain('the export is late')

  const done = await published(story, RAJ, () => press(story, RAJ, blocked, 'Mark done', events))
  expect(said(done)).toContain('Nothing waits on you.')
  expect(said(done)).toContain('*Spring win-back*')
  expect(story.slack.ephemerals(RAJ)).toEqual([])
})

test('a request can be looked into and approved on Home', async () => {
  const story = await tell()
  await submitted(story)
  const waiting = await opened(story, TOM)
  expect(said(waiting)).toContain('*Approve Spring win-back*  `winback` · asked by Ana, expires')
  await press(story, TOM, waiting, 'Details')
  await story.slack.until('views.open')
  expect(said(modal(story, TOM))).toContain('*Hypothesis*  A reminder brings lapsed customers back')
  expect(said(modal(story, TOM))).toContain('seen for test user 7')
  const decided = await published(story, TOM, () => press(story, TOM, waiting, 'Approve'))
  expect(said(decided)).toContain('Nothing waits on you.')
})

test('Home is published again from the facts when it had changed meanwhile', async () => {
  const story = await tell()
  await ready(story)
  await opened(story, ANA)
  story.slack.failNext('views.publish', { error: 'hash_conflict' })
  await opened(story, ANA)
  const [refused, again] = story.slack.calls.filter(({ method }) => method === 'views.publish').slice(-2)
  expect(refused?.args).toHaveProperty('hash')
  expect(again?.args).not.toHaveProperty('hash')
  expect(said(home(story, ANA))).toContain('*Spring win-back*')
})

test('a private list is drawn again where it stands', async () => {
  const story = await tell()
  await ready(story)
  await typed(story, ANA, ['task winback 2 reopen'])
  await story.say(ANA, '')
  await pressed(story, ANA, line(story, ANA), 'Mark done', 'Proof reads well')
  expect(readAloud(line(story, ANA))).toContain('*Support knows about it*')
  expect(readAloud(line(story, ANA))).not.toContain('Proof reads well')
})

test('a private card is drawn again where it stands', async () => {
  const story = await tell()
  await ready(story)
  await story.say(ANA, 'show winback')
  await pressed(story, ANA, line(story, ANA), 'Submit')
  expect(readAloud(line(story, ANA))).toContain('*in review*')
  expect(readAloud(await story.card('winback'))).toContain('*in review*')
})

test('tasks are paged', async () => {
  const story = await tell()
  await ready(story)
  for (let n = 1; n <= 10; n += 1) await typed(story, ANA, [`task winback add Check number ${n} optional`])
  await story.say(ANA, 'tasks winback')
  expect(readAloud(line(story, ANA))).toContain('Tasks 1 to 10 of 13')
  await pressed(story, ANA, line(story, ANA), 'Next')
  expect(readAloud(line(story, ANA))).toContain('Tasks 11 to 13 of 13')
  await pressed(story, ANA, line(story, ANA), 'Mark done', 'Check number 10')
  expect(readAloud(line(story, ANA))).toContain('Tasks 11 to 13 of 13')
  await pressed(story, ANA, line(story, ANA), 'Previous')
  expect(readAloud(line(story, ANA))).toContain('Tasks 1 to 10 of 13')
})

test('a launch step that failed is sent again, and a launch is stopped', async () => {
  const story = await tell()
  await approved(story)
  story.receiver.answerWith(400, 400)
  await press(story, ANA, await story.card('winback'), 'Launch')
  const holds = await posted(story, 'holds at step 1')
  expect(readAloud(holds)).toContain('<@U0ANA>, send it again, skip it or stop the launch.')
  await press(story, ANA, holds, 'Send again')
  expect(buttons(await posted(story, 'It was sent again and failed again: see below.'))).toEqual([])
  await press(story, ANA, await posted(story, 'holds at step 1'), 'Stop')
  await posted(story, '*Spring win-back* is stopped, by Ana: no reason given')
  expect(readAloud(await story.card('winback'))).toContain('*stopped*')
  expect(buttons(await posted(story, 'The campaign is stopped since'))).toEqual([])
})

test('a digest leads to questions, or to none', async () => {
  const story = await tell()
  await live(story)
  await story.shop.expose('control', 900, story.now())
  await story.shop.expose('mail', 1_100, story.now())
  await typed(story, ANA, ['digest winback now'])
  await story.settle()
  const digest = await posted(story, 'The split is off')
  await press(story, RAJ, digest, 'Not needed')
  expect(readAloud(await posted(story, 'The split is off'))).toContain('Not needed.')

  await press(story, TOM, digest, 'Ask something else…')
  const question = {
    'What do you want to know?': 'Why does Web buy less?',
    'What does it take?': 'Build a model',
  }
  const past = { ...question, Due: '2026-03-01' }
  const mistaken = await story.client.fillAndSubmit(TOM, modal(story, TOM), past)
  expect(mistaken.ack).toEqual({
    response_action: 'errors',
    errors: { due: 'That is past already: choose a later day.' },
  })
  await story.client.fillAndSubmit(TOM, modal(story, TOM), { ...question, Due: '2026-03-05' })
  expect(said(modal(story, TOM))).toMatch(/Asked as `winback-1`\. Raj is told, due <!date\^1772748000\^/)
  await story.settle()
  const asked = await story.dm(RAJ, 'Why does Web buy less?')
  expect(asked.text).toMatch(/model · due <!date\^1772748000\^/)

  expect(await pressed(story, TOM, await story.card('winback'), 'Results')).toContain('The split is off')
})

test('what has ended meanwhile is said to the one who clicks', async () => {
  const story = await tell()
  await submitted(story)
  const request = await story.dm(TOM, 'asks you to approve')
  await typed(story, ANA, ['brief winback horizon 30 days', 'submit winback'])
  await story.settle()
  expect(await pressed(story, TOM, request, 'Details')).toContain(
    'Request 1 of winback was replaced by a newer one.',
  )
  await story.pass(4 * DAY)
  expect(buttons(await story.dm(TOM, 'before it was decided'))).toEqual([])
})
