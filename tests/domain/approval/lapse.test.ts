import fc from 'fast-check'
import { expect, test } from 'vitest'
import { submit } from '../../../src/domain/approval/approval.ts'
import { decide } from '../../../src/domain/approval/decision.ts'
import { breakGlass } from '../../../src/domain/approval/glass.ts'
import { lapse, lapsesAt } from '../../../src/domain/approval/lapse.ts'
import { takeBack } from '../../../src/domain/approval/taken-back.ts'
import type { Catalog, CheckDefinition } from '../../../src/domain/catalog/catalog.ts'
import { startLaunch } from '../../../src/domain/launch.ts'
import { answerEvents } from '../../../src/domain/readiness/answers.ts'
import { isReady } from '../../../src/domain/readiness/standing.ts'
import type { Actor } from '../../../src/domain/state/actor.ts'
import type { CheckStatus } from '../../../src/domain/state/answers.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import { apply, type CampaignEvent } from '../../../src/domain/state/events.ts'
import type { Task } from '../../../src/domain/state/tasks.ts'
import { Refusal } from '../../../src/refusal.ts'
import { CATALOG, FULL_BRIEF } from '../../support/stand.ts'
import { aState, HOUR, later, NOW } from '../build.ts'

const CHECKS: readonly CheckDefinition[] = ['a', 'b'].map((name) => ({
  ...{ name, kind: 'sql', title: name, maxAgeMinutes: 1_440, everyMinutes: 60, graceMinutes: 120 },
}))
const POLICIES: Catalog['policies'] = [
  {
    name: 'default',
    requires: [{ team: 'growth', count: 1 }],
    expiresAfterHours: 1_000,
    breakGlass: ['UGLA'],
  },
]
const MEMBERS = new Map([['growth', new Set(['UTOM', 'ULIV'])]])

const task = (n: number, check: string): Task => ({
  ...{ n, title: check, step: 'collect', team: 'data', assignee: null, dueAt: null, required: true },
  ...{ state: 'todo', evidence: null, check },
})
const began = aState({ brief: FULL_BRIEF }, { tasks: [task(1, 'a'), task(2, 'b')] })

const actor = (userId: string): Actor => ({ teamId: 'T1', userId, surface: 'command' })

function after(state: CampaignState, by: string, at: Date, events: readonly CampaignEvent[]): CampaignState {
  return events.reduce((before, event) => apply(before, { at, actor: actor(by), event }, 1), state)
}

function answered(state: CampaignState, at: Date, says: readonly [CheckStatus, CheckStatus]): CampaignState {
  const answers = new Map(
    ['a', 'b'].map((name, i) => [
      name,
      { status: says[i] ?? 'pass', figure: null, wanted: null, where: 'dwh', at: null, words: null },
    ]),
  )
  const kept = after(state, 'stairway', at, answerEvents(state, { answers, askedAt: at, now: at }, CHECKS))
  return after(kept, 'stairway', at, lapse(kept, CHECKS, at))
}

type Act =
  | { readonly does: 'answer'; readonly says: readonly [CheckStatus, CheckStatus] }
  | { readonly does: 'submit' | 'launch' }
  | { readonly does: 'approve' | 'takeBack'; readonly by: string; readonly words: string | null }
  | { readonly does: 'breakGlass'; readonly words: string }

function acted(state: CampaignState, act: Act, at: Date): CampaignState {
  switch (act.does) {
    case 'answer':
      return answered(state, at, act.says)
    case 'submit': {
      const catalog = { ...CATALOG, policies: POLICIES }
      return after(state, 'UANA', at, submit(state, 'UANA', catalog, MEMBERS, { now: at, zone: 'UTC' }))
    }
    case 'approve':
      return after(
        state,
        act.by,
        at,
        decide(state, act.by, { verdict: 'approve', words: act.words }, MEMBERS, at),
      )
    case 'takeBack':
      return after(
        state,
        act.by,
        at,
        takeBack(state, actor(act.by), { words: null, members: MEMBERS, now: at }),
      )
    case 'breakGlass':
      return after(state, 'UGLA', at, breakGlass(state, actor('UGLA'), act.words, MEMBERS, at))
    case 'launch':
      return after(state, 'UANA', at, startLaunch(state, [], at))
  }
}

