import { describe, expect, test } from 'vitest'
import type { Message } from '../../sandbox/workspace/types.ts'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { historyOf } from '../support/history.ts'
import { generated } from './generated.ts'
import { digests, hours } from './measured.ts'
import { buttons, channel, eachRefused, line, modal, posted, refusedClick } from './seen.ts'
import {
  ANA,
  DAY,
  HOUR,
  live,
  press,
  pressed,
  RAJ,
  readAloud,
  type Story,
  TOM,
  tell,
  twice,
  typed,
  ZOE,
} from './story.ts'

const DAILY = 'digest winback weekdays 09:00 Europe/Berlin'
const CHOICES = ['Ship it…', 'Keep running…', 'Stop…']

const ARM = { name: 'control', purchase: 0.1, unsubscribe: 0.01 }

/** On Monday morning of its second week a digest finds that mail wins; Ana is to decide by Thursday. */
async function won(story: Story, days = 40): Promise<Story> {
  await live(story, { brief: ['exposures own'] })
  const plan = { arms: [ARM, { ...ARM, name: 'mail', purchase: 0.2 }], peopleADay: 300, days, seed: 7 }
  await story.shop.fill('winback', generated('winback', story.now(), plan))
  await story.pass(6 * DAY)
  await typed(story, ANA, [DAILY])
  await story.pass(DAY)
  return story
}

/** Nothing of a decision happens by the hour: steps of four hours meet each of its moments. */
async function another(story: Story, days = 1): Promise<void> {
  for (let passed = 0; passed < days * DAY; passed += 4 * HOUR) await story.pass(4 * HOUR)
}

async function newest(story: Story): Promise<Message> {
  const last = (await digests(story)).at(-1)
  if (last) return last
  throw new Error('There is no digest yet')
}
const sentTo = async (story: Story, user: string, words: RegExp) =>
  (await story.slack.dms(user)).filter((message) => words.test(readAloud(message))).length

async function expectReplay({ stairway: { db } }: Story): Promise<void> {
  const { id } = await db('campaigns').first('id')
  expect(replay(await historyOf(db, id), id)).toStrictEqual(await loadCampaign(db, { id }))
}

async function fill(story: Story, user: string, words: string | null): Promise<string> {
  const view = modal(story, user)
  const [label = 'Why?'] = /Why not [\w ]+\?/.exec(JSON.stringify(view.blocks)) ?? []
  const submitted = await story.client.fillAndSubmit(user, view, words === null ? {} : { [label]: words })
  await story.settle()
  return JSON.stringify(submitted.ack ?? '')
}

