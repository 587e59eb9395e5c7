import { describe, expect, test } from 'vitest'
import { line, modal, refused } from './seen.ts'
import { ANA, press, RAJ, readAloud, type Story, TOM, tell, typed } from './story.ts'

const HOW =
  'Task 1 of winback waits for Raj: say what was looked at, so that who approves can tell. `/campaign task winback 1 done &lt;what was looked at&gt;`'

async function begun(story: Story): Promise<void> {
  await typed(story, ANA, [
    'new Spring win-back key:winback template:short',
    ...[
      'partner <@U0RAJ|raj>',
      'hypothesis A reminder brings lapsed customers back',
      'outcome purchase up 8%',
      'audience Lapsed 90 days, EU size:42610',
      'arms control, mail',
      'horizon 14 days',
      'exposures mailed',
      'plan webhook sender Start the send',
    ].map((field) => `brief winback ${field}`),
  ])
  await story.settle()
}

const request = async (story: Story, person: string) =>
  (await story.dm(person, 'asks you to approve')).text
    .split('\n')
    .find((line) => line.startsWith('■') || line.startsWith('●'))

describe('who ticked what', () => {
  test('a required task of somebody else needs a word of what was looked at', async () => {
    const story = await tell()
    await begun(story)
    expect(await refused(story, ANA, 'task winback 1 done')).toBe(HOW)
    await story.say(ANA, 'tasks winback')
    await press(story, ANA, line(story, ANA), 'Mark done', 'Events seen')
    expect(readAloud({ text: '', ...modal(story, ANA) })).toContain('What was looked at?')
    await typed(story, ANA, ['task winback 1 done Raj saw them for test user 7', 'task winback 2 done'])
    await typed(story, ANA, ['submit winback'])
    await story.settle()
    expect(await request(story, TOM)).toMatch(/^■ 1 of 2 ticked by Ana without a word of what was looked at$/)
  })

  test('whose it is ticks it without one, and the request says so', async () => {
    const story = await tell()
    await begun(story)
    await typed(story, RAJ, ['task winback 1 done'])
    await typed(story, ANA, ['task winback 2 done', 'submit winback'])
    await story.settle()
    expect(await request(story, TOM)).toMatch(
      /^■ 2 of 2 ticked by Raj and Ana without a word of what was looked at$/,
    )
  })

  test('one that is optional, or was checked before, needs none', async () => {
    const story = await tell()
    await begun(story)
    await typed(story, RAJ, ['task winback 1 check 500 of 500 rows'])
    await typed(story, ANA, [
      'task winback 1 done',
      'task winback 3 assign <@U0RAJ|raj>',
      'task winback 3 done',
    ])
    await story.settle()
    expect(readAloud(await story.say(ANA, 'tasks winback'))).toContain('1 of 2 done')
    await press(story, ANA, line(story, ANA), 'Mark done', 'Proof reads')
    expect(readAloud(await story.say(ANA, 'tasks winback'))).toContain('2 of 2 done')
  })
})

describe('several tasks at once', () => {
  test('are done in one line, and the answer names each', async () => {
    const story = await tell()
    await begun(story)
    const { text } = await story.say(ANA, 'task winback 1,2,3 done Looked at with Raj')
    expect(text.match(/Task \d of `winback` is done: /g)).toEqual(
      [1, 2, 3].map((n) => `Task ${n} of \`winback\` is done: `),
    )
    expect(text).toMatch(/\nReady: 2 of 2 required\.$/)
    expect((await story.say(ANA, 'task winback 1, 2 reopen')).text).toMatch(/\nReady: 0 of 2 required\.$/)
  })

  test('are all refused where one of them is', async () => {
    const story = await tell()
    await begun(story)
    expect(await refused(story, ANA, 'task winback 2,99 done')).toMatch(/^winback has no task 99/)
    expect(await refused(story, ANA, 'task winback 2,1 done')).toBe(HOW)
    expect(await refused(story, ANA, 'task winback 2, done')).toMatch(/^"done" is not the number of a task\./)
  })
})

test('a task is renamed, and its history keeps what it was called', async () => {
  const story = await tell()
  await begun(story)
  expect((await story.say(ANA, 'task winback 3 rename Support has the *new* answers')).text).toBe(
    'Task 3 of `winback` is called now: Support has the \u2217new\u2217 answers',
  )
  await story.settle()
  expect(await refused(story, ANA, 'task winback 3 rename')).toMatch(/^What is it called now\?/)
  expect((await story.say(ANA, 'history winback')).text).toContain('Support knows about it')
})
