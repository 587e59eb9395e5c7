import { describe, expect, test } from 'vitest'
import type { Freeze } from '../../src/domain/catalog/catalog.ts'
import { checkLaunch, scheduleLaunch, startLaunch } from '../../src/domain/launch.ts'
import { STAGES } from '../../src/domain/state/stage.ts'
import type { LaunchStep, StepState } from '../../src/domain/state/steps.ts'
import { failedStep, retryStep } from '../../src/domain/steps/failed.ts'
import {
  abandonStep,
  beginStep,
  confirmStep,
  currentStep,
  failStep,
  finishStep,
} from '../../src/domain/steps/steps.ts'
import { FULL_BRIEF, TEAMS } from '../support/stand.ts'
import { aBrief, aState, aStep, aTask, HOUR, later, NOW } from './build.ts'

const request = {
  n: 1,
  by: 'UANA',
  at: NOW,
  expiresAt: later(HOUR),
  requires: [],
  brief: aBrief(FULL_BRIEF),
  decisions: [],
  state: 'approved',
} as const
const approved = aState({ stage: 'approved', brief: FULL_BRIEF }, { request })
const freeze: Freeze = { from: later(HOUR), to: later(2 * HOUR), reason: 'Black Friday' }

describe('a launch', () => {
  test('starts with the plan that was approved', () => {
    expect(startLaunch(approved, [], NOW)).toEqual([{ kind: 'launch_started', plan: FULL_BRIEF.plan }])
  })

  test.each(STAGES.filter((stage) => stage !== 'approved').map((stage) => [stage] as const))(
    'not while it is %s',
    (stage) => {
      expect(() => startLaunch({ ...approved, campaign: { ...approved.campaign, stage } }, [], NOW)).toThrow(
        /launch is not possible now/,
      )
    },
  )

  test('not with a brief that changed, nor with a required task that is open', () => {
    const changed = aState({ stage: 'approved', brief: { ...FULL_BRIEF, horizonDays: 21 } }, { request })
    expect(() => startLaunch(changed, [], NOW)).toThrow(/horizon 14 days → 21 days.*Submit it again/)
    const open = [aTask({ n: 1 }), aTask({ n: 2, title: 'Proof' }), aTask({ n: 3, state: 'done' })]
    expect(() => startLaunch({ ...approved, tasks: open }, [], NOW)).toThrow(
      /not ready any more: 2 required tasks were reopened or added since\.\n1 Events seen\n2 Proof/,
    )
    expect(() => startLaunch({ ...approved, tasks: [aTask({ required: false })] }, [], NOW)).not.toThrow()
  })

  test('not before the time that it was approved for, nor at another, until that has passed', () => {
    const terms = { launchAt: later(HOUR), evidence: [], authors: [], policy: 'default' }
    const bound = (launchAt: Date | null, asked: Date | null = terms.launchAt) =>
      aState(
        { stage: 'approved', brief: FULL_BRIEF, launchAt },
        { request: { ...request, terms: { ...terms, launchAt: asked } } },
      )
    expect(() => startLaunch(bound(later(HOUR)), [], NOW)).toThrow(/is approved for \{day:\d+\}/)
    expect(() => startLaunch(bound(later(HOUR)), [], later(HOUR))).not.toThrow()
    expect(() => startLaunch(bound(later(2 * HOUR)), [], later(2 * HOUR))).toThrow(
      /go-live \{day:\d+\} → \{day:\d+\}.*Submit it again/,
    )
    expect(() => startLaunch(bound(null, null), [], NOW)).not.toThrow()
    expect(() => startLaunch(bound(later(HOUR), null), [], NOW)).not.toThrow()
  })

  test('not in a freeze, whose end is free again', () => {
    const at = (ms: number) => () => checkLaunch(approved, [freeze], later(ms), NOW)
    expect(at(HOUR - 1)).not.toThrow()
    expect(at(HOUR)).toThrow(/Nothing launches until \{date:\d+\}: Black Friday.*at:<when>/)
    expect(at(2 * HOUR - 1)).toThrow(/Black Friday/)
    expect(at(2 * HOUR)).not.toThrow()
  })

  test('can be put on a later time, outside a freeze and not in the past', () => {
    expect(scheduleLaunch(approved, later(3 * HOUR), [freeze], NOW)).toEqual([
      { kind: 'launch_scheduled', launchAt: later(3 * HOUR) },
    ])
    expect(() => scheduleLaunch(approved, later(HOUR), [freeze], NOW)).toThrow(/Black Friday/)
    expect(() => scheduleLaunch(approved, later(-1), [], NOW)).toThrow(/has passed.*at:<when>/)
  })
})

const steps = (...states: StepState[]) =>
  aState({ stage: 'launching' }, { steps: states.map((state, i) => aStep({ n: i + 1, state })) })
const became = (events: readonly object[]) =>
  events.map((event) => ('after' in event ? (event.after as LaunchStep).state : event))