describe('a verdict that ends something', () => {
  test('asks its owner, on the digest, the card and by direct message, with what is recommended', async () => {
    const story = await won(await tell())
    const digest = await newest(story)
    expect(readAloud(digest)).toMatch(/Ship mail\.[\s\S]*\*Decide by\* <!date\^1773331200\^.*> {2}Ana$/m)
    expect(buttons(digest).slice(0, 3)).toEqual(CHOICES)
    expect(readAloud(digest)).not.toContain('would a model')
    const card = await story.card('winback')
    expect(readAloud(card)).toMatch(/\*Decide by\* <!date.*> {2}Ana: ship is recommended/)
    expect(buttons(card)).toEqual([...CHOICES, 'Tasks', 'Brief', 'History', 'Results', 'Pause…', 'Conclude…'])
    const asked = await story.dm(ANA, 'Recommended: ship')
    expect(asked.text).toMatch(
      /^\*Ship mail\.\*\nPurchase \+102 % \(\+54 … \+168 %\), nothing is worse\. .*\n\*Spring win-back\* {2}`winback`, day 8\nDecide by <!date.*\. Recommended: ship\.$/,
    )
    expect(buttons(asked)).toEqual(CHOICES)
    expect((await story.say(ANA, '')).text).toMatch(
      /Decide Spring win-back\* {2}`winback` · Ship mail\. · due in 3 days/,
    )
    expect(buttons(line(story, ANA)).slice(0, 3)).toEqual(CHOICES)
    expect((await story.say(RAJ, 'history winback')).text).toMatch(
      /Stairway asked for a decision by .*: Ship mail\./,
    )
    await expectReplay(story)
  })

  test('is named by each digest that says the same until it is decided, also once it is late', async () => {
    const story = await won(await tell())
    await another(story)
    expect(readAloud(await newest(story))).toMatch(/day 9 of 14[\s\S]*\*Decide by\* <!date.*> {2}Ana$/m)
    expect(buttons(await newest(story)).slice(0, 3)).toEqual(CHOICES)
    await another(story, 3)
    expect(readAloud(await newest(story))).toMatch(/day 12 of 14[\s\S]*\*Ana has not decided\*, /)
  })

  test('is decided with a click; the answer leads to the conclusion, and the next digest says it', async () => {
    const story = await won(await tell())
    const digest = await newest(story)
    await story.pass(DAY - 2 * HOUR)
    await press(story, ANA, digest, 'Ship it…')
    expect(await fill(story, ANA, null)).not.toContain('errors')
    const answer = modal(story, ANA)
    expect(JSON.stringify(answer.blocks)).toContain('Decided: ship *Spring win-back*')
    await press(story, ANA, answer, 'Conclude…')
    expect(JSON.stringify(modal(story, ANA).blocks)).toContain('Was the desired outcome reached?')
    expect(readAloud(await newest(story))).toMatch(/Ship mail\.[\s\S]*\*Decided: ship\*, Ana, 22 hours later/)
    expect(buttons(await newest(story)).slice(0, 1)).toEqual(['Conclude…'])
    expect(readAloud(await story.dm(ANA, 'Decided: ship'))).toContain('Spring win-back')
    expect((await posted(story, 'decided by Ana')).text).toBe(
      '*Spring win-back*, decided by Ana: ship\nThe verdict was: Ship mail.',
    )
    await hours(story, 2)
    expect(readAloud(await newest(story))).toMatch(/day 9 of 14[\s\S]*\*Decided: ship\*, Ana, 22 hours later/)
    expect(buttons(await newest(story)).slice(0, 1)).toEqual(['Conclude…'])
    expect((await story.say(ANA, '')).text).toMatch(/Conclude Spring win-back\*/)
    await another(story)
    expect(await sentTo(story, ANA, /Recommended/)).toBe(0)
    expect((await story.say(ANA, 'growth')).text).toMatch(
      /\*Decisions\* {2}1 made, 0\.9 days after the verdict/,
    )
    await expectReplay(story)
  })

  test('against the verdict it needs words; keep running asks again only when the verdict changes', async () => {
    const story = await won(await tell())
    await press(story, ANA, await newest(story), 'Keep running…')
    expect(JSON.stringify(modal(story, ANA).blocks)).toContain('Why not ship?')
    expect(await fill(story, ANA, ' ')).toContain('errors')
    await fill(story, ANA, 'The holiday is not over')
    expect(JSON.stringify(modal(story, ANA).blocks)).toContain('keeps running')
    await another(story)
    expect(readAloud(await newest(story))).toMatch(
      /\*Decided: keep running\*, Ana, .* later: The holiday is not over/,
    )
    await another(story)
    expect(readAloud(await newest(story))).not.toContain('Decided')
    expect(buttons(await newest(story))).not.toContain('Ship it…')
    expect(await sentTo(story, ANA, /Recommended/)).toBe(0)
    await expectReplay(story)
  })

  test('as text too, once; a changed mind after keep running, and who may not', async () => {
    const story = await won(await tell())
    await eachRefused(story, [
      [ZOE, 'decide winback ship', /^Only Ana or Raj and members of growth and data can change winback/],
      [
        ANA,
        'decide winback maybe',
        /^Ship it, keep it running, or stop\? Write ship, keep or stop, not "maybe"\./,
      ],
      [ANA, 'decide winback stop', /^The verdict is: Ship mail\. Say why it is decided otherwise/],
    ])
    expect(await refusedClick(story, ZOE, await newest(story), 'Ship it…')).toMatch(/^Only Ana or Raj/)
    await typed(story, TOM, ['decide winback keep one more weekend'])
    await typed(story, ANA, ['decide winback ship to everybody'])
    await story.settle()
    expect(readAloud(await newest(story))).toContain('*Decided: ship*, Ana')
    await eachRefused(story, [
      [RAJ, 'decide winback stop late', /^winback was decided by Ana, .*: ship\. It can be concluded/],
    ])
    await expectReplay(story)
  })

  test('two clicks at once decide once', async () => {
    const story = await won(await tell())
    const digest = await newest(story)
    await press(story, ANA, digest, 'Ship it…')
    await press(story, RAJ, digest, 'Stop…')
    await fill(story, ANA, 'now')
    expect(await fill(story, RAJ, 'never')).toMatch(/was decided by/)
    const again = twice(story, 'beside')
    await again.command(TOM, '/campaign', 'decide winback ship', { channel: 'C0GROWTH' })
    await story.settle()
    const history = (await story.say(ANA, 'history winback')).text
    expect(history.match(/decided: ship/g)).toHaveLength(1)
    expect(history).not.toContain('stopped it')
  })

  test('to stop stops it, and leads to the conclusion', async () => {
    const story = await won(await tell())
    await press(story, ANA, await newest(story), 'Stop…')
    await fill(story, ANA, 'The offer is gone')
    expect(buttons(modal(story, ANA))).toEqual(['Conclude…'])
    const card = readAloud(await story.card('winback'))
    expect(card).toContain('*stopped*')
    expect(card).toMatch(/\*Decided: stop\*, Ana, .*: The offer is gone/)
    expect((await posted(story, 'is stopped, by Ana')).text).toContain('The offer is gone')
    expect((await story.say(ANA, '')).text).toMatch(/Conclude Spring win-back\*/)
    await typed(story, ANA, ['conclude winback no bad Offers end'])
    await story.settle()
    expect(await sentTo(story, ANA, /Recommended/)).toBe(0)
    await expectReplay(story)
  })
})

