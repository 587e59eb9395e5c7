import { describe, expect, test } from 'vitest'
import { team } from '../../sandbox/workspace/workspace.ts'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { historyOf } from '../support/history.ts'
import { buttons, eachRefused, line, modal, posted } from './seen.ts'
import { ANA, live, press, pressed, RAJ, readAloud, type Story, tell, typed, ZOE } from './story.ts'

/** Winback is live, and Raj has answered what Zoe asked, with two ideas. */
async function answered(): Promise<Story> {
  const story = await tell()
  await live(story)
  await typed(story, ZOE, ['ask winback Why does Web buy less than Phone?'])
  await typed(story, RAJ, [
    'answer winback-1 Web lost the coupon field confidence:high decision:put it back idea:Coupons on tablets first idea:Ask <@U0MEI|mei> to mail "100%" of them',
  ])
  await story.settle()
  return story
}

async function expectReplays({ stairway: { db } }: Story): Promise<void> {
  for (const { id } of await db('campaigns').select('id'))
    expect(replay(await historyOf(db, id), id)).toStrictEqual(await loadCampaign(db, { id }))
}

describe('an idea', () => {
  test('becomes a draft with one click, and both campaigns say so', async () => {
    const story = await answered()
    const card = await story.dm(ZOE, 'was answered by Raj')
    expect(buttons(card)).toEqual(['Start a draft from it', 'Start a draft from it'])
    await press(story, ZOE, card, 'Start a draft from it', 'Ask Mei')
    const form = modal(story, ZOE)
    expect(JSON.stringify(form)).toContain('Grows from `winback-1`, which will say so too.')
    await story.client.fillAndSubmit(ZOE, form, {
      Name: 'Mail them all',
      Channel: 'C0GROWTH',
      Key: 'mailall',
    })
    await story.settle()
    expect(readAloud(await posted(story, 'Mail them all'))).toContain('Grew from `winback-1`')
    expect(readAloud(await story.card('winback'))).toContain('Led to `mailall`')
    expect((await story.dm(ZOE, 'was answered by Raj')).text).toContain('Led to `mailall`')
    expect(await pressed(story, ZOE, await posted(story, 'Mail them all'), 'Brief')).toContain(
      '*Lineage*  Grew from `winback-1`',
    )
    const { brief } = (await loadCampaign(story.stairway.db, { teamId: team.id, key: 'mailall' })).campaign
    expect(brief.hypothesis).toBe('Ask @Mei to mail "100%" of them')
    expect((await story.say(ANA, 'history winback')).text).toContain(
      'Zoe saw `mailall` grow from follow-up 1',
    )
    await expectReplays(story)
  })

  test('is taken by its number as text; a campaign grows from a conclusion too', async () => {
    const story = await answered()
    expect((await story.say(ANA, 'new Tablets template:short key:tablets from:winback-1')).text).toContain(
      'It grew from `winback-1`.',
    )
    await typed(story, ANA, ['conclude winback yes good Reminders work on lapsed customers'])
    await typed(story, ANA, ['new Newcomers template:short key:newcomers from:winback'])
    await story.settle()
    const hypothesis = async (key: string) =>
      (await story.stairway.db('campaigns').where({ key }).first('brief')).brief
    expect(await hypothesis('tablets')).toContain('"hypothesis":"Coupons on tablets first"')
    expect(await hypothesis('newcomers')).toContain('"hypothesis":"Reminders work on lapsed customers"')
    expect(readAloud(await story.card('winback'))).toContain('Led to `tablets`, `newcomers`')
    await eachRefused(story, [
      [ANA, 'new More from:winback-1.3', /^winback-1 holds 2 ideas, and no 3\./],
      [ANA, 'new More from:tablets', /^tablets is not concluded, so there is nothing to grow from yet\./],
      [ANA, 'new More from:nowhere-2', /^There is nothing called "nowhere-2" to grow from\./],
    ])
    await typed(story, ANA, ['ask tablets Why?'])
    await story.settle()
    await eachRefused(story, [[ANA, 'new More from:tablets-1', /^tablets-1 is not answered/]])
    await expectReplays(story)
  })
})

describe('what was learned', () => {
  test('is found over all campaigns by its words, with what can grow from it', async () => {
    const story = await answered()
    await typed(story, ANA, ['new Other template:short key:other', 'ask other Do Phone buyers return?'])
    await typed(story, RAJ, ['answer other-1 They do, <!channel>'])
    const found = await story.say(ANA, 'learnings “coupon field” phone')
    expect(found.text).toMatch(
      /^What was learned about \*“coupon field” phone\*: 2\n● `winback-1` \*Why does Web buy less than Phone\?\*\nRaj <!date.*>: Web lost the coupon field \(confidence high\)\nDecided {2}put it back\n● `other-1`/,
    )
    expect(found.text).toContain('They do, @\u2060channel')
    expect((await story.say(ANA, 'learnings 100%')).text).toContain('learned about *100%*: 1')
    expect((await story.say(ANA, 'learnings 50%')).text).toBe('What was learned about *50%*: nothing yet.')
    expect((await story.say(ANA, 'learnings')).text).toMatch(/^What was learned last: 2\n● `other-1`/)
    await story.say(ANA, 'learnings tablets')
    await press(story, ANA, line(story, ANA), 'Start a draft from it', 'Coupons on tablets')
    expect(JSON.stringify(modal(story, ANA))).toContain('Coupons on tablets first')
  })

  test('is shown in pages', async () => {
    const story = await answered()
    for (let n = 2; n <= 7; n += 1) {
      await typed(story, ANA, [`ask winback Question ${n} on coupons?`])
      await typed(story, RAJ, [`answer winback-${n} finding ${n}`])
    }
    const first = await story.say(ANA, 'learnings coupons')
    expect(first.text).toMatch(/: 7\n● `winback-7`[\s\S]*`winback-3`.*\n.*\n1 to 5 of 7$/)
    expect(await pressed(story, ANA, line(story, ANA), 'Next')).toMatch(
      /`winback-2`[\s\S]*`winback-1`[\s\S]*6 to 7 of 7/,
    )
    expect(await pressed(story, ANA, line(story, ANA), 'Previous')).toContain('1 to 5 of 7')
  })

  test('a conclusion is found by what it says and by its campaign’s name', async () => {
    const story = await answered()
    await typed(story, ANA, ['conclude winback yes good Reminders work on lapsed customers'])
    await story.settle()
    const { text } = await story.say(ANA, 'learnings reminders spring')
    expect(text).toMatch(
      /● \*Spring win-back\* {2}`winback` concluded <!date.*>\. Goal: reached\. Growth: grew\.\nReminders work/,
    )
    expect(buttons({ blocks: line(story, ANA).blocks })).toContain('Start a draft from it')
    const { replies } = await story.card('winback')
    expect(replies.map(readAloud).join('\n')).toMatch(/is concluded\.\n[\s\S]*Reminders work/)
    expect((await posted(story, 'is concluded, Ana')).text).toBe(
      '*Spring win-back* is concluded, Ana. Goal: reached. Growth: grew. What was learned stands under its card.',
    )
  })
})
