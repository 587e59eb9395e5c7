import { describe, expect, test } from 'vitest'
import type { Fault } from '../../sandbox/workspace/faults.ts'
import { buttons } from './seen.ts'
import {
  ANA,
  DAY,
  HOUR,
  MEI,
  MINUTE,
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

/** Raj is listed, Mei is of the group alone. */
const GROUPED = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM] }
  data: { kind: data, members: [U0RAJ], usergroup: S0DATA, lead: U0RAJ }
`
const GROUP = 'usergroups.users.list'

const apologies = (story: Story) =>
  [ANA, RAJ, MEI, TOM, ZOE].flatMap((person) =>
    story.slack.ephemerals(person).filter(({ text }) => text.startsWith('That did not work')),
  )

/** A story whose log is read: Slack is answered before what an event brings is done. */
async function listening(teams?: string) {
  const lines: string[] = []
  const log = { write: (line: string) => void lines.push(line) }
  const story = await tell({ ...(teams ? { teams } : {}), log, env: { LOG_LEVEL: 'info' } })
  const done = () => lines.filter((line) => /"msg":"(Done|The answer could not be given)"/.test(line)).length
  const event = async (type: string, fields: Record<string, unknown>) => {
    const before = done()
    await story.client.event(type, fields)
    await expect.poll(done).toBeGreaterThan(before)
    await story.settle()
  }
  return { story, event, lines }
}

/** A story whose beginning is told and not put back, since it is to meet what its Slack can't do. */
const OWN = { more: '\n' }

describe('a user group that can’t be read', () => {
  test.each<[string, Fault, string, string]>([
    [
      'it is gone',
      { error: 'no_such_subteam' },
      'there is no such group any more',
      'List the members, or another group, in stairway.yaml and start me again.',
    ],
    [
      'the plan has none',
      { error: 'plan_upgrade_required' },
      'the plan of this workspace has no user groups',
      'List the members in stairway.yaml and start me again.',
    ],
    [
      'a scope is missing',
      { error: 'missing_scope' },
      'I lack the scope usergroups:read',
      'An admin has to install the app again from manifest.yaml.',
    ],
  ])('%s: who is listed counts, all else goes on, and the lead is told once', async (_, fault, why, mend) => {
    const story = await tell({ teams: GROUPED })
    story.slack.failEach(GROUP, () => fault)
    await submitted(story)
    for (const line of ['', 'list', 'show winback', 'tasks winback', 'learnings', 'help'])
      await typed(story, ANA, [line])
    expect(readAloud(await story.card('winback'))).toContain(
      'growth 0 of 1, waiting for Tom · data 0 of 1, waiting for Raj',
    )
    for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve winback'])
    await story.pass(HOUR)
    await story.pass(DAY)
    const told = (await story.slack.dms(RAJ)).filter(({ text }) => text.includes('user group'))
    expect(told.map(({ text }) => text)).toEqual([
      `I can't read the user group S0DATA of the data team: ${why}. Until it is mended, only who is listed by name counts: Raj. ${mend}`,
    ])
    expect(apologies(story)).toEqual([])
  })

  test('the log says it once, and once that it can be read again', async () => {
    const { story, lines } = await listening(GROUPED)
    const again = story.slack.failEach(GROUP, () => ({ error: 'no_such_subteam' }))
    await story.pass(MINUTE)
    for (const line of ['list', 'learnings']) await typed(story, ANA, [line])
    await story.pass(HOUR)
    again()
    await story.pass(HOUR)
    const said = lines.filter((line) => line.includes('S0DATA')).map((line) => JSON.parse(line))
    expect(said).toMatchObject([
      {
        level: 40,
        what: 'user group',
        teams: ['data'],
        msg: "It can't be read: what was known of it before counts",
      },
      { level: 30, what: 'user group', teams: ['data'], msg: 'It can be read again' },
    ])
  })

  test('a team without a lead: the owners of what it has to approve are told', async () => {
    const story = await tell({ teams: GROUPED.replace(', lead: U0RAJ', '') })
    story.slack.failEach(GROUP, () => ({ error: 'no_such_subteam' }))
    await ready(story)
    expect((await story.dm(ANA, 'user group')).text).toContain('of the data team')
  })
})

