import { expect, test } from 'vitest'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { historyOf } from '../support/history.ts'
import { eachRefused, line, modal, refused } from './seen.ts'
import { ANA, press, RAJ, readAloud, type Story, tell, typed, ZOE } from './story.ts'

async function begun(): Promise<Story> {
  const story = await tell()
  await typed(story, ANA, [
    'new Spring win-back key:winback template:short',
    'brief winback partner <@U0RAJ|raj>',
  ])
  await story.settle()
  return story
}

const numbers = async (story: Story) => {
  const state = await loadCampaign(story.stairway.db, { id: 1 })
  const history = await historyOf(story.stairway.db, 1)
  expect(replay(history, 1).tasks).toEqual(state.tasks)
  return state.tasks.map(({ n }) => n)
}

test('a task is removed by a word, its number is not used again, and the history keeps it', async () => {
  const story = await begun()
  expect((await story.say(ANA, 'task winback add Ask legal owner:<@U0MEI|mei>')).text).toMatch(
    /^Task 4 of `winback` is added: Ask legal\nOptional .*for Mei/,
  )
  expect((await story.say(ANA, 'task winback 4 delete')).text).toBe(
    'Task 4 of `winback` is removed: Ask legal\nReady: 0 of 2 required.',
  )
  await typed(story, ANA, ['task winback add Ask finance required'])
  await story.settle()
  expect(await numbers(story)).toEqual([1, 2, 3, 5])
  await eachRefused(story, [
    [ANA, 'task winback 1 remove', /^Task 1 of winback is required: say why it goes/],
    [ANA, 'task winback 3,1 remove', /^Task 1 of winback is required/],
    [ZOE, 'task winback 3 remove', /^Only Ana or Raj/],
    [ANA, 'task winback 4 done', /^winback has no task 4/],
    [ANA, 'task winback 3 remvoe', /Did you mean remove\?/],
    [ANA, 'task winback add Ask owner:@mei', /`owner:` takes a person/],
  ])
  expect(await numbers(story)).toEqual([1, 2, 3, 5])
  expect((await story.say(ANA, 'task winback 1, 3 remove no test user is left')).text).toBe(
    'Task 1 of `winback` is removed: Events seen for a test user\nTask 3 of `winback` is removed: Support knows about it\nno test user is left\nReady: 0 of 2 required.',
  )
  expect(await numbers(story)).toEqual([2, 5])
  expect((await story.say(ANA, 'history winback')).text).toContain(
    'removed task 1 Events seen for a test user: no test user is left',
  )
})

test('a task is shown alone, and renamed, removed and ticked for somebody else from its menu', async () => {
  const story = await begun()
  const alone = readAloud(await story.say(ANA, 'task winback 2'))
  expect(alone).toContain('○ 2 *Proof reads well on mobile*  Ana · due <!date')
  expect(alone).not.toContain('Events seen')
  await press(story, ANA, line(story, ANA), 'Change…', 'Proof reads')
  await story.client.fillAndSubmit(ANA, modal(story, ANA), { 'What is it called?': 'Proof on two phones' })
  expect(readAloud({ text: '', blocks: modal(story, ANA).blocks })).toContain('Proof on two phones')
  await story.say(ANA, 'tasks winback')
  await press(story, ANA, line(story, ANA), 'Remove…', 'Support knows')
  await story.client.fillAndSubmit(ANA, modal(story, ANA), {})
  await press(story, ANA, line(story, ANA), 'Mark done', 'Events seen')
  const asked = modal(story, ANA)
  expect(readAloud({ text: '', blocks: asked.blocks })).toContain('What was looked at?')
  await story.client.fillAndSubmit(ANA, asked, { 'What was looked at?': 'Raj saw them' })
  await story.settle()
  const list = readAloud(await story.say(RAJ, 'tasks winback'))
  expect(list).toContain('● 1 Events seen for a test user · Raj')
  expect(list).toContain('○ 2 Proof on two phones')
  expect(list).not.toContain('Support knows')
  expect(await refused(story, ANA, 'task winback 3 done')).toContain('winback has no task 3')
})
