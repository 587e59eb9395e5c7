import { describe, expect, test } from 'vitest'
import {
  flight,
  possibleVerbs,
  STAGE_VERBS,
  STAGES,
  type Stage,
  type StageVerb,
  stageWords,
  transition,
} from '../../../src/domain/state/stage.ts'
import { Refusal } from '../../../src/refusal.ts'

/** Where each action leads from each stage; every pair that is not here is refused. */
const LEADS: Readonly<Record<Stage, Partial<Record<StageVerb, Stage>>>> = {
  preparing: { submit: 'in_review', cancel: 'cancelled' },
  in_review: {
    submit: 'in_review',
    approve: 'approved',
    decline: 'preparing',
    take_back: 'in_review',
    withdraw: 'preparing',
    expire: 'preparing',
    cancel: 'cancelled',
  },
  approved: {
    submit: 'in_review',
    take_back: 'in_review',
    withdraw: 'preparing',
    lapse: 'preparing',
    launch: 'launching',
    cancel: 'cancelled',
  },
  launching: { go_live: 'live', stop: 'stopped', cancel: 'cancelled' },
  live: { pause: 'paused', stop: 'stopped', conclude: 'concluded' },
  paused: { resume: 'live', stop: 'stopped', conclude: 'concluded' },
  stopped: { conclude: 'concluded' },
  concluded: {},
  cancelled: {},
}

const pairs = STAGES.flatMap((stage) => STAGE_VERBS.map((action) => [stage, action] as const))
const allowed = pairs.flatMap(([stage, action]) => {
  const to = LEADS[stage][action]
  return to ? [[stage, action, to] as const] : []
})
const refused = pairs.filter(([stage, action]) => !LEADS[stage][action])

test('the table is whole', () => {
  expect(STAGES).toHaveLength(9)
  expect(STAGE_VERBS).toHaveLength(14)
  expect(allowed.length + refused.length).toBe(126)
})

describe('allowed', () => {
  test.each(allowed)('%s, %s → %s', (stage, action, to) => {
    expect(transition(stage, action, 'winback')).toBe(to)
  })
})

describe('refused', () => {
  test.each(refused)('%s, %s', (stage, action) => {
    const refusal = refusalOf(() => transition(stage, action, 'winback'))
    expect(refusal.code).toBe('conflict')
    const said = `winback is ${stage.replace('_', ' ')}: ${action.replace('_', ' ')} is not possible now.`
    const ended = stage === 'concluded' || stage === 'cancelled'
    const how = ended ? ' It has ended; `/campaign history winback` shows how.' : ''
    expect(refusal.message).toBe(`${said}${how}`)
  })
})

test('what may happen instead', () => {
  const possible = STAGES.map((stage) => [stage, possibleVerbs(stage)])
  expect(Object.fromEntries(possible)).toEqual(
    Object.fromEntries(STAGES.map((stage) => [stage, STAGE_VERBS.filter((action) => LEADS[stage][action])])),
  )
})

test('a stage is read as words, and lies on a flight until it is cancelled', () => {
  expect(STAGES.map((stage) => [stageWords(stage), flight(stage)])).toEqual([
    ['preparing', 'pre-activation'],
    ['in review', 'activation'],
    ['approved', 'activation'],
    ['launching', 'activation'],
    ['live', 'post-activation'],
    ['paused', 'post-activation'],
    ['concluded', 'post-activation'],
    ['cancelled', null],
    ['stopped', 'post-activation'],
  ])
})

function refusalOf(work: () => unknown): Refusal {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('It was not refused')
}
