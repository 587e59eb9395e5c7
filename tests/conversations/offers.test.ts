import { expect, test } from 'vitest'
import { eachRefused, refused } from './seen.ts'
import { ANA, DAY, live, RAJ, readAloud, submitted, TOM, tell, typed, ZOE } from './story.ts'

test('what is offered instead is what this person can do now', async () => {
  const story = await tell()
  await submitted(story)
  await eachRefused(story, [
    [
      ANA,
      'launch winback',
      /^winback is in review: launch is not possible now\. You can: `\/campaign submit winback`, `\/campaign withdraw winback`, `\/campaign cancel winback`\.$/,
    ],
    [
      TOM,
      'pause winback because',
      /You can: `\/campaign submit winback`, `\/campaign approve winback`, `\/campaign decline winback`/,
    ],
    [ZOE, 'launch winback', /^(Only Ana|winback is in review: launch is not possible now\.$)/],
  ])
  expect(readAloud(await story.card('winback'))).toMatch(/\*Approval\* {2}growth 0 of 1, waiting for/)
  await typed(story, ANA, ['brief winback horizon 21'])
  await story.settle()
  const card = readAloud(await story.card('winback'))
  expect(card).toContain('*Approval*  waits for Ana to submit it again')
  expect(card).not.toContain('waiting for')
})

test('a second submit keeps the prediction and says what was read', async () => {
  const story = await tell()
  await submitted(story)
  expect((await story.say(RAJ, 'submit winback predict:3')).text).toMatch(
    /^\*Spring win-back\* is in review already\. It waits for .*\nYou predict \+3 % on purchase/,
  )
  expect((await story.say(ANA, 'submit winback predict:+3%..+12%')).text).toContain('You predict +7.5 %')
  await story.settle()
  expect(await refused(story, ANA, 'submit winback')).toContain('waits for approval already')
})

test('a campaign that has ended can not be resumed, whatever the reason', async () => {
  const story = await tell()
  await live(story)
  await typed(story, ANA, ['stop winback the offer is gone', 'conclude winback yes good We learned'])
  await story.settle()
  expect(await refused(story, ANA, 'resume winback')).toMatch(
    /^winback is concluded: resume is not possible now\. It has ended/,
  )
})

test('tasks of a template fall due on working days, and a due date is read back with its weekday', async () => {
  const story = await tell()
  await story.pass(3 * DAY) // Thursday
  await typed(story, ANA, ['new Spring win-back key:winback template:short'])
  const tasks = await story.stairway.db('tasks').orderBy('n').select('due_at')
  expect(tasks.map(({ due_at }) => due_at && new Date(due_at).getUTCDay())).toEqual([1, 5, null])
  expect((await story.say(ANA, 'task winback 2 due next friday')).text).toMatch(
    /is due <!date\^\d+\^\{date_long_pretty\} \{time\}\|Fri /,
  )
})
