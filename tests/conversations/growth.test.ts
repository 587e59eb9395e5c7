import { expect, test } from 'vitest'
import { buttons, line } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  MINUTE,
  pressed,
  RAJ,
  readAloud,
  ready,
  type Story,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

test('a quarter is told: launches, wins, days and what held them, lifts measured and shrunk, predictions', async () => {
  const story = await tell()
  expect((await story.say(ZOE, 'growth')).text).toContain('Nothing was launched or concluded in it.')
  for (const [index, buyers] of [230, 280, 215].entries()) await campaign(story, `c${index + 1}`, buyers)
  await approved(story, { key: 'open' })
  await typed(story, ANA, ['predict open +99%', 'launch open'])
  await story.settle()

  const said = readAloud(await story.say(ZOE, 'growth'))
  expect(said).toContain('*Growth, Q1 2026, so far*')
  expect(said).toContain('4 launches, 3 concluded. 1 of 3 reached the desired outcome (33 %, 95 % 6 … 79 %).')
  expect(said).toMatch(/\*Pre-activation\* {2}median 0 days \(0 to 0, 4 campaigns\); nothing held it/)
  expect(said).toMatch(
    /\*Activation\* {2}median 2\.\d days \(.*, 4 campaigns\); \d+ % approval: growth and data/,
  )
  expect(said).toMatch(
    /\*Post-activation\* {2}median 3\.\d days \(3\.\d to 3\.\d, 3 campaigns\); nothing held it/,
  )
  expect(said).toContain('Purchase: 3 campaigns known, on average')
  expect(said).toMatch(/`c2` {2}Purchase \+40\.0 % \(95 % .*\), shrunk \+\d/)
  expect(said).toContain('`open`  reached: not concluded')
  expect(said).toContain("(the winner's curse)")
  expect(said).toMatch(/The win measures \+40\.0 %; shrunk, \+[123]\d\.\d %\./)
  expect(said).toMatch(/growth: 3 predictions, on average .* points too cautious/)
  expect(said).toMatch(
    /\ndata: 3 predictions, on average .* points too cautious; 3 inside the measured interval\n/,
  )
  expect(said).not.toContain('+99 %')

  expect((await story.say(ZOE, 'growth last')).text).toContain('*Growth, Q4 2025*')
  expect((await story.say(ZOE, 'growth 2026Q2')).text).toContain('Q2 2026 has not begun yet')
  expect((await story.say(ZOE, 'growth spring')).text).toContain('I can\'t read "spring" as a quarter')
})

/** Decided after two days, live for three, concluded: 1 000 people an arm, 200 of the control buy. */
async function campaign(story: Story, key: string, buyers: number): Promise<void> {
  await story.shop.run('delete from exposures')
  await story.shop.run('delete from events')
  await ready(story, { key })
  await typed(story, ANA, [`submit ${key} predict:+5%..+10%`])
  await typed(story, RAJ, [`predict ${key} +2%`])
  await story.pass(2 * DAY)
  for (const approver of [TOM, RAJ]) await typed(story, approver, [`approve ${key}`])
  await typed(story, ANA, [`launch ${key}`])
  await story.settle()
  await people(story, buyers)
  await story.pass(3 * DAY)
  await typed(story, ANA, [`digest ${key} now`])
  await story.settle()
  await typed(story, ANA, [`conclude ${key} ${buyers > 250 ? 'yes' : 'no'} good Noted`])
  await story.settle()
}

async function people(story: Story, buyers: number): Promise<void> {
  const at = story.now().toISOString()
  for (const [arm, count] of [
    ['control', 200],
    ['mail', buyers],
  ]) {
    await story.shop.run(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)
       insert into exposures select '${arm}-' || i, '${arm}', '${at}' from n`,
    )
    await story.shop.run(
      `insert into events select 'purchase', unit, '${at}', 1 from exposures where arm = '${arm}' limit ${count}`,
    )
  }
}

test('picture and CSV come by direct message, once, also where an answer is lost', async () => {
  const story = await tell()
  await campaign(story, 'c1', 280)
  const answer = await story.say(ZOE, 'growth')
  expect(buttons(answer)).toEqual(['Send me picture and CSV'])
  story.slack.failNext('files.completeUploadExternal', 'lost')
  const again = await pressed(story, ZOE, line(story, ZOE), 'Send me picture and CSV')
  expect(again).toContain('Picture and CSV of Q1 2026 come to your messages with Stairway.')
  expect(again).toContain('1 launch, 1 concluded.')
  await story.pass(MINUTE)

  const [sent, ...more] = await story.slack.dms(ZOE)
  expect(more).toEqual([])
  expect(sent?.text).toContain(
    '*Growth, Q1 2026, so far*\n1 launch, 1 concluded. 1 of 1 reached the desired outcome',
  )
  const picture = sent?.blocks.find(({ type }) => type === 'image')
  expect(picture?.alt_text).toMatch(/^1 unclear\. Growth, Q1 2026, so far\. Spring win-back \+40\.0 %/)
  const file = sent?.blocks.find(({ type }) => type === 'file')
  const kept = story.slack.files.read(String(file?.external_id))
  expect(kept?.name).toBe('growth-2026Q1.csv')
  const [head, row, end] = Buffer.from(kept?.content ?? '', 'base64')
    .toString('utf8')
    .split('\r\n')
  expect(head).toMatch(/^\uFEFFquarter,campaign,name,/)
  expect(row).toMatch(
    /^2026Q1,c1,Spring win-back,campaign,yes,2026-03-04T.*,yes,good,purchase,up,mail,1,0\.4/,
  )
  expect(end).toBe('')

  await story.say(TOM, 'growth last send')
  await story.settle()
  const last = (await story.slack.dms(TOM)).at(-1)
  expect(last?.text).toContain('*Growth, Q4 2025*')
  expect(last?.blocks.map(({ type }) => type)).toEqual(['section', 'file'])
})

test('who asked is told where the files can not be sent', async () => {
  const story = await tell()
  story.slack.failNext('files.getUploadURLExternal', { error: 'missing_scope' })
  await typed(story, ZOE, ['growth send'])
  await story.settle()
  const told = await story.dm(ZOE, 'could not be sent')
  expect(told.text).toBe(
    'The picture and the CSV of Q1 2026 could not be sent (missing_scope). The figures can be read here.',
  )
  expect(buttons(told)).toEqual(['Growth'])
  expect(await pressed(story, ZOE, told, 'Growth')).toContain('*Growth, Q1 2026, so far*')
})
