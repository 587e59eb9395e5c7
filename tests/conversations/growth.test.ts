import { expect, test } from 'vitest'
import { ANA, approved, DAY, RAJ, readAloud, ready, type Story, TOM, tell, typed, ZOE } from './story.ts'

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
  expect(said).toMatch(/\*Pre-activation\* {2}median 0 days \(0 to 0, 4 campaigns\), nothing held it/)
  expect(said).toMatch(/\*Activation\* {2}median 2\.\d days .* held by approval: growth and data \d+ %/)
  expect(said).toMatch(
    /\*Post-activation\* {2}median 3\.\d days \(3\.\d to 3\.\d, 3 campaigns\), nothing held it/,
  )
  expect(said).toContain('Purchase: 3 campaigns known, on average')
  expect(said).toMatch(/`c2` {2}Purchase \+40\.0 % \(95 % .*\), shrunk \+\d/)
  expect(said).toContain('`open`  reached: not concluded')
  expect(said).toContain("(the winner's curse)")
  expect(said).toMatch(/The win measures \+40\.0 %; shrunk, \+[123]\d\.\d %\./)
  expect(said).toMatch(/growth: 3 predictions, on average .* points too cautious/)
  expect(said).toMatch(/data: 3 predictions, .*no ranges were stated/)
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
