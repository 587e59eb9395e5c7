import { describe, expect, test } from 'vitest'
import {
  changeBrief,
  fieldWords,
  isOpenField,
  metricsOf,
  missingFromBrief,
} from '../../../src/domain/brief/brief.ts'
import { briefValueWords } from '../../../src/domain/brief/words.ts'
import type { Catalog, MetricDefinition } from '../../../src/domain/catalog/catalog.ts'
import type { Brief, Outcome } from '../../../src/domain/state/brief.ts'
import { STAGES, type Stage } from '../../../src/domain/state/stage.ts'
import { CATALOG, FULL_BRIEF } from '../../support/stand.ts'
import { aBrief, aState, NOW } from '../build.ts'

const metric = (name: string, direction: 'up' | 'down'): MetricDefinition => ({
  name,
  label: name,
  kind: 'mean',
  direction,
  warehouse: 'dwh',
  sql: 'select 1',
})
const catalog: Catalog = {
  ...CATALOG,
  metrics: [metric('purchase', 'up'), metric('visit', 'up'), metric('unsubscribe', 'down')],
  exposures: [{ name: 'mailed', warehouse: 'dwh', sql: 'select 1' }],
  targets: [{ name: 'sender', kind: 'webhook', title: 'Send', host: '127.0.0.1' }],
}
const outcome: Outcome = { metric: 'purchase', direction: 'up', minimumEffect: 0.08, secondary: ['visit'] }
const margin = { amount: 0.02, unit: 'relative' } as const

const edit = (patch: Partial<Brief>, stage: Stage = 'preparing', brief: Partial<Brief> = {}) =>
  changeBrief(aState({ stage, endedAt: stage === 'stopped' ? NOW : null, brief }), patch, catalog)

describe('a change of the brief', () => {
  test('is one event a field that really differs', () => {
    expect(edit({ hypothesis: 'It works', horizonDays: null, name: 'Winback' })).toEqual([
      { kind: 'brief_changed', field: 'hypothesis', from: null, to: 'It works' },
    ])
    expect(edit({ outcome }, 'preparing', { outcome })).toEqual([])
  })

  test('does not take the order of fields for a difference', () => {
    const same: Outcome = { secondary: ['visit'], minimumEffect: 0.08, direction: 'up', metric: 'purchase' }
    expect(edit({ outcome: same }, 'preparing', { outcome })).toEqual([])
    expect(edit({ outcome: { ...same, secondary: [] } }, 'preparing', { outcome })).toHaveLength(1)
  })

  test.each<[Partial<Brief>, RegExp]>([
    [
      { outcome: { ...outcome, metric: 'nothing' } },
      /no metric "nothing": stairway.yaml declares purchase, visit, unsubscribe/,
    ],
    [{ outcome: { ...outcome, secondary: ['nothing'] } }, /no metric "nothing"/],
    [{ guardrails: [{ metric: '*x*', margin }] }, /no metric "`\*x\*`"/],
    [{ outcome: { ...outcome, metric: 'unsubscribe' } }, /unsubscribe is better when it goes down/],
    [{ exposures: 'gone' }, /no exposure query "gone": stairway.yaml declares mailed/],
    [
      { plan: [{ kind: 'sent', target: 'gone', words: '' }] },
      /no target "gone": stairway.yaml declares sender/,
    ],
  ])('names only what stairway.yaml declares: %j', (patch, words) => {
    expect(() => edit(patch)).toThrow(words)
  })

  test('is not held up by what stairway.yaml has dropped since', () => {
    const guardrails = [{ metric: 'dropped', margin }]
    expect(edit({ guardrails, horizonDays: 7 }, 'preparing', { guardrails })).toHaveLength(1)
  })

  test('where nothing is declared it says so', () => {
    const empty = { ...catalog, metrics: [] }
    expect(() => changeBrief(aState(), { outcome }, empty)).toThrow(/stairway.yaml declares no metric/)
  })

  test.each(STAGES.map((stage) => [stage] as const))('%s: what may change', (stage) => {
    const before = ['preparing', 'in_review', 'approved'].includes(stage)
    const ended = ['concluded', 'cancelled', 'stopped'].includes(stage)
    const { campaign } = aState({ stage, endedAt: ended ? NOW : null })
    expect([isOpenField(campaign, 'hypothesis'), isOpenField(campaign, 'partner')]).toEqual([before, !ended])
    if (!before)
      expect(() => edit({ horizonDays: 7 }, stage)).toThrow(/winback was launched: its horizon stays/)
  })
})

test('a brief lacks what a decision needs; an experiment needs arms too', () => {
  expect(missingFromBrief(aBrief())).toEqual(['hypothesis', 'outcome', 'audience', 'horizon', 'plan'])
  expect(missingFromBrief(aBrief(FULL_BRIEF))).toEqual([])
  const oneArm = { ...FULL_BRIEF, kind: 'experiment', arms: [{ name: 'control', weight: 1 }] } as const
  expect(missingFromBrief(aBrief(oneArm))).toEqual(['arms'])
})

test('the metrics of a campaign are each read once: goal, guardrails, then those beside it', () => {
  const brief = aBrief({
    outcome: { ...outcome, secondary: ['visit', 'unsubscribe', 'purchase', 'gone'] },
    guardrails: [{ metric: 'unsubscribe', margin }],
  })
  expect(
    metricsOf(brief, catalog).map(({ name, role, metric: found }) => [name, role, found?.name ?? null]),
  ).toEqual([
    ['purchase', 'goal', 'purchase'],
    ['unsubscribe', 'guardrail', 'unsubscribe'],
    ['visit', 'secondary', 'visit'],
    ['gone', 'secondary', null],
  ])
  expect(metricsOf(aBrief(), catalog)).toEqual([])
})

describe('values in words', () => {
  test.each<[keyof Brief, Brief[keyof Brief], string]>([
    ['hypothesis', null, 'none'],
    ['arms', [], 'none'],
    ['hypothesis', 'It *works*\nwell', 'It works well'],
    ['audience', { words: 'Lapsed', size: null }, 'Lapsed'],
    ['audience', { words: 'Lapsed', size: 42_610 }, '42\u202f610'],
    ['horizonDays', 1, '1 day'],
    ['horizonDays', 14, '14 days'],
    ['partner', 'URAJ', '{@URAJ}'],
    ['channel', 'C1', '{#C1}'],
    ['outcome', { ...outcome, minimumEffect: null }, 'purchase up'],
    ['outcome', outcome, 'purchase +8 % or more'],
    ['outcome', { ...outcome, metric: 'unsubscribe', direction: 'down' }, 'unsubscribe −8 % or more'],
    ['guardrails', [{ metric: 'visit', margin }], 'visit, at most 2 % worse'],
    ['arms', FULL_BRIEF.arms ?? [], 'control 50 %, mail 50 %'],
    [
      'plan',
      [
        { kind: 'sent', target: 'sender', words: '' },
        { kind: 'human', person: 'UANA', words: 'Go' },
      ],
      'sender, {@UANA}: Go',
    ],
  ])('%s %j', (field, value, words) => {
    expect(briefValueWords(field, value).replaceAll('\u00a0', ' ')).toBe(words)
  })

  test('fields are called as people call them', () => {
    expect((['horizonDays', 'plan', 'partner', 'arms'] as const).map(fieldWords)).toEqual([
      'horizon',
      'launch plan',
      'data partner',
      'arms',
    ])
  })
})
