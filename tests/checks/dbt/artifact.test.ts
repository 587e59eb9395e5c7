import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readArtifact } from '../../../src/checks/dbt/artifact.ts'
import { aResult, aRun } from './run.ts'

const FOLDER = new URL('files/', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8')

interface Expected {
  readonly artifacts: readonly {
    readonly file: string
    readonly kind: string
    readonly asked_at: string
    readonly nodes: readonly {
      readonly node: string
      readonly status: string
      readonly generated_at: string
      readonly age_s: number
      readonly ready: boolean
    }[]
  }[]
}

const { artifacts }: Expected = JSON.parse(read('expected.json'))

test.each(artifacts)('$file gives the right answers to the letter', ({ file, kind, asked_at, nodes }) => {
  const artifact = readArtifact(read(file))
  expect(artifact.kind).toBe(kind)
  for (const { node, ...expected } of nodes) {
    const status = artifact.nodes.get(node)?.status ?? 'absent'
    const age = Date.parse(asked_at) - artifact.generatedAt.getTime()
    expect({ node, status, age_s: Math.floor(age / 1_000), ready: status === 'pass' }).toEqual({
      node,
      status: expected.status,
      age_s: expected.age_s,
      ready: expected.ready,
    })
    expect(artifact.generatedAt.getTime()).toBe(Date.parse(expected.generated_at))
  }
})

describe('a node', () => {
  test.each<[string, string, string | null, string | null]>([
    ['model.s.a', 'success', 'pass', null],
    ['model.s.a', 'SUCCESS', 'pass', null],
    ['model.s.a', 'partial success', 'error', null],
    [
      'model.s.a',
      'skipped',
      'skip',
      'skipped, as what it is made from failed, or as it is ephemeral: then name its tests',
    ],
    ['model.s.a', 'no-op', 'skip', null],
    [
      'model.s.a',
      'reused',
      'unknown',
      'reused: dbt did not build it in this run. Name its tests or its freshness',
    ],
    ['model.s.a', 'warn', 'warn', null],
    ['model.s.a', 'cancelled', 'unknown', 'dbt says cancelled'],
    ['operation.s.on-run-end-0', 'success', 'pass', null],
    ['test.s.a', 'success', null, null],
    ['unit_test.s.a.b', 'Success', null, null],
    ['test.s.a', 'Pass', 'pass', null],
    ['test.s.a', 'Warn', 'warn', null],
    ['source.s.a', 'runtime error', 'error', null],
  ])('%s that dbt calls %s is %s', (unique_id, status, expected, words) => {
    const node = readArtifact(aRun([aResult({ unique_id, status })])).nodes.get(unique_id)
    expect(node?.status ?? null).toBe(expected)
    expect(node?.words ?? null).toBe(words)
  })

  test('is as old as its own end, which is long before that of a run of hours', () => {
    const timing = [
      { name: 'compile', started_at: '2026-03-01T22:00:00Z', completed_at: '2026-03-01T22:00:01Z' },
      { name: 'execute', started_at: '2026-03-01T22:00:01Z', completed_at: '2026-03-01T22:40:00.123456789Z' },
    ]
    const { nodes } = readArtifact(aRun([aResult({ timing })]))
    expect(nodes.get('model.s.a')?.at).toEqual(new Date('2026-03-01T22:40:00.123Z'))
    expect(readArtifact(aRun([aResult({ timing: [] })])).nodes.get('model.s.a')?.at).toBeNull()
  })

  test.each([
    [
      'without a row, which dbt only warns of',
      { status: 'warn', max_loaded_at: '0001-01-01T00:00:00Z' },
      'fail',
      'it is empty',
    ],
    [
      'of the future, which dbt lets pass',
      { status: 'pass', max_loaded_at: '2026-03-02T14:00:00Z', max_loaded_at_time_ago_in_s: -20_376 },
      'warn',
      'its newest row is of the future: a zone that is taken wrong?',
    ],
  ])('that is a source %s, deserves a word', (_case, facts, status, words) => {
    const result = aResult({ unique_id: 'source.s.raw.a', ...facts })
    expect(readArtifact(aRun([result], { schema: 'sources/v3' })).nodes.get('source.s.raw.a')).toMatchObject({
      status,
      words,
    })
  })

  test('says how many rows failed it, and that it was checked without a query', () => {
    const of = (facts: object) => readArtifact(aRun([aResult({ unique_id: 'test.s.a', ...facts })])).nodes
    expect(of({ status: 'fail', failures: 12 }).get('test.s.a')?.words).toBe('12 rows')
    expect(of({ status: 'pass', message: 'Statically checked' }).get('test.s.a')).toMatchObject({
      status: 'pass',
      words: 'checked without a query',
    })
  })
})

describe('a file', () => {
  test.each(['compile', 'generate', 'parse'])('of dbt %s ran nothing', (which) => {
    expect(readArtifact(aRun([aResult({})], { args: { which } }))).toMatchObject({
      onlyCompiled: which,
      nodes: new Map(),
    })
  })

  test.each([
    [{ which: 'rpc', compile: 'select 1' }, 0],
    [{ which: 'rpc' }, 1],
    [{ which: 'build' }, 1],
    [undefined, 1],
  ])('with the arguments %j has %i nodes', (args, nodes) => {
    expect(readArtifact(aRun([aResult({})], { args })).nodes.size).toBe(nodes)
  })

  test('may begin with a mark and end its lines as Windows does', () => {
    expect(readArtifact(`\uFEFF${aRun([aResult({})]).replaceAll(',', ',\r\n')}`).nodes.size).toBe(1)
  })

  test.each([
    ['no JSON', '{"metadata": {', 'it is no JSON'],
    [
      'of before 0.19',
      '{"generated_at":"2020-01-01T00:00:00Z","results":[{"node":{},"status":"SUCCESS 1"}]}',
      'dbt before 0.19 wrote it, whose results can’t be told for sure: update dbt',
    ],
    [
      'a manifest',
      aRun([], { schema: 'manifest/v12' }),
      'its schema is https://schemas.getdbt.com/dbt/manifest/v12.json, and no results of a run',
    ],
    ['a page', '"<html>"', 'it is no file of results: the whole is not what dbt writes'],
    [
      'without a time',
      aRun([], { generatedAt: 'yesterday' }),
      'it is no file of results: metadata.generated_at is not what dbt writes',
    ],
  ])('that is %s is refused with the reason', (_case, text, why) => {
    expect(() => readArtifact(text)).toThrow(why)
  })
})