describe('steps', () => {
  test.each<[StepState[], number | null, number | null]>([
    [['waiting', 'waiting'], 1, null],
    [['sending', 'waiting'], 1, null],
    [['failed', 'waiting'], 1, 1],
    [['done', 'waiting'], 2, null],
    [['done', 'failed'], 2, 2],
    [['done', 'done'], null, null],
  ])('%j: the turn of %j, failed %j', (states, turn, failed) => {
    expect([currentStep(steps(...states))?.n ?? null, failedStep(steps(...states))?.n ?? null]).toEqual([
      turn,
      failed,
    ])
  })

  test('nothing has its turn once the launch was stopped', () => {
    expect(currentStep({ ...steps('waiting'), campaign: aState({ stage: 'stopped' }).campaign })).toBeNull()
  })

  test('begins only in its turn; a step on its way begins again without an event', () => {
    expect(became(beginStep(steps('waiting', 'waiting'), 1, NOW, false) ?? [])).toEqual(['sending'])
    const sending = { stage: 'launching' as const }
    const sent = aState(sending, { steps: [aStep({ state: 'sending', sentAt: later(-HOUR) })] })
    expect(beginStep(sent, 1, NOW, true)).toEqual([])
    // Nothing of the tries before is out, so it is this one that is looked for.
    expect(beginStep(sent, 1, NOW, false)).toMatchObject([{ after: { state: 'sending', sentAt: NOW } }])
    for (const state of [
      steps('waiting', 'waiting'),
      steps('failed', 'waiting'),
      steps('sending', 'waiting'),
    ])
      expect(beginStep(state, 2, NOW, false)).toBeNull()
    expect(beginStep(steps('failed'), 1, NOW, false)).toBeNull()
    expect(beginStep(steps('done'), 1, NOW, false)).toBeNull()
    const manual = { kind: 'human', person: 'UANA', words: 'Go' } as const
    expect(
      beginStep(aState({ stage: 'launching' }, { steps: [aStep({ plan: manual })] }), 1, NOW, false),
    ).toBeNull()
  })

  test('the last one that is done puts the campaign live, once', () => {
    expect(became(finishStep(steps('sending', 'waiting'), 1, 'HTTP 200', NOW))).toEqual(['done'])
    expect(became(finishStep(steps('done', 'sending'), 2, 'HTTP 200', NOW))).toEqual([
      'done',
      { kind: 'went_live' },
    ])
    expect(finishStep(steps('done', 'done'), 2, 'HTTP 200', NOW)).toEqual([])
    const stopped = { ...steps('sending'), campaign: aState({ stage: 'stopped' }).campaign }
    expect(became(finishStep(stopped, 1, 'HTTP 200', NOW))).toEqual(['done'])
  })

  test('a failure is told once, and never of what is done', () => {
    expect(became(failStep(steps('sending'), 1, { outcome: 'HTTP 400' }, NOW))).toEqual(['failed'])
    expect(failStep(steps('failed'), 1, { outcome: 'HTTP 400' }, NOW)).toEqual([])
    expect(failStep(steps('done'), 1, { outcome: 'HTTP 400' }, NOW)).toEqual([])
    expect(failStep(steps('done'), 2, { outcome: 'HTTP 400' }, NOW)).toEqual([])
  })

  test('a retry counts, and is for what failed', () => {
    expect(retryStep(steps('failed', 'waiting'), 1, NOW)).toMatchObject({
      after: { state: 'waiting', tries: 1, outcome: null },
    })
    for (const states of [['waiting'], ['sending'], ['done']] as StepState[][])
      expect(() => retryStep(steps(...states), 1, NOW)).toThrow(/does not wait for another try/)
    const stopped = { ...steps('failed'), campaign: aState({ stage: 'stopped' }).campaign }
    expect(() => retryStep(stopped, 1, NOW)).toThrow(/campaign show winback/)
  })

  test('is abandoned only when it was on its way as the launch was stopped', () => {
    const stopped = (state: StepState) => ({
      ...steps(state),
      campaign: aState({ stage: 'stopped' }).campaign,
    })
    expect(became(abandonStep(stopped('sending'), 1, NOW))).toEqual(['failed'])
    expect(abandonStep(stopped('waiting'), 1, NOW)).toEqual([])
    expect(abandonStep(steps('sending'), 1, NOW)).toEqual([])
  })

  test('a manual one is confirmed by its person; the words say who and which', () => {
    const plan = { kind: 'human', person: 'URAJ', words: 'Switch it on' } as const
    const state = aState({ stage: 'launching' }, { steps: [aStep(), aStep({ n: 2, plan })] })
    expect(() => confirmStep(state, 1, 'URAJ', TEAMS, NOW)).toThrow(/no manual step 1/)
    expect(() => confirmStep(state, 2, 'URAJ', TEAMS, NOW)).toThrow(/not the turn of step 2.*step 1/)
    const turn = { ...state, steps: [aStep({ state: 'done' }), aStep({ n: 2, plan })] }
    expect(() => confirmStep(turn, 2, 'UANA', TEAMS, NOW)).toThrow(
      /\{@URAJ\} confirms this step: Switch it on/,
    )
    expect(became(confirmStep(turn, 2, 'URAJ', TEAMS, NOW))).toEqual(['done', { kind: 'went_live' }])
    const stopped = { ...turn, campaign: aState({ stage: 'stopped' }).campaign }
    expect(() => confirmStep(stopped, 2, 'URAJ', TEAMS, NOW)).toThrow(
      /winback is stopped: nothing is left to confirm/,
    )
  })
})
