import { describe, expect, test } from 'vitest'
import { refused } from './seen.ts'
import {
  ANA,
  DAY,
  live,
  press,
  pressed,
  RAJ,
  readAloud,
  ready,
  type Story,
  TOM,
  tell,
  typed,
} from './story.ts'

/** Autumn ran its 14 days: of the 1000 in its control 100 have bought. */
async function readOut(story: Story, days = 14): Promise<void> {
  await live(story, { key: 'autumn' })
  for (const arm of ['control', 'mail']) await story.shop.expose(arm, 1_000, story.now())
  await story.shop.act('purchase', 'control', 100, story.now())
  await story.pass(days * DAY)
  await typed(story, ANA, ['digest autumn now'])
  await story.settle()
}

const SMALL =
  '*Too small: 8\u202f000 people show +8 % 2 times in 10; about 50\u202f000 are needed, or an effect of +21 %.* That is by day 14, if people arrive evenly; purchase was 10.00 % in the control of `autumn`, today.'

describe('whether the people suffice is told to the owner', () => {
  test('with the brief, with its submit, and on top of the request', async () => {
    const story = await tell()
    await readOut(story)
    await ready(story)
    expect(readAloud(await story.say(ANA, 'brief winback audience Lapsed size:8000'))).toContain(SMALL)
    expect((await story.say(ANA, 'submit winback')).text).toContain(SMALL)
    await story.settle()
    const request = await story.dm(RAJ, 'asks you to approve *Spring win-back*  `winback`')
    const [, reach, , against] = request.text.split('\n')
    expect(reach).toBe('*Reaches 8\u202f000 people* · Lapsed')
    expect(against).toBe('■ *Too small: purchase +8 % shows 2 times in 10; needs about 50\u202f000.*')
    const details = await pressed(story, RAJ, request, 'Details')
    expect(details).toContain(SMALL)
    expect(details).toContain('14 days')
  })

  test('and where they do', async () => {
    const story = await tell()
    await readOut(story)
    await ready(story, { key: 'large' })
    expect(readAloud(await story.say(ANA, 'brief large audience Lapsed size:80000'))).toMatch(
      /\*Large enough:\* 80\u202f000 people show \+8 % 8 times in 10 by day \d+ of 14, if people arrive evenly; purchase was 10\.00 % in the control of `autumn`/,
    )
  })
})

describe('what the goal is without it', () => {
  test('is asked for where no campaign with the same exposure query has measured it to its end', async () => {
    const story = await tell()
    await readOut(story, 3)
    await ready(story)
    const asks =
      'No campaign with `mailed` has measured purchase to its end. What share of people do so anyway? `/campaign brief winback baseline 5%` tells whether so many people will show +8 %.'
    expect(readAloud(await story.say(ANA, 'brief winback horizon 15'))).toContain(asks)
    const answer = readAloud(await story.say(ANA, 'brief winback baseline 5 percent'))
    expect(answer).toContain('outcome: purchase +8 % or more, from 5 %.')
    expect(answer).toContain('purchase is 5.000 % without it, as the brief says.')
    expect(answer).not.toContain(asks)
    expect(readAloud(await story.say(ANA, 'brief winback baseline none'))).toContain(asks)
  })

  test('is a share of people, of an outcome', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    expect(await refused(story, ANA, 'brief winback baseline 5%')).toMatch(/^Say the outcome first: /)
    await typed(story, ANA, ['brief winback outcome spend up 8%'])
    await story.settle()
    expect(await refused(story, ANA, 'brief winback baseline 5%')).toMatch(/^spend is no share of people/)
    expect(await refused(story, ANA, 'brief winback baseline 5')).toMatch(/^I can't read "5" as a baseline/)
  })

  test('goes through the form as it came', async () => {
    const story = await tell()
    await ready(story, { brief: ['baseline 5%'] })
    await press(story, ANA, await story.card('winback'), 'Brief')
    expect(
      readAloud(await story.say(TOM, 'brief winback outcome purchase up 9% baseline 5,5% also spend')),
    ).toContain('outcome: purchase +9 % or more, from 5.5 %')
  })
})
