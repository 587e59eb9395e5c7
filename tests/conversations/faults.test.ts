import { expect, test } from 'vitest'
import { bought, digests, mailed, NOTHING, sent } from './measured.ts'
import { ANA, DAY, RAJ, readAloud, type Story, tell, typed } from './story.ts'

/** Ten more people an arm, one of whom buys: the feeds go on. */
async function more(story: Story): Promise<void> {
  await sent(story, 10)
  await bought(story, { control: 1, mail: 1 })
}

const newest = async (story: Story) => readAloud((await digests(story)).at(-1) ?? NOTHING)

test('a split that is off: no lift, one task for the data partner while it lasts, and its end is said', async () => {
  const story = await tell()
  await mailed(story, { control: 100, mail: 120 })
  await typed(story, ANA, ['digest winback daily 09:00 Europe/Berlin'])
  await story.shop.expose('mail', 400, story.now())
  await story.pass(DAY)
  expect(await newest(story)).toMatch(/^\*Fix the data first\.\* The split is off \(p = .*\)\.\n/)
  expect(await newest(story)).toContain('\nTask 4 for Raj, due in 1 day\n')
  expect(await newest(story)).not.toMatch(/[+−]\d+\.\d %/)
  const told = await story.dm(RAJ, 'is yours')
  expect(told.text).toMatch(
    /The split is off \(p = .*\)\. Its lifts are hidden until that is mended\.\nTask 4 is yours, due <!date\^1772623800\^/,
  )
  expect(readAloud(await story.card('winback'))).toContain('*Fault*  the split is off since')

  await more(story) // fresh data, still off
  await story.pass(DAY)
  expect(await newest(story)).toContain('Task 4 for Raj, due in 3 hours')
  expect((await story.slack.dms(RAJ)).filter(({ text }) => text.includes('is yours'))).toHaveLength(1)

  await typed(story, RAJ, ['task winback 4 done the mail tool logged twice'])
  await more(story)
  await story.pass(DAY)
  expect(await newest(story)).toContain('Task 4 is done, yet the fault is still there')

  await story.shop.run(
    "delete from exposures where rowid in (select rowid from exposures where arm = 'mail' order by rowid desc limit 400)",
  )
  await more(story)
  await story.pass(DAY)
  expect(await newest(story)).toContain('the split is as planned again')
  expect(await newest(story)).not.toContain('Task 4')
  expect((await story.say(ANA, 'history winback')).text).toContain('found that fault gone: split')

  await story.shop.expose('mail', 900, story.now())
  await bought(story, { control: 1, mail: 1 })
  await story.pass(DAY)
  expect(await newest(story)).toContain('Task 5 for Raj')
})

test('old data: the task says so, and a fault that is held back by a mute has its task all the same', async () => {
  const story = await tell()
  await mailed(story, { control: 100, mail: 120 })
  await typed(story, ANA, ['digest winback daily 09:00 Europe/Berlin', 'digest winback mute +5d'])
  await story.pass(2 * DAY)
  expect(await digests(story)).toHaveLength(0)
  expect((await story.dm(RAJ, 'is yours')).text).toContain('Bring the data up to date')
  await story.pass(DAY)
  expect((await story.slack.dms(RAJ)).filter(({ text }) => text.includes('is yours'))).toHaveLength(1)
})

test('a metric whose people were never exposed: an example of each side, a task, and its end', async () => {
  const story = await tell()
  await mailed(story, { control: 100, mail: 120 })
  await typed(story, ANA, ['digest winback daily 09:00 Europe/Berlin'])
  await story.shop.run("update events set unit = '00' || unit")
  await story.pass(DAY)
  expect(await newest(story)).toContain(
    'None of the 220 people with a Purchase is among the 2\u202f000 exposed: exposures have "control-1", Purchase has "00control-1".',
  )
  expect(await newest(story)).not.toContain('no one in control converted')
  expect(await newest(story)).toContain('\nTask 4 for Raj, due in 1 day\n')
  expect((await story.dm(RAJ, 'is yours')).text).toContain('None of the 220 people with a Purchase')
  await story.shop.run('update events set unit = substr(unit, 3)')
  await sent(story, 10)
  await story.pass(DAY)
  expect(await newest(story)).toContain('the people of each metric are found among the exposed again')
})
