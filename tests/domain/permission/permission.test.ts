import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Membership } from '../../../src/domain/people.ts'
import {
  ACTIONS,
  type Action,
  may,
  mayPerhaps,
  type On,
  refuseUnless,
  somebodyMay,
} from '../../../src/domain/permission/permission.ts'
import { STAIRWAY } from '../../../src/domain/state/actor.ts'
import type { ApprovalRequest } from '../../../src/domain/state/requests.ts'
import { Refusal } from '../../../src/refusal.ts'
import { aFollowUp, aState, aStep, aTask, later, NOW } from '../build.ts'

/** One of each kind; the approver and the requester are of the teams too, the others of none. */
const PEOPLE = {
  owner: 'UANA',
  partner: 'UPAT',
  member: 'ULIV',
  approver: 'UMEI',
  requester: 'UTOM',
  task: 'UTIA',
  step: 'USAM',
  analyst: 'UFAY',
  asker: 'UKAI',
  decider: 'UDEE',
  stranger: 'UZOE',
  stairway: STAIRWAY,
} as const
type Kind = keyof typeof PEOPLE
const KINDS = Object.keys(PEOPLE) as Kind[]

const MEMBERS: Membership = new Map([
  ['growth', new Set(['UANA', 'ULIV', 'UTOM'])],
  ['data', new Set(['UMEI', 'UTOM'])],
])

const REQUEST: ApprovalRequest = {
  ...{ n: 1, by: 'UTOM', at: NOW, expiresAt: later(1), state: 'open' },
  decisions: [{ by: 'UDEE', team: 'growth', verdict: 'approve', words: null, at: NOW }],
  requires: [{ team: 'data', count: 1 }],
  brief: aState().campaign.brief,
  terms: { launchAt: null, evidence: [], authors: [], policy: 'default', mayBreak: ['UDEE'] },
}
const { campaign } = aState({ brief: { partner: 'UPAT' } })
const TASK = aTask({ assignee: 'UTIA' })
const STEP = aStep({ plan: { kind: 'human', person: 'USAM', words: 'Press send' } })
const FOLLOW_UP = aFollowUp({ assignee: 'UFAY', askedBy: 'UKAI' })
const ON = {
  campaign,
  override: ['UDEE'],
  task: TASK,
  tasks: [TASK],
  request: REQUEST,
  step: STEP,
  steps: [STEP],
  followUp: FOLLOW_UP,
  followUps: [FOLLOW_UP],
}
/** One thing that is all of them: what an action does not look at is not asked. */
const on = <A extends Action>(_action: A): On<A> => ON as never

const RUNNERS = ['owner', 'partner', 'member', 'approver', 'requester', 'stairway'] as const
const MEMBER = ['owner', 'member', 'approver', 'requester'] as const

/** Done to no campaign, so nobody owns what it is done to. */
const OF_TEAMS: readonly Action[] = ['plan_portfolio', 'keep_report_addresses']

/** Who may what, said once more: a change of the table is a change of this. */
const WHO: Readonly<Record<Action, readonly Kind[]>> = {
  create: KINDS,
  search: KINDS,
  read_growth: KINDS,
  delegate: KINDS,
  plan_portfolio: MEMBER,
  keep_report_addresses: MEMBER,
  view: KINDS,
  read_results: KINDS,
  change_brief: RUNNERS,
  add_task: RUNNERS,
  remove_task: RUNNERS,
  change_task: [...RUNNERS, 'task'],
  waive_check: ['owner', 'partner', 'member', 'approver', 'requester'],
  assign_task: [...RUNNERS, 'task'],
  submit: RUNNERS,
  tick_point: RUNNERS,
  predict: ['owner', 'partner'],
  go_on: ['approver', 'decider'],
  decide: ['approver'],
  take_back: ['decider'],
  break_glass: ['decider'],
  withdraw: RUNNERS,
  launch: RUNNERS,
  launch_despite: ['decider'],
  confirm_step: ['step'],
  retry_step: RUNNERS,
  skip_step: RUNNERS,
  undo_steps: RUNNERS,
  confirm_undo: ['step'],
  pause: RUNNERS,
  resume: RUNNERS,
  stop: RUNNERS,
  cancel: RUNNERS,
  choose: RUNNERS,
  conclude: RUNNERS,
  plan_digest: RUNNERS,
  make_digest: RUNNERS,
  take_up_suggestion: KINDS,
  dismiss_suggestion: KINDS,
  ask: KINDS,
  answer: KINDS,
  accept_follow_up: ['analyst'],
  reassign_follow_up: [...RUNNERS, 'analyst', 'asker'],
  decline_follow_up: [...RUNNERS, 'analyst', 'asker'],
  mute: KINDS,
}