const status = fc.constantFrom<CheckStatus>('pass', 'pass', 'pass', 'fail', 'error', 'unknown')
const anAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ does: fc.constant('answer' as const), says: fc.tuple(status, status) }),
  fc.record({ does: fc.constantFrom('submit' as const, 'launch' as const) }),
  fc.record({
    does: fc.constantFrom('approve' as const, 'approve' as const, 'takeBack' as const),
    by: fc.constantFrom('UTOM', 'ULIV'),
    words: fc.constantFrom(null, 'the send reads none of it'),
  }),
  fc.record({ does: fc.constant('breakGlass' as const), words: fc.constantFrom(' ', 'the price is wrong') }),
)

/** Whether somebody said why it goes on in spite of this task, having seen that it holds the launch. */
function isExcepted({ request }: CampaignState, n: number): boolean {
  const given = (request?.decisions ?? []).filter(({ verdict }) => verdict === 'approve')
  return [...given, ...(request?.terms?.glass ? [request.terms.glass] : [])].some(
    ({ words, seen = [] }) => words?.trim() && seen.some((each) => each.n === n && each.red),
  )
}

test('whatever is answered, voted and taken back: nothing launches past a check that nobody was asked about', () => {
  let launched = 0
  fc.assert(
    fc.property(fc.array(fc.tuple(anAct, fc.integer({ min: 0, max: 5 })), { maxLength: 25 }), (acts) => {
      let [state, at] = [answered(began, NOW, ['pass', 'pass']), NOW]
      for (const [act, hours] of acts) {
        at = later(at.getTime() - NOW.getTime() + hours * HOUR)
        const before = state
        try {
          state = acted(before, act, at)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
        }
        if (state.campaign.stage !== 'launching') continue
        launched += 1
        expect(before.campaign.stage).toBe('approved')
        for (const each of before.tasks) expect(isReady(each, at) || isExcepted(before, each.n)).toBe(true)
        return
      }
      // What has failed for its grace when it was asked last leaves no approval behind that did not see it.
      for (const each of state.tasks) {
        const ends = lapsesAt(each, CHECKS, at)
        const asked = each.answer?.askedAt ?? at
        if (state.campaign.stage === 'approved' && ends && ends <= asked)
          expect(isExcepted(state, each.n)).toBe(true)
      }
    }),
    { numRuns: 400 },
  )
  expect(launched).toBeGreaterThan(0)
})

const hours = (count: number) => later(count * HOUR)
const asked = acted(answered(began, NOW, ['pass', 'pass']), { does: 'submit' }, hours(1))
const approved = (state: CampaignState, by: string, words: string | null, at: Date) =>
  acted(state, { does: 'approve', by, words }, at)

test('an exception goes with who gave it: the next one is asked for a reason of their own', () => {
  const red = answered(asked, hours(2), ['fail', 'pass'])
  const given = approved(red, 'UTOM', 'the send reads none of it', hours(3))
  expect(given.campaign.stage).toBe('approved')
  const open = acted(given, { does: 'takeBack', by: 'UTOM', words: null }, hours(4))
  expect(() => approved(open, 'ULIV', null, hours(5))).toThrow('A check does not pass')
})

test('an exception ends once its check has passed: what fails after that nobody has decided on', () => {
  const given = approved(answered(asked, hours(2), ['fail', 'pass']), 'UTOM', 'none of it is read', hours(3))
  const again = answered(answered(given, hours(4), ['pass', 'pass']), hours(5), ['fail', 'pass'])
  expect(again.campaign.stage).toBe('approved')
  expect(answered(again, hours(8), ['fail', 'pass']).campaign.stage).toBe('preparing')
})

test('nothing lapses by an answer that is older than its grace, nor gets away by warning in turns', () => {
  const given = approved(asked, 'UTOM', null, hours(2))
  const red = answered(given, hours(3), ['fail', 'pass'])
  expect(lapse(red, CHECKS, hours(6))).toEqual([])
  const turns = [4, 5].reduce(
    (state, at, i) => answered(state, hours(at), [i === 0 ? 'warn' : 'fail', 'pass']),
    red,
  )
  expect(turns.campaign.stage).toBe('preparing')
})

test('what was approved alone is decided anew once it was taken back', () => {
  const alone = acted(
    answered(asked, hours(2), ['fail', 'pass']),
    { does: 'breakGlass', words: 'now' },
    hours(3),
  )
  expect(alone.request?.terms?.glass).toBeDefined()
  const back = after(alone, 'UTOM', hours(4), [{ kind: 'approval_taken_back', words: null }])
  expect(back.request?.terms?.glass).toBeUndefined()
  expect(() => approved(back, 'ULIV', null, hours(5))).toThrow('A check does not pass')
})
