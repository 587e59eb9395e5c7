import { expect, test } from 'vitest'
import { replay } from '../../src/domain/state/events.ts'
import type { Task } from '../../src/domain/state/tasks.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { historyOf } from '../support/history.ts'
import { watched } from './machines.ts'
import { buttons, eachRefused, line, modal } from './seen.ts'
import { ANA, HOUR, MEI, MINUTE, press, RAJ, readAloud, type Story, typed } from './story.ts'

const dms = async (story: Story, user: string, words: string) =>
  (await story.slack.dms(user)).map(readAloud).filter((said) => said.includes(words))

const list = async (story: Story) => readAloud(await story.say(ANA, 'tasks winback'))

test('machines tick tasks by the clock, hour after hour, and the history says what moved alone', async () => {
  const { story, machine } = await watched()
  expect(machine.asked()).toBe(2)
  expect(await list(story)).toContain('3 of 3 done')
  await story.pass(15 * MINUTE)
  expect(machine.asked()).toBe(3)
  for (let hour = 0; hour < 5; hour += 1) await story.pass(HOUR)
  expect(machine.asked()).toBe(13)
  const history = (await story.say(ANA, 'history winback')).text
  expect(history.match(/ saw task/g)).toHaveLength(1)
  expect(history).toContain('Stairway saw task 1 pass (1, wanted ≤ 2), task 2 pass (3, wanted ≤ 24) (job)')

  machine.hours('orders', 5)
  await story.pass(HOUR)
  expect(await list(story)).toMatch(
    /2 of 3 done\*\n\*Holds the launch\* {2}1 Orders are fresh, Raj.*\n■ 1 Orders are fresh · Raj\n5, wanted ≤ 2 · 127\.0\.0\.1:\d+\n/,
  )
  expect((await story.say(ANA, 'history winback')).text).toContain(
    'Stairway saw task 1 fail (5, wanted ≤ 2) (',
  )
  expect(await dms(story, RAJ, 'does not pass any more')).toHaveLength(1)

  // Renewed answers alone are no events: all else is what replaying gives.
  const kept = await loadCampaign(story.stairway.db, { id: 1 })
  const told = replay(await historyOf(story.stairway.db, 1), 1)
  const bare = (tasks: readonly Task[]) => tasks.map(({ answer: _, ...task }) => task)
  expect({ ...told, tasks: bare(told.tasks) }).toStrictEqual({ ...kept, tasks: bare(kept.tasks) })
  const [orders] = kept.tasks
  expect(orders?.answer?.good?.askedAt.getTime()).toBeGreaterThan(
    replay(await historyOf(story.stairway.db, 1), 1).tasks[1]?.answer?.askedAt.getTime() ?? 0,
  )
})

test('a check that answers is not ticked by hand; somebody else waives it, with a reason', async () => {
  const { story, machine } = await watched({ brief: false })
  machine.hours('orders', 5)
  await story.say(ANA, 'check winback 1')
  await story.settle()
  await eachRefused(story, [
    [
      ANA,
      'task winback 1 done seen',
      /^Task 1 of winback is not ticked by hand: the check orders answers for it\. Ask it again: `\/campaign check winback 1`/,
    ],
    [
      ANA,
      'task winback 2 reopen',
      /^Task 2 of winback is done because the check model says so; it opens by itself/,
    ],
    [
      RAJ,
      'task winback 1 waive it is fine',
      /^A check answers for task 1 of winback\. Only Ana or members of growth and data can waive or remove it, but not Raj, who has it\./,
    ],
    [
      RAJ,
      'task winback 1 remove not needed',
      /^A check answers for task 1 of winback\. Only Ana or members of growth and data can waive or remove it, but not Raj/,
    ],
    [ANA, 'task winback 1 waive', /^Say why it is not needed/],
  ])
  const waits = await story.say(RAJ, '')
  expect(readAloud(waits)).toMatch(
    /■ \*Orders are fresh\* {2}`winback` · .*holds the launch\n5, wanted ≤ 2 · 127/,
  )
  expect(buttons({ blocks: waits.blocks as never })).toEqual(['Ask again', 'Blocked…'])
  const own = await story.say(RAJ, 'task winback 1')
  expect(buttons({ blocks: own.blocks as never })).toEqual(['Ask again', 'Blocked…', 'Change…'])
  const others = await story.say(MEI, 'task winback 1')
  expect(buttons({ blocks: others.blocks as never })).toContain('Waive…')
  await press(story, MEI, line(story, MEI), 'Waive…')
  await story.client.fillAndSubmit(MEI, modal(story, MEI), {
    'Why is it not needed?': 'The send reads no orders',
  })
  await story.settle()
  expect(await list(story)).toContain('◌ 1 Orders are fresh')
  const asked = machine.asked()
  await story.pass(2 * HOUR)
  expect(machine.asked()).toBe(asked + 1)
  await eachRefused(story, [
    [RAJ, 'task winback 1 check another reason', /^Task 1 of winback is waived for a reason/],
  ])
  await typed(story, RAJ, ['task winback 1 reopen'])
  await press(story, RAJ, await story.dm(RAJ, 'does not pass any more'), 'Ask again')
  expect(line(story, RAJ).text).toContain('■ 1 Orders are fresh  5, wanted ≤ 2')
})