const pairs = ACTIONS.flatMap((action) => KINDS.map((kind) => [action, kind] as const))

function refusalOf(action: Action, person: string, members = MEMBERS): Refusal | null {
  try {
    refuseUnless(action, person, on(action), members)
    return null
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

test.each(pairs)('%s: %s', (action, kind) => {
  const expected = WHO[action].includes(kind)
  expect(may(action, PEOPLE[kind], on(action), MEMBERS)).toBe(expected)
  expect(refusalOf(action, PEOPLE[kind])?.code ?? null).toBe(expected ? null : 'forbidden')
})

/** What those of outside may by what they are to a campaign; whoever is of a declared team is not one of them. */
const OUTSIDE = ['owner', 'partner', 'task', 'step', 'analyst', 'asker', 'stranger'] as const
const NAMED = ['owner', 'partner', 'task', 'step', 'analyst', 'asker'] as const
const OPENED: Partial<Record<Action, readonly Kind[]>> = {
  create: [],
  search: [],
  read_growth: [],
  delegate: [],
  view: NAMED,
  read_results: NAMED,
  ask: NAMED,
  mute: NAMED,
  take_up_suggestion: ['owner', 'partner'],
  dismiss_suggestion: ['owner', 'partner'],
  answer: ['owner', 'partner', 'analyst', 'asker'],
}

describe('of outside', () => {
  const teams: Membership = new Map([['growth', new Set(['ULIV'])]])
  const outside = (kind: Kind) => ({ userId: PEOPLE[kind], outside: true }) as const

  test.each(ACTIONS.flatMap((action) => OUTSIDE.map((kind) => [action, kind] as const)))(
    '%s: %s',
    (action, kind) => {
      const inside = WHO[action].includes(kind) && (kind !== 'owner' || !OF_TEAMS.includes(action))
      const expected = OPENED[action]?.includes(kind) ?? inside
      expect(may(action, outside(kind), on(action), teams)).toBe(expected)
    },
  )

  test('nobody is of a team because none is declared', () => {
    for (const action of ['stop', 'plan_portfolio', 'decline_follow_up'] as const)
      expect(may(action, outside('stranger'), on(action), new Map()), action).toBe(false)
  })

  test('is told nothing of what they may not see', () => {
    const state = aState()
    expect(() => refuseUnless('view', outside('stranger'), state, teams)).toThrow(
      /^That is for members of this workspace, and for those whom a campaign names\./,
    )
  })
})

test('every action is in the table once, and somebody may', () => {
  expect(new Set(ACTIONS).size).toBe(ACTIONS.length)
  expect(Object.keys(WHO).sort()).toEqual([...ACTIONS].sort())
  for (const action of ACTIONS) expect(somebodyMay(action, on(action), MEMBERS), action).toBe(true)
})

describe('who somebody is', () => {
  test('where no team is declared everybody is of one', () => {
    for (const action of ACTIONS.filter((each) => WHO[each].includes('member')))
      expect(may(action, 'UZOE', on(action), new Map()), action).toBe(true)
  })

  test('but nobody approves, confirms or predicts by that', () => {
    for (const action of ['decide', 'confirm_step', 'predict', 'accept_follow_up'] as const)
      expect(may(action, 'UZOE', on(action), new Map()), action).toBe(false)
    expect(somebodyMay('decide', on('decide'), new Map())).toBe(false)
  })

  test('nobody decides on what they asked for or own, whatever team they are of', () => {
    const mine = { ...REQUEST, by: 'UMEI' }
    expect(may('decide', 'UMEI', { campaign, request: mine }, MEMBERS)).toBe(false)
    const owned = { ...campaign, owner: 'UMEI' }
    expect(may('decide', 'UMEI', { campaign: owned, request: REQUEST }, MEMBERS)).toBe(false)
  })

  test('a task that names nobody is its owner’s or data partner’s; one that is not there is nobody’s', () => {
    const teams: Membership = new Map([['growth', new Set(['ULIV'])]])
    const data = { ...campaign, brief: { ...campaign.brief, partner: 'UPAT' } }
    expect(may('change_task', 'UPAT', { campaign: data, task: aTask({ team: 'data' }) }, teams)).toBe(true)
    expect(may('change_task', 'UTIA', { campaign, task: undefined }, teams)).toBe(false)
  })

  test('a follow-up that waits for nobody is whoever’s takes it; it is handed on by those who run the campaign or asked', () => {
    const followUp = aFollowUp({ assignee: null, askedBy: 'UKAI' })
    expect(may('accept_follow_up', 'UZOE', { campaign, followUp }, MEMBERS)).toBe(true)
    expect(may('decline_follow_up', 'UZOE', { campaign, followUp }, MEMBERS)).toBe(false)
    expect(may('decline_follow_up', 'UKAI', { campaign, followUp }, MEMBERS)).toBe(true)
  })
})

describe('the words', () => {
  const said = (action: Action, person = 'UZOE') => refusalOf(action, person)?.message

  test('say who may, and what can be done instead', () => {
    expect(said('pause')).toBe(
      'Only {@UANA} or {@UPAT} and members of growth and data can change winback. You can ask: `/campaign ask winback <question>`',
    )
    expect(said('change_task')).toBe(said('pause'))
    expect(said('decline_follow_up')).toBe(said('pause'))
    expect(said('plan_portfolio')).toBe(
      'Only members of growth and data can change digests of many campaigns.',
    )
    expect(said('keep_report_addresses')).toBe(
      'Only members of growth and data can say who may report a check.',
    )
    expect(said('predict')).toBe('The owner and the data partner predict winback: {@UANA} and {@UPAT}.')
    expect(said('confirm_step')).toBe('{@USAM} confirms this step: Press send')
    expect(said('accept_follow_up')).toBe(
      'winback-1 waits for {@UFAY}. Take it over: `/campaign followup winback-1 reassign @you`',
    )
  })

  test('tell the owner and the requester why it is not for them', () => {
    const only = 'Only the data approvers can decide this one: {@UMEI}.'
    expect(said('decide')).toBe(only)
    expect(said('decide', 'UTOM')).toBe(`${only} You asked for it, so you can't.`)
    expect(said('decide', 'UANA')).toBe(`${only} It is your own campaign, so you can't.`)
  })

  test('name an owner who is the data partner too once', () => {
    const own = aState({ brief: { partner: 'UANA' } })
    expect(() => refuseUnless('stop', 'UZOE', own, MEMBERS)).toThrow(/^Only \{@UANA\} and members/)
    expect(() => refuseUnless('predict', 'UZOE', own, MEMBERS)).toThrow(/predict winback: \{@UANA\}\.$/)
  })
})

describe('in the whole house', () => {
  const SRC = new URL('../../../src/', import.meta.url)
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const holding = (text: string) =>
    files.filter((name) => readFileSync(new URL(name, SRC), 'utf8').includes(text)).sort()

  test('nobody but the table refuses a person for who they are', () => {
    expect(holding("'forbidden'")).toEqual(['domain/permission/permission.ts', 'refusal.ts'])
  })

  test('each action that changes something is asked by its verb, or by the noun that the verb changes', () => {
    const reads: readonly Action[] = ['read_results']
    const asked = ACTIONS.filter((action) =>
      holding(`'${action}'`).some((name) => /^(usecases|domain\/(?!permission|state))/.test(name)),
    )
    expect(ACTIONS.filter((action) => !asked.includes(action))).toEqual(reads)
  })
})

describe('while the user group of a team can’t be read', () => {
  const unread: Membership = new Map([
    ...MEMBERS,
    ['data', Object.assign(new Set(['UMEI']), { unread: 'unavailable' })],
  ])
  const on = { campaign: aState().campaign, request: REQUEST }

  test('who may be of it is offered what members may, and told what is wrong instead of "you may not"', () => {
    expect(mayPerhaps('decide', 'UZOE', on, unread)).toBe(true)
    expect(mayPerhaps('decide', 'UZOE', on, MEMBERS)).toBe(false)
    expect(may('decide', 'UZOE', on, unread)).toBe(false)
    expect(mayPerhaps('predict', 'UZOE', on, unread)).toBe(false)
    for (const action of ['decide', 'submit', 'plan_portfolio'] as const)
      expect(() => refuseUnless(action, 'UZOE', on as never, unread)).toThrow(
        /^I can't read the user group of data/,
      )
    expect(() => refuseUnless('decide', 'UTOM', on, unread)).toThrow(/You asked for it/)
  })

  test('who is listed may as before', () => {
    expect(() => refuseUnless('decide', 'UMEI', on, unread)).not.toThrow()
  })
})