describe('while a group can’t be read', () => {
  const asked = async () => {
    const heard = await listening(GROUPED)
    await submitted(heard.story)
    return heard
  }

  test('who is in it by that alone is told so, and decides once it can be read again', async () => {
    const { story, event } = await asked()
    story.slack.regroup('S0DATA', null)
    await event('subteam_updated', { subteam: { id: 'S0DATA', date_delete: 1 } })
    expect((await story.say(MEI, 'approve winback')).text).toBe(
      "I can't read the user group of data just now, so I can't tell whether you may. Try again in a few minutes; whoever is listed by name in stairway.yaml can do it now.",
    )
    expect((await story.say(MEI, 'brief winback horizon 21 days')).text).toMatch(
      /^I can't read the user group/,
    )
    expect((await story.say(MEI, '')).text).toContain('approvals that wait on you may be missing here')
    expect((await story.say(RAJ, '')).text).not.toContain('may be missing')
    expect((await story.say(ANA, 'approve winback')).text).toContain("You asked for it, so you can't.")
    await story.settle()
    expect(buttons(await story.dm(MEI, 'asks you to approve'))).toContain('Approve')
    story.slack.regroup('S0DATA', ['U0MEI'])
    await story.pass(MINUTE)
    await typed(story, MEI, ['approve winback'])
  })

  test('a group that failed at the submit: its people get the request once it can be read', async () => {
    const story = await tell({ teams: GROUPED })
    const again = story.slack.failEach(GROUP, () => ({ status: 500 }))
    await submitted(story)
    expect(await story.slack.dms(MEI)).toEqual([])
    again()
    await story.pass(MINUTE)
    await story.settle()
    expect(readAloud(await story.dm(MEI, 'asks you to approve'))).toContain('Spring win-back')
    expect(readAloud(await story.card('winback'))).toContain('data 0 of 1, waiting for Raj or Mei')
  })

  test('a team that is a group alone can’t be submitted to, and nothing becomes easier', async () => {
    const story = await tell({ teams: GROUPED.replace('members: [U0RAJ], ', '') })
    const again = story.slack.failEach(GROUP, () => ({ retryAfter: 30 }))
    await ready(story)
    expect((await story.say(ANA, 'submit winback')).text).toBe(
      "The data team must approve once, but I can't read its user group just now, and none of the members that I know may. Try again in a few minutes.",
    )
    again()
    await story.pass(MINUTE)
    await typed(story, ANA, ['submit winback'])
  })

  test.each<[string, Fault]>([
    ['Slack fails', { status: 500 }],
    ['Slack asks to wait', { retryAfter: 30 }],
  ])('%s for a while: what was known of it counts for an hour, and not for longer', async (_, fault) => {
    const { story } = await asked()
    story.slack.failEach(GROUP, () => fault)
    await story.pass(30 * MINUTE)
    expect((await story.say(ANA, 'show winback')).text).not.toBe('')
    expect(readAloud(await story.card('winback'))).toContain('waiting for Raj or Mei')
    await story.pass(2 * HOUR)
    expect((await story.say(MEI, 'approve winback')).text).toMatch(/^I can't read the user group of data/)
    await typed(story, RAJ, ['approve winback'])
  })

  test('who has left the group can’t decide for it, though Slack does not answer', async () => {
    const { story, event } = await asked()
    story.slack.regroup('S0DATA', ['U0RAJ'])
    story.slack.failEach(GROUP, () => ({ status: 500 }))
    await event('subteam_members_changed', { subteam_id: 'S0DATA', removed_users: ['U0MEI'] })
    expect((await story.say(MEI, 'approve winback')).text).toMatch(/^I can't read the user group of data/)
  })

  test('a digest of its team is not put together without a word, and who set it is told', async () => {
    const { story } = await asked()
    await typed(story, TOM, ['digest team:data weekly mon 09:00 Europe/Berlin <#C0GROWTH|growth>'])
    story.slack.failEach(GROUP, () => ({ error: 'no_such_subteam' }))
    await story.pass(7 * DAY)
    for (let tries = 0; tries < 8; tries += 1) await story.pass(20 * MINUTE)
    expect((await story.dm(TOM, 'could not be put together')).text).toContain('user group of data')
  })
})

describe('people who can’t be looked up', () => {
  test.each<[string, Fault]>([
    ['Slack fails', { status: 500 }],
    ['Slack asks to wait', { retryAfter: 30 }],
    ['what it answers is no account', { status: 200 }],
  ])('%s: acts go on with ids and the default zone', async (_, fault) => {
    const story = await tell(OWN)
    const again = story.slack.failEach('users.info', () => fault)
    await ready(story)
    for (const line of ['', 'list', 'show winback', 'submit winback']) await typed(story, ANA, [line])
    expect((await story.say(ANA, 'show winback')).text).not.toBe('')
    await story.client.openHome(ANA)
    await story.slack.until('views.publish')
    again()
    await story.pass(MINUTE)
    expect((await story.say(TOM, 'approve winback')).text).toContain('Raj')
    expect(apologies(story)).toEqual([])
  })

  test('a card that had to do without a name has it once Slack says it', async () => {
    const story = await tell(OWN)
    const again = story.slack.failEach('users.info', () => ({ status: 500 }))
    await ready(story)
    expect(readAloud(await story.card('winback'))).toContain('Owner U0ANA')
    again()
    await story.pass(3 * MINUTE)
    expect(readAloud(await story.card('winback'))).toContain('Owner Ana')
  })

  test('a look-up that hangs holds an act up for a moment, and once', async () => {
    const story = await tell()
    await ready(story)
    const { slack } = story
    await story.pass(2 * HOUR)
    const holds = Array.from({ length: 8 }, () => slack.holdNext('users.info'))
    expect((await story.say(ANA, 'show winback')).text).toContain('Spring win-back')
    expect((await story.type(ZOE, 'show winback')).status).toBe(200)
    for (const { release } of holds) release()
  })

  test('an account of odd types counts as one that says nothing', async () => {
    const story = await tell(OWN)
    story.slack.alter(ANA, {
      tz: 'Mars/Olympus',
      profile: { display_name: 7, real_name: null },
      real_name: ['x'],
    })
    story.slack.alter(RAJ, { tz: null, profile: null, name: undefined, real_name: undefined, deleted: 'no' })
    await submitted(story)
    const said = readAloud(await story.card('winback'))
    expect(said).toContain('ana')
    expect(said).toContain('waiting for U0RAJ or Mei')
    await typed(story, RAJ, ['approve winback'])
  })
})

describe('an approver who has left', () => {
  test('who is the last of a team: a submit is refused as for one without members', async () => {
    const story = await tell()
    story.slack.deactivate(TOM)
    await ready(story)
    expect((await story.say(ANA, 'submit winback')).text).toBe(
      'The growth team must approve once, but none of its members may (nobody approves their own campaign, and Tom left). Add members to the team in stairway.yaml.',
    )
  })

  test('where others are left, they are not named as waited for, nor sent messages', async () => {
    const story = await tell()
    story.slack.deactivate(MEI)
    await ready(story)
    expect((await story.say(ANA, 'submit winback')).text).toMatch(/waits for Tom or Raj, until/)
    await story.settle()
    expect(await story.slack.dms(MEI)).toEqual([])
    expect((await story.slack.dms(ANA)).filter(({ text }) => text.includes("can't reach"))).toEqual([])
    expect(readAloud(await story.card('winback'))).toContain('data 0 of 1, waiting for Raj')
  })

  test('who leaves while it is open: cards stop waiting for them at once', async () => {
    const { story, event } = await listening()
    await submitted(story)
    story.slack.deactivate(MEI)
    await event('user_change', {
      user: { id: MEI, deleted: true, profile: { display_name: 'Mei' } },
    })
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('data 0 of 1, waiting for Raj')
    expect(readAloud(await story.card('winback'))).not.toContain('Mei')
  })
})

describe('a channel', () => {
  test('has another id: card, digests and approval go on under it, once', async () => {
    const { story, event } = await listening()
    await submitted(story)
    await typed(story, ANA, ['digest winback daily 09:00 Europe/Berlin'])
    await typed(story, TOM, ['digest all weekly mon 09:00 Europe/Berlin <#C0GROWTH|growth>'])
    await story.settle()
    story.slack.convert('C0GROWTH', 'C0SHARED')
    const moved = { old_channel_id: 'C0GROWTH', new_channel_id: 'C0SHARED' }
    for (let times = 0; times < 2; times += 1) await event('channel_id_changed', moved)
    for (const approver of [TOM, RAJ])
      expect((await story.type(approver, 'approve winback', 'C0SHARED')).status).toBe(200)
    await story.settle()
    expect(readAloud(await story.card('winback', 'C0SHARED'))).toContain('*approved*')
    const history = (await story.say(ANA, 'history winback', 'C0SHARED')).text
    expect(history.match(/followed its channel/g)).toHaveLength(1)
    expect((await story.slack.dms(ANA)).filter(({ text }) => text.includes("can't post"))).toEqual([])
    expect((await story.say(TOM, 'digest all', 'C0SHARED')).text).toContain('C0SHARED')
  })

  test.each([
    ['channel_archive', 'it is archived'],
    ['channel_left', 'somebody there has to /invite'],
    ['channel_deleted', 'it was deleted'],
    ['group_archive', 'it is archived'],
    ['group_left', 'somebody there has to /invite'],
    ['group_deleted', 'it was deleted'],
  ])('%s: the owner is told before a message fails, once', async (type, words) => {
    const { story, event } = await listening()
    await ready(story)
    for (let times = 0; times < 2; times += 1) await event(type, { channel: 'C0GROWTH', user: TOM })
    await story.settle()
    expect((await story.slack.dms(ANA)).filter(({ text }) => text.includes(words))).toHaveLength(1)
  })
})
