import { describe, expect, test } from 'vitest'
import type { View } from '../../sandbox/workspace/types.ts'
import { buttons, modal } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  live,
  MEI,
  RAJ,
  readAloud,
  ready,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

/** Waits until the Home of `user` was published once more than `before` times, and gives it. */
async function home(story: Story, user: string, before: number): Promise<View> {
  const { slack } = story
  await slack.until('views.publish', () => slack.homes(user).length > before)
  const view = slack.homes(user).at(-1)
  if (view) return view
  throw new Error(`${user} has no Home`)
}

/** Opens the Home tab. */
async function open(story: Story, user: string): Promise<View> {
  const [before, view] = [story.slack.homes(user).length, story.slack.homes(user).at(-1)]
  await story.client.event('app_home_opened', {
    user,
    tab: 'home',
    channel: 'D0HOME',
    ...(view ? { view } : {}),
  })
  return home(story, user, before)
}

/** Clicks on Home, and gives Home as it is afterwards. */
async function press(story: Story, user: string, on: View, label: string, beside?: string): Promise<View> {
  const before = story.slack.homes(user).length
  await story.client.clickButton(user, on, label, beside)
  const after = await home(story, user, before)
  await story.settle()
  return after
}

const said = ({ blocks }: Pick<View, 'blocks'>) => readAloud({ text: '', blocks }).trim()

describe('what waits', () => {
  test('stands there overdue first, by the day of who looks, each with what can be done', async () => {
    const story = await tell()
    await typed(story, ANA, [
      'new Spring win-back key:winback template:short',
      'brief winback partner <@U0RAJ|raj>',
      'task winback add Size the holdout <@U0RAJ|raj> due:2026-03-06 17:00 required',
      'task winback add Name the segments <@U0RAJ|raj> required',
      'task winback add Ask the warehouse team <@U0RAJ|raj> due:2026-03-20 optional',
    ])
    await submitted(story, { key: 'relaunch' })
    await story.pass(2 * DAY + 3_600_000)
    const view = await open(story, RAJ)
    expect(said(view)).toMatch(
      new RegExp(
        [
          'Waiting on you',
          '\\*Overdue\\*',
          '○ \\*Events seen for a test user\\* {2}`winback` · 1 hour late\nHolds the launch: 2 Proof reads well on mobile, Ana, 1 day late',
          '[\\s\\S]*\\*This week\\*',
          '\\*Approve Spring win-back\\* {2}`relaunch` · asked by Ana, expires <!date',
          '[\\s\\S]*○ \\*Size the holdout\\* {2}`winback` · due in 2 days',
          '[\\s\\S]*\\*Later\\*\n○ \\*Ask the warehouse team\\* {2}`winback` · due in 2 weeks\n',
          '[\\s\\S]*\\*Without a date\\*\n○ \\*Name the segments\\* {2}`winback`',
          '[\\s\\S]*\\*Your campaigns\\*',
        ].join('\n?'),
      ),
    )
    expect(buttons(view).slice(5, 9)).toEqual(['Mark done', 'Blocked…', 'Approve', 'Details'])
  })

  test('is the same list as /campaign', async () => {
    const story = await tell()
    await submitted(story)
    await typed(story, ANA, ['ask winback Why does Web buy less? <@U0RAJ|raj> due:+1d'])
    const { blocks } = await story.say(ANA, '')
    expect(said(await open(story, ANA))).toContain(said({ blocks }))
    // Raj leads the data team: where campaigns stand comes between.
    for (const block of (await story.say(RAJ, '')).blocks)
      expect(said(await open(story, RAJ))).toContain(said({ blocks: [block] }))
  })

  test('nothing: it says so, and names the campaigns that you run', async () => {
    const story = await tell()
    expect(said(await open(story, ZOE))).toMatch(
      /^New…\nAll\nGrowth\nI am away…\nHelp\nWaiting on you\nNothing waits on you\./,
    )
    await live(story)
    const anas = said(await open(story, ANA))
    expect(anas).toContain('*Spring win-back*  `winback`, day 1 of 14')
  })

  test('the messages tab draws nothing', async () => {
    const story = await tell()
    await story.client.event('app_home_opened', { user: RAJ, tab: 'messages', channel: 'D0HOME' })
    await open(story, RAJ)
    expect(story.slack.homes(RAJ)).toHaveLength(1)
  })
})

