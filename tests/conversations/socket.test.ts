import { expect, test } from 'vitest'
import { modal, posted } from './seen.ts'
import { ANA, MEI, press, pressed, RAJ, readAloud, TOM, tell, typed } from './story.ts'

test('the same life over Socket Mode, from a modal to a launch', async () => {
  const story = await tell({ socket: true })
  await story.type(ANA, 'new')
  await story.client.fillAndSubmit(ANA, modal(story, ANA), {
    Name: 'Spring win-back',
    Template: 'Short',
    Hypothesis: 'A reminder brings lapsed customers back',
    Key: 'winback',
  })
  await story.client.closeView(ANA, modal(story, ANA))
  await typed(story, ANA, [
    'brief winback partner <@U0RAJ|raj>',
    'brief winback outcome purchase up 8%',
    'brief winback audience Lapsed 90 days, EU size:42610',
    'brief winback arms control, mail',
    'brief winback exposures mailed',
    'brief winback horizon 14 days',
    'brief winback plan webhook sender Start the send; manual <@U0MEI|mei> Check the first hundred',
    'task winback 1 done seen for test user 7',
    'task winback 2 done tried on three phones',
  ])
  await story.settle()
  await press(story, ANA, await story.card('winback'), 'Submit')
  for (const approver of [TOM, RAJ])
    await press(story, approver, await story.dm(approver, 'asks you to approve'), 'Approve')
  await press(story, ANA, await story.card('winback'), 'Launch')
  await press(story, MEI, await story.dm(MEI, 'The launch waits for you'), "Confirm it's done")
  expect(readAloud(await story.card('winback'))).toContain('*live*')
  expect(story.receiver.requests).toHaveLength(1)
  await posted(story, '*Spring win-back* is live for 42\u202f610 people, Ana.')
  expect(await pressed(story, ANA, await story.card('winback'), 'History')).toContain(
    'Mei put it live (button)',
  )
})

test('the socket drops after a command was done and before it was answered: Slack sends it again, and it is done once', async () => {
  const story = await tell({ socket: true })
  await typed(story, ANA, ['help'])
  // The answer needs names; the campaign is kept by then.
  const held = story.slack.holdNext('users.info')
  const sent = story.type(ANA, 'new Spring win-back key:winback')
  await held.arrived
  story.socket?.drop()
  held.release()

  const { text } = await (await sent).answer()
  expect(story.socket?.opened).toBe(2)
  expect(text).toBe('Slack sent this twice; it was done the first time.')
  await story.settle()
  expect(await story.slack.messages('C0GROWTH')).toHaveLength(1)
  expect((await story.say(ANA, 'list')).text).toContain('My campaigns: 1')
  expect((await story.say(ANA, 'history winback')).text.match(/created it/g)).toHaveLength(1)
})
