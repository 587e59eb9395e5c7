import { describe, expect, test } from 'vitest'
import { readArtifact } from '../../../src/checks/dbt/artifact.ts'
import { readManifest } from '../../../src/checks/dbt/manifest.ts'
import { answerOf } from '../../../src/checks/dbt/selection.ts'
import { aResult, aRun } from './run.ts'

const GENERATED = new Date('2026-03-02T07:00:00Z')
const BUILD = readArtifact(
  aRun([
    aResult({ unique_id: 'model.shop.orders' }),
    aResult({ unique_id: 'model.shop.customers.v3', status: 'skipped' }),
    aResult({ unique_id: 'test.shop.not_null_orders_id.ab12', status: 'pass' }),
    aResult({ unique_id: 'test.shop.unique_orders_id.cd34', status: 'fail', failures: 12 }),
    aResult({ unique_id: 'test.shop.fresh_orders', status: 'warn' }),
    aResult({ unique_id: 'test.shop.broken', status: 'error' }),
  ]),
)
const MANIFEST = readManifest(
  JSON.stringify({
    nodes: {
      'model.shop.orders': { tags: ['core', 'mail'], config: { materialized: 'table' } },
      'model.shop.helper': { tags: ['core'], config: { materialized: 'ephemeral' } },
      'model.shop.later': { tags: ['mail'], config: {} },
      'model.shop.off': { tags: ['core'], config: { enabled: false } },
    },
    sources: { 'source.shop.raw.orders': { tags: ['raw'] } },
  }),
)

const of = (...selectors: string[]) => answerOf(selectors, [BUILD], MANIFEST)

describe('nodes are named', () => {
  test.each<[string, string, string, string | null]>([
    ['model.shop.orders', 'pass', '1 of 1 pass', null],
    ['MODEL.shop.Orders', 'pass', '1 of 1 pass', null],
    ['orders', 'pass', '1 of 1 pass', null],
    ['not_null_orders_id', 'pass', '1 of 1 pass', null],
    [
      'model.shop.customers.*',
      'skip',
      '0 of 1 pass',
      'model.shop.customers.v3 skip (skipped, as what it is made from failed, or as it is ephemeral: then name its tests)',
    ],
    [
      'test.shop.*orders*',
      'fail',
      '1 of 3 pass',
      'test.shop.unique_orders_id.cd34 fail (12 rows), test.shop.fresh_orders warn',
    ],
    ['fresh_orders', 'warn', '0 of 1 pass', 'test.shop.fresh_orders warn'],
    ['test.shop.broken', 'error', '0 of 1 pass', 'test.shop.broken error'],
    ['model.shop.order', 'fail', '0 of 1 pass', 'model.shop.order is not in it'],
    ['model.shop.orders.', 'fail', '0 of 1 pass', 'model.shop.orders. is not in it'],
    ['nothing_*', 'fail', '0 of 1 pass', 'nothing_* is not in it'],
    ['tag:core', 'pass', '1 of 1 pass', null],
    ['tag:mail', 'fail', '1 of 2 pass', 'model.shop.later is not in it'],
    ['tag:raw', 'fail', '0 of 1 pass', 'source.shop.raw.orders is not in it'],
    ['tag:none', 'fail', '0 of 1 pass', 'tag:none is not in it'],
  ])('%s', (selector, status, figure, words) => {
    expect(of(selector)).toMatchObject({ status, figure, words })
  })

  test('several: each counts once, the worst of them is the answer, three are named', () => {
    expect(of('orders', 'model.shop.orders', 'test.shop.*', 'a', 'b')).toMatchObject({
      status: 'error',
      figure: '2 of 7 pass',
      wanted: 'all 7 pass',
      words:
        'test.shop.unique_orders_id.cd34 fail (12 rows), test.shop.fresh_orders warn, test.shop.broken error, and 2 more',
    })
  })
})

describe('of several files', () => {
  const later = readArtifact(
    aRun([aResult({ unique_id: 'test.shop.unique_orders_id.cd34', status: 'pass' })], {
      generatedAt: '2026-03-02T07:30:00Z',
      args: { which: 'test' },
    }),
  )

  test('the last that has a node counts; the answer is as old as its oldest', () => {
    expect(answerOf(['orders', 'unique_orders_id'], [BUILD, later], null)).toMatchObject({
      status: 'pass',
      at: GENERATED,
    })
    expect(answerOf(['unique_orders_id'], [BUILD, later], null).at).toEqual(later.generatedAt)
  })

  test('one that was only compiled is no answer', () => {
    const docs = readArtifact(aRun([aResult({})], { args: { which: 'generate' } }))
    expect(answerOf(['model.s.a'], [docs], null)).toMatchObject({
      status: 'fail',
      words: 'model.s.a was only compiled, by generate',
      at: GENERATED,
    })
  })

  test('a node of a run of hours is as old as its own end', () => {
    const timing = [{ name: 'execute', completed_at: '2026-03-01T22:40:00Z' }]
    const long = readArtifact(aRun([aResult({ unique_id: 'model.s.early', timing }), aResult({})]))
    expect(answerOf(['early', 'a'], [long], null).at).toEqual(new Date('2026-03-01T22:40:00Z'))
    expect(answerOf(['a'], [long], null).at).toEqual(GENERATED)
  })
})

test.each(['[]', '{', '"x"'])('a manifest that is %s is refused', (text) => {
  expect(() => readManifest(text)).toThrow('manifest.json is none of dbt')
})