describe('buttons on Home', () => {
  test('mark done, and say what blocks: Home is drawn again', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    const proof = 'Proof reads well on mobile'
    const before = await open(story, ANA)
    expect(said(before)).toContain(`○ *${proof}*`)

    await press(story, ANA, before, 'Blocked…', proof)
    const published = story.slack.homes(ANA).length
    await story.client.fillAndSubmit(ANA, modal(story, ANA), { 'What is it blocked by?': 'no phone at hand' })
    const blocked = await home(story, ANA, published)
    expect(said(blocked)).toContain(
      `■ *${proof}*  \`winback\` · due in 1 day · holds the launch · no phone at hand`,
    )

    const after = await press(story, ANA, blocked, 'Mark done', proof)
    expect(said(after)).not.toContain(proof)
    expect(readAloud(await story.card('winback'))).toContain('1 of 2 required')
    expect((await story.say(ANA, 'history winback')).text).toContain(
      'Ana marked done task 2 Proof reads well on mobile (home)',
    )
  })

  test('approve, look at the details, confirm a step, answer a question', async () => {
    const story = await tell()
    await submitted(story, { plan: 'manual <@U0TOM|tom> Press send' })
    const view = await open(story, RAJ)
    await press(story, RAJ, view, 'Details')
    expect(said(modal(story, RAJ))).toMatch(/^Request 1 for \*Spring win-back\*/)
    await story.client.closeView(RAJ, modal(story, RAJ))
    expect(said(await press(story, RAJ, view, 'Approve'))).not.toContain('Approve')
    await press(story, TOM, await open(story, TOM), 'Approve')
    await typed(story, ANA, ['launch winback', 'ask winback Why does Web buy less? <@U0RAJ|raj>'])
    await story.settle()

    const toms = await open(story, TOM)
    expect(said(toms)).toContain('*Confirm step 1* Tom: Press send  `winback` · the launch waits for it')
    expect(said(await press(story, TOM, toms, "Confirm it's done"))).not.toContain('Confirm step')
    expect(readAloud(await story.card('winback'))).toContain('*live*')

    await press(story, RAJ, await open(story, RAJ), 'Answer…')
    const published = story.slack.homes(RAJ).length
    await story.client.fillAndSubmit(RAJ, modal(story, RAJ), {
      'What was found?': 'the coupon field was lost',
    })
    expect(said(await home(story, RAJ, published))).not.toContain('winback-1')
  })

  test('too late: it is said over Home, and Home is drawn as things are', async () => {
    const story = await tell()
    await submitted(story)
    const view = await open(story, MEI)
    await typed(story, RAJ, ['approve winback'])
    await typed(story, TOM, ['approve winback'])
    const after = await press(story, MEI, view, 'Approve')
    expect(said(after)).toContain('Nothing waits on you.')
    await story.slack.until('views.open')
    expect(said(modal(story, MEI))).toMatch(
      /^winback was approved by Tom, <!date.*>; nothing is left to decide\.$/,
    )
  })

  test.each([{ error: 'expired_trigger_id' }, { status: 503 }, { retryAfter: 30 }])(
    'too late, and Slack opens nothing (%j): it is said in a direct message',
    async (fault) => {
      const story = await tell()
      await submitted(story)
      const view = await open(story, MEI)
      await typed(story, RAJ, ['approve winback'])
      await typed(story, TOM, ['approve winback'])
      story.slack.failNext('views.open', fault)
      await press(story, MEI, view, 'Approve')
      expect((await story.dm(MEI, 'nothing is left to decide')).text).toMatch(/^winback was approved by Tom/)
    },
  )
})

describe('two drawings at once', () => {
  test('a Home that is newer than what was looked at is drawn again from the facts', async () => {
    const story = await tell()
    await ready(story)
    await open(story, RAJ)
    story.slack.failNext('views.publish', { error: 'hash_conflict' })
    await typed(story, ANA, ['ask winback Why does Web buy less? <@U0RAJ|raj>'])
    const view = await open(story, RAJ)
    expect(said(view)).toContain('`winback-1` Why does Web buy less?')
    const publishes = story.slack.calls.filter(({ method }) => method === 'views.publish')
    expect(publishes.map(({ args }) => 'hash' in args)).toEqual([false, true, false])
  })

  test('two people who look at the same time see their own', async () => {
    const story = await tell()
    await approved(story)
    await typed(story, ANA, ['task winback add Check the seeds <@U0TOM|tom>'])
    const [toms, anas] = await Promise.all([open(story, TOM), open(story, ANA)])
    expect(said(toms)).toContain('Check the seeds')
    expect(said(anas)).not.toContain('Check the seeds')
  })
})