describe('silence', () => {
  test('is reminded of, goes to the lead, and is named in the next digest; each once, whatever restarts', async () => {
    let story = await won(await tell())
    await another(story)
    expect(await sentTo(story, ANA, /Recommended/)).toBe(1)
    await another(story)
    expect((await story.dm(ANA, 'Decide Spring win-back')).text).toMatch(/^\d things? waits? on you\./) // Wednesday
    await another(story)
    story = await story.restart()
    await another(story)
    expect(await sentTo(story, ANA, /Recommended/)).toBe(1)
    expect((await story.say(ANA, 'history winback')).text).toContain('Stairway reminded Ana to decide')
    expect(readAloud(await newest(story))).toMatch(
      /Ship mail\.[\s\S]*\*Ana has not decided\*, \d+ hours late$/m,
    )
    await another(story, 3)
    const late = await story.dm(TOM, 'Ana has not decided')
    expect(buttons(late)).toEqual(CHOICES)
    await another(story)
    expect(readAloud(await newest(story))).toMatch(
      /\*Ana has not decided\*, \d days? late; Tom has been told/,
    )
    expect(await sentTo(story, TOM, /^\*Ship mail[\s\S]*has not decided/)).toBe(1)
    await press(story, TOM, late, 'Ship it…')
    await fill(story, TOM, null)
    expect(readAloud(await story.dm(TOM, 'Decided: ship'))).toContain('Tom')
    await expectReplay(story)
  })
})

describe('past its last day', () => {
  test('it says so, asks to be concluded, and posts two lines a week until it is', async () => {
    const story = await won(await tell())
    await typed(story, ANA, ['decide winback ship'])
    await another(story, 7)
    const told = await story.dm(ANA, 'Conclude Spring win-back')
    expect(told.text).toMatch(
      /^\d things? waits? on you\.\n\*Conclude Spring win-back\*.*14 days are over: ship\./,
    )
    expect(buttons(told)).toContain('Conclude…')
    const before = await channel(story)
    const over = await posted(story, '14 days are over')
    expect(over.text.split('\n').length).toBeLessThanOrEqual(2)
    expect(over.text).toMatch(/^\*14 days are over: ship( mail)?\.\* .*\n\*Decided: ship\*, Ana/)
    expect(buttons(over)).toEqual(['Conclude…', 'All figures'])
    await another(story, 6)
    expect((await channel(story)).filter(({ text }) => /^\*14 days are over/.test(text))).toHaveLength(1)
    expect((await channel(story)).length).toBe(before.length)
    await another(story)
    expect((await channel(story)).filter(({ text }) => /^\*14 days are over/.test(text))).toHaveLength(2)
    expect(await sentTo(story, ANA, /^\*14 days are over/)).toBe(0) // it stands in her list, each morning
    expect((await story.dm(ANA, 'Conclude Spring win-back')).ts).not.toBe(told.ts)
    expect(readAloud(await story.card('winback'))).toContain('14 days are over')
    await typed(story, ANA, ['conclude winback yes good It works'])
    await another(story, 8)
    expect((await channel(story)).filter(({ text }) => /^\*14 days are over/.test(text))).toHaveLength(2)
    await expect(story.dm(ANA, 'Conclude Spring win-back')).rejects.toThrow()
    await expectReplay(story)
  })

  test('what was kept running is asked about once more', async () => {
    const story = await won(await tell())
    await typed(story, ANA, ['decide winback keep until the end'])
    await another(story, 7)
    expect(await sentTo(story, ANA, /Recommended: ship/)).toBe(1)
    const over = await posted(story, '14 days are over')
    expect(buttons(over).slice(0, 4)).toEqual([...CHOICES, 'Conclude…'])
    await expectReplay(story)
  })
})

describe('who leads', () => {
  test('the digest of many and Home count what waits for a decision and what is over', async () => {
    const story = await won(await tell())
    await typed(story, TOM, ['digest all now'])
    await story.settle()
    expect(readAloud(await posted(story, 'Live campaigns'))).toMatch(
      /1 campaign, 1 waiting for a decision; to look at: `winback`\.[\s\S]*waits for Ana to decide/,
    )
    await story.client.openHome(TOM)
    await story.slack.until('views.publish', () => story.slack.homes(TOM).length > 0)
    expect(JSON.stringify(story.slack.homes(TOM).at(-1))).toContain('1 campaign: 1 waiting for a decision.')
    await typed(story, ANA, ['decide winback ship'])
    await typed(story, TOM, ['digest all now'])
    await story.settle()
    await another(story, 7)
    await typed(story, TOM, ['digest all now'])
    await story.settle()
    expect(readAloud(await posted(story, 'Live campaigns'))).toMatch(
      /1 campaign, 1 over; to look at: `winback`\./,
    )
    expect(await pressed(story, ANA, await story.card('winback'), 'Results')).toContain('day 15')
  })
})
