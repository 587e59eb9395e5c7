import { describe, expect, test } from 'vitest'
import type { Message, View } from '../../sandbox/workspace/types.ts'
import { buttons, line, modal, refused, refusedClick } from './seen.ts'
import {
  ANA,
  DAY,
  HOUR,
  MEI,
  MINUTE,
  press,
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

const ASKS = 'asks you to approve'
const mei = '<@U0MEI|mei>'
const zoe = '<@U0ZOE|zoe>'
const tom = '<@U0TOM|tom>'

const GROWTH = `
policies:
  default: { requires: { growth: 1 }, expires: 72h }
`
const TWO = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM, U0MEI], lead: U0TOM }
  data: { kind: data, members: [U0RAJ], lead: U0RAJ }
policies:
  default: { requires: { growth: 2 }, expires: 72h }
`

/** The direct messages of a person that say `words`, the oldest first. */
async function dms(story: Story, user: string, words: string): Promise<Message[]> {
  return (await story.slack.dms(user)).filter((each) => readAloud(each).includes(words))
}

/** Times are in it as they are shown; a name is all that is looked for. */
const said = (message: { readonly text: string }) =>
  message.text.replace(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '$1')

test('who stands in hears in the morning after, though nothing else has happened', async () => {
  const story = await tell({ policies: GROWTH })
  await submitted(story)
  await story.pass(HOUR)
  expect((await story.say(TOM, `delegate ${zoe} to:+9d`)).text).toContain('Zoe decides')
  await story.pass(MINUTE)
  expect(await story.stairway.db('mornings').where({ person: ZOE }).pluck('team_id')).toEqual(['T0STAIR'])
})

describe('who is away', () => {
  test('has another decide, who is told and asked; the vote is theirs in the other’s place, everywhere it is shown', async () => {
    const story = await tell({ policies: GROWTH })
    await submitted(story)
    expect(said(await story.say(TOM, `delegate ${zoe} to:+3d`))).toBe(
      'Zoe decides approvals for you until Fri 6 Mar 2026 04:59 UTC, and is told. You can still decide yourself; whoever is first counts. `/campaign delegate off` ends it.',
    )
    await story.settle()
    const told = await story.dm(ZOE, 'has asked you')
    expect(said(told)).toBe(
      'Tom has asked you to decide approvals for them until Fri 6 Mar 2026 04:59 UTC.\nThis waits now: *Spring win-back*.',
    )
    expect(buttons(told)).toEqual(['My work'])
    const card = await story.dm(ZOE, ASKS)
    expect(card.text).toMatch(/^Ana asks you to approve \*Spring win-back\* {2}`winback` for Tom\n/)
    expect(buttons(card).slice(0, 1)).toEqual(['Approve'])
    expect((await story.card()).text).toContain('growth 0 of 1, waiting for Zoe for Tom')
    expect((await story.say(ZOE, '')).text).toMatch(
      /Approve Spring win-back\* {2}`winback` · for Tom, asked by Ana/,
    )

    await press(story, ZOE, card, 'Approve')
    expect((await story.card()).text).toContain('Approved by Zoe for Tom')
    expect((await story.dm(ZOE, 'Approved by Zoe for Tom')).text).toContain('Ana asked to approve')
    expect((await story.dm(ANA, 'is approved')).text).toContain('is approved (Zoe for Tom).')
    expect(await dms(story, TOM, 'Zoe approved *Spring win-back* for you')).toHaveLength(1)
    expect((await story.say(ANA, 'history winback')).text).toContain(
      'Zoe approved for growth in the stead of Tom',
    )
    expect(await refused(story, TOM, 'approve winback')).toMatch(/^winback was approved by Zoe for Tom, /)
  })

  test('is one place: whoever is first counts, and who is away can take it back and decide themselves', async () => {
    const story = await tell()
    await submitted(story)
    await typed(story, TOM, [`delegate ${zoe} to:+3d`])
    await story.settle()
    await typed(story, ZOE, ['approve winback'])
    await story.settle()
    expect(await refused(story, TOM, 'approve winback')).toMatch(
      /^Zoe for Tom decided this one, <!date.*>, so your place is taken\. To decide it yourself take that back first: `\/campaign takeback winback`\. It waits for Raj or Mei\.$/,
    )
    expect(await refused(story, RAJ, 'takeback winback')).toBe(
      'Each takes back their own approval of winback: it was given by Zoe for Tom.',
    )
    const copy = await story.dm(TOM, ASKS)
    expect(buttons(copy)).toEqual(['Take back…', 'Details'])
    await story.client.clickButton(TOM, copy, 'Take back…')
    await story.client.fillAndSubmit(TOM, modal(story, TOM), { 'Why?': 'I look myself' })
    await story.settle()
    expect((await story.dm(ZOE, 'took the approval')).text).toBe(
      'Tom took the approval of *Spring win-back* by Zoe for Tom back: I look myself\nIt waits to be decided again; nothing launches until then.',
    )
    expect((await story.say(ANA, 'history winback')).text).toContain(
      'Tom took the approval of Zoe for Tom back',
    )
    await typed(story, TOM, ['approve winback'])
    await story.settle()
    expect(await refused(story, ZOE, 'approve winback')).toMatch(
      /^You stand in here for whoever has decided already: Tom\. It waits for Raj or Mei\.$/,
    )
  })

  test('is reminded no more: who stands in is, in reminders and in the morning', async () => {
    const story = await tell({ policies: GROWTH })
    await submitted(story)
    await typed(story, TOM, [`delegate ${zoe} to:+7d`])
    await story.pass(2 * DAY)
    expect(await dms(story, TOM, 'waits for you; it expires')).toEqual([])
    const [reminder] = await dms(story, ZOE, 'waits for you; it expires')
    expect(buttons(reminder as Message)).toEqual(['Approve', 'Request changes…', 'Decline…', 'Details'])
    await story.pass(2 * HOUR)
    expect(await dms(story, ZOE, 'for Tom, asked by Ana')).toHaveLength(1)
    expect(await dms(story, TOM, 'asked by Ana')).toEqual([])
  })

  test('gets it again where the stand-in has left', async () => {
    const story = await tell({ policies: GROWTH })
    await submitted(story)
    await typed(story, TOM, [`delegate ${zoe} to:+7d`])
    await story.settle()
    story.slack.deactivate(ZOE)
    await story.pass(2 * DAY)
    expect(await dms(story, TOM, 'waits for you; it expires')).not.toEqual([])
  })
})

describe('nobody', () => {
  test('hands on what was delegated to them, and it never comes back to who asked, owns it or changed it', async () => {
    const story = await tell({ policies: GROWTH })
    await submitted(story)
    await typed(story, TOM, [`delegate ${mei} to:+3d`])
    await typed(story, MEI, [`delegate ${zoe} to:+3d`])
    await story.settle()
    expect(await refused(story, ZOE, 'approve winback')).toBe(
      'Only the growth approvers can decide this one: Mei for Tom.',
    )
    expect(await dms(story, ZOE, ASKS)).toEqual([])
    await typed(story, TOM, ['delegate off', 'delegate <@U0ANA|ana> to:+3d'])
    await story.settle()
    expect(await refused(story, ANA, 'approve winback')).toBe(
      "Only the growth approvers can decide this one: Tom. You asked for it, so you can't.",
    )
    await typed(story, TOM, ['delegate off', 'delegate <@U0RAJ|raj> to:+3d'])
    await typed(story, RAJ, ['brief winback horizon 21', 'submit winback'])
    await story.settle()
    expect(await refused(story, RAJ, 'approve winback')).toMatch(/: Tom\. You asked for it, so you can't\.$/)
  })

  test('counts twice: two approvals are of two people, whoever stands in for whom', async () => {
    const story = await tell({ policies: '', teams: TWO })
    await submitted(story)
    await typed(story, TOM, [`delegate ${mei} to:+3d`])
    await story.settle()
    // Mei is asked for herself, so Tom is asked still.
    expect((await story.card()).text).toContain('growth 0 of 2, waiting for Tom or Mei')
    await typed(story, MEI, ['approve winback'])
    await story.settle()
    expect(await refused(story, MEI, 'approve winback')).toBe(
      'You decided this one already. It waits for Tom.',
    )
    expect((await story.card()).text).toContain('growth 1 of 2, waiting for Tom')
    await typed(story, TOM, ['delegate off', `delegate ${zoe} to:+3d`])
    await typed(story, ZOE, ['approve winback fine'])
    await story.settle()
    expect((await story.card()).text).toContain('Approved by Mei, and Zoe for Tom')
    expect((await story.dm(ANA, 'is approved')).text).toContain('is approved (Mei; Zoe for Tom: fine).')
  })

  test('breaks glass for another', async () => {
    const story = await tell({
      policies: '\npolicies:\n  default: { requires: { growth: 1 }, expires: 72h, break-glass: [U0TOM] }\n',
    })
    await submitted(story)
    await typed(story, TOM, [`delegate ${zoe} to:+3d`])
    await story.settle()
    expect(await refused(story, ZOE, 'breakglass winback it burns')).toBe(
      'Only Tom may approve winback alone in an emergency.',
    )
  })

  test('who has become a guest since decides in another’s stead', async () => {
    const story = await tell({ policies: GROWTH })
    await submitted(story)
    await typed(story, TOM, [`delegate ${zoe} to:+1h`])
    await story.settle()
    const card = await story.dm(ZOE, ASKS)
    story.slack.alter(ZOE, { is_restricted: true })
    await story.client.event('user_change', { user: { id: ZOE, team_id: 'T0', is_restricted: true } })
    await press(story, ZOE, card, 'Approve')
    expect(line(story, ZOE).text).toMatch(/^(Only the growth approvers|That is for members)/)
    expect((await story.card()).text).toContain('growth 0 of 1, waiting for')
  })

  test('of outside, deactivated or an app decides for another', async () => {
    for (const account of [{ is_restricted: true }, { is_bot: true }]) {
      const story = await tell()
      story.slack.alter(ZOE, account)
      expect(await refused(story, TOM, `delegate ${zoe} to:+3d`)).toMatch(
        /^Zoe is no member of this workspace/,
      )
    }
    const story = await tell()
    story.slack.deactivate(ZOE)
    expect(await refused(story, TOM, `delegate ${zoe} to:+3d`)).toMatch(/^Zoe's account is deactivated/)
  })
})

describe('a delegation', () => {
  test('counts no more once it is over or ended, between the card and the click; what was decided by it stands', async () => {
    const story = await tell()
    await submitted(story)
    await typed(story, TOM, [`delegate ${zoe} to:+2h`])
    await typed(story, RAJ, [`delegate ${zoe} to:+3d`])
    await story.settle()
    const card = await story.dm(ZOE, ASKS)
    expect(card.text).toContain(' for Tom and Raj\n')
    story.clock.at += 2 * HOUR
    await typed(story, RAJ, ['delegate off'])
    await story.settle()
    expect(await refusedClick(story, ZOE, card, 'Approve')).toMatch(
      /^Only the growth and data approvers can decide this one: Tom, Raj or Mei\. You stood in for Raj until <!date/,
    )
    await story.pass(0)
    expect(buttons(await story.dm(ZOE, ASKS))).toEqual(['Details'])
    expect((await story.dm(ZOE, 'any more. What')).text).toBe(
      'You do not decide for Raj any more. What you have decided stays.',
    )
    await typed(story, TOM, [`delegate ${zoe} to:+1h`])
    await typed(story, ZOE, ['approve winback'])
    await story.pass(2 * HOUR)
    expect((await story.card()).text).toContain('growth 1 of 1 · data 0 of 1, waiting for Raj or Mei')
    await typed(story, RAJ, ['approve winback'])
    await story.settle()
    expect((await story.card()).text).toContain('Approved by Zoe for Tom, and Raj')
  })

  test('that is to come asks from its first moment on, and not before', async () => {
    const story = await tell({ policies: GROWTH })
    await submitted(story)
    expect(said(await story.say(TOM, `delegate ${zoe} from:+3h to:+1d`))).toContain(
      'Zoe decides approvals for you from Mon 2 Mar 2026 11:00 UTC until Wed 4 Mar 2026 04:59 UTC',
    )
    await story.settle()
    expect((await story.dm(ZOE, 'has asked you')).text).toContain('You are told what waits then.')
    expect(await refused(story, ZOE, 'approve winback')).toBe(
      'Only the growth approvers can decide this one: Tom.',
    )
    await story.pass(3 * HOUR)
    expect(said(await story.dm(ZOE, 'from now on, until'))).toBe(
      'You decide approvals for Tom from now on, until Wed 4 Mar 2026 04:59 UTC.\nThis waits now: *Spring win-back*.',
    )
    await press(story, ZOE, await story.dm(ZOE, ASKS), 'Approve')
    expect((await story.card()).text).toContain('Approved by Zoe for Tom')
  })

  test('is put to who stands in at each submit, also of a user group', async () => {
    const story = await tell({
      policies: GROWTH,
      teams:
        '\nteams:\n  growth: { kind: growth, usergroup: S0GROWTH }\n  data: { kind: data, members: [U0RAJ] }\n',
    })
    story.slack.regroup('S0GROWTH', [ANA, TOM, MEI])
    await ready(story)
    await typed(story, TOM, [`delegate ${zoe} to:+3d`])
    expect((await story.say(ANA, 'submit winback')).text).toContain('It waits for Zoe for Tom, or Mei, until')
    await story.settle()
    await press(story, ZOE, await story.dm(ZOE, ASKS), 'Approve')
    expect((await story.card()).text).toContain('Approved by Zoe for Tom')
  })

  test('lasts through the last day by the clock of who is away, over both changes of the clocks', async () => {
    const story = await tell()
    story.clock.at = Date.parse('2026-03-07T15:00:00Z')
    expect(said(await story.say(TOM, `delegate ${zoe} to:2026-03-08`))).toContain('Mon 9 Mar 2026 03:59 UTC')
    await typed(story, TOM, ['delegate off'])
    await story.settle()
    expect(await refused(story, TOM, `delegate ${zoe} to:2026-03-08 02:30`)).toMatch(
      /02:30 does not exist on Sun 8 Mar 2026 in America\/New_York/,
    )
    story.clock.at = Date.parse('2026-10-31T15:00:00Z')
    expect(said(await story.say(TOM, `delegate ${zoe} to:2026-11-01`))).toContain('Mon 2 Nov 2026 04:59 UTC')
  })

  test.each([
    [`delegate ${tom} to:+3d`, /^You decide for yourself anyway/],
    [`delegate ${zoe}`, /^Until when\? Say it with `to:`\./],
    ['delegate to:+3d', /^Who decides for you\?/],
    [`delegate ${zoe} to:+90d`, /^Nobody stands in further ahead than 60 days, and .* is\./],
    [`delegate ${zoe} from:+3d to:+1d`, /^It would end .*, before it begins/],
    [`delegate now ${zoe} to:+3d`, /^"now" is too much here\./],
    ['delegate off', /^Nobody decides for you, so there is nothing to end\./],
  ])('%s is refused in words', async (typed, words) => {
    expect(await refused(await tell(), TOM, typed)).toMatch(words)
  })

  test('is one at a time, is seen by both, and ended by a button', async () => {
    const story = await tell()
    expect((await story.say(TOM, 'delegate')).text).toBe('Nobody decides approvals for you.')
    await typed(story, TOM, [`delegate ${zoe} from:+1d to:+3d`])
    await story.settle()
    expect(await refused(story, TOM, `delegate ${mei} from:+2d to:+5d`)).toMatch(
      /^Zoe decides for you from <!date.*> until <!date.*>, so nobody else can then\. End that first: `\/campaign delegate off`/,
    )
    await typed(story, TOM, [`delegate ${mei} to:+2h`])
    const all = await story.say(TOM, 'delegate')
    expect(said(all)).toBe(
      'Mei decides approvals for you until Mon 2 Mar 2026 10:00 UTC\nZoe decides approvals for you from Tue 3 Mar 2026 14:00 UTC until Fri 6 Mar 2026 04:59 UTC',
    )
    expect(buttons(line(story, TOM))).toEqual(['End it', 'End it', 'I am away…'])
    expect(said(await story.say(MEI, 'delegate'))).toBe(
      'Nobody decides approvals for you.\nYou decide approvals for Tom until Mon 2 Mar 2026 10:00 UTC',
    )
    await press(story, TOM, line(story, TOM), 'End it', 'Mei')
    expect(said(await story.say(TOM, 'delegate'))).toContain('Zoe decides approvals for you from')
    expect(said(await story.say(MEI, 'delegate'))).toBe('Nobody decides approvals for you.')
  })

  test('is set on Home by a form, and shown and ended there', async () => {
    const story = await tell({ policies: GROWTH })
    await submitted(story)
    const home = await homeAfter(story, TOM, () =>
      story.client.event('app_home_opened', { user: TOM, tab: 'home', channel: 'D0HOME' }),
    )
    await story.client.clickButton(TOM, home, 'I am away…')
    const at = (ms: number) => new Date(story.clock.at + ms).toISOString()
    const form = modal(story, TOM)
    const past = await story.client.fillAndSubmit(TOM, form, {
      'Who decides for you?': ZOE,
      Until: at(-60_000),
    })
    expect(JSON.stringify(past)).toContain('That is past already: choose a later time.')
    const set = await homeAfter(story, TOM, () =>
      story.client.fillAndSubmit(TOM, form, { 'Who decides for you?': ZOE, Until: at(HOUR) }),
    )
    await story.settle()
    expect(readAloud({ text: '', blocks: set.blocks })).toContain('Zoe decides approvals for you until')
    await press(story, ZOE, await story.dm(ZOE, ASKS), 'Approve')
    expect((await story.card()).text).toContain('Approved by Zoe for Tom')
    const ended = await homeAfter(story, TOM, () => story.client.clickButton(TOM, set, 'End it'))
    expect(readAloud({ text: '', blocks: ended.blocks })).not.toContain('Zoe decides')
  })
})

/** Home as it is published after something was done. */
async function homeAfter(story: Story, user: string, act: () => Promise<unknown>): Promise<View> {
  const before = story.slack.homes(user).length
  await act()
  await story.slack.until('views.publish', () => story.slack.homes(user).length > before)
  const view = story.slack.homes(user).at(-1)
  if (view) return view
  throw new Error(`${user} has no Home`)
}
