import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { DeclaredNames, Surroundings } from '../../src/config/around.ts'
import { ofKind } from '../../src/config/kinds.ts'
import { TARGET_KINDS } from '../../src/targets/all.ts'

const env = {
  CUSTOMERIO_KEY: 'one-of-customerio',
  BRAZE_KEY: 'one-of-braze',
  ITERABLE_KEY: 'one-of-iterable',
  KLAVIYO_KEY: 'one-of-klaviyo',
}
const around: Surroundings = {
  env,
  folder: '/',
  timeZone: 'UTC',
  isInstalled: () => false,
  faultOf: () => undefined,
}
const names: DeclaredNames = {
  policies: [],
  templates: [],
  warehouses: [],
  checks: [],
  declared: { metrics: [], exposures: [], targets: [] },
}

function read(entry: unknown) {
  return ofKind('target', TARGET_KINDS, [around, names]).safeParse(entry)
}

/** The entries that the example shows in comments. */
const shown = () => {
  const text = readFileSync(new URL('../../stairway.example.yaml', import.meta.url), 'utf8')
  const from = text.split('# The tools by which people get mail')[1] ?? ''
  const lines = from.split('\n').slice(1)
  const commented = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('  # ')),
  )
  return Object.entries<{ kind: string }>(parse(commented.map((line) => line.slice(4)).join('\n')))
}

describe('an entry of stairway.yaml', () => {
  test('is in the example for each tool', () => {
    expect(shown().map(([, { kind }]) => kind)).toEqual(['customerio', 'braze', 'iterable', 'klaviyo'])
  })

  test.each(shown())('opens as the example shows it: %s', (_, entry) => {
    const { data } = read(entry)
    expect(data?.opened).toMatchObject({ host: expect.stringMatching(/\.(io|com)$/), patienceMs: 3_600_000 })
  })

  test('has the usual host, or one that is given, and no slash too many', () => {
    const hostOf = (entry: object) => read({ key: 'env:KLAVIYO_KEY', ...entry }).data?.opened.host
    expect(hostOf({ kind: 'customerio' })).toBe('api.customer.io')
    expect(hostOf({ kind: 'iterable' })).toBe('api.iterable.com')
    expect(hostOf({ kind: 'iterable', base: 'https://api.eu.iterable.com/' })).toBe('api.eu.iterable.com')
    expect(hostOf({ kind: 'klaviyo' })).toBe('a.klaviyo.com')
    expect(hostOf({ kind: 'braze', base: 'https://rest.fra-01.braze.eu' })).toBe('rest.fra-01.braze.eu')
  })

  test.each([
    ['braze without its host', { kind: 'braze', key: 'env:BRAZE_KEY' }, 'base'],
    ['a key in the file', { kind: 'klaviyo', key: 'pk_1234' }, 'key'],
    ['a variable that is not set', { kind: 'klaviyo', key: 'env:NONE' }, 'key'],
    ['no time ahead', { kind: 'iterable', key: 'env:ITERABLE_KEY', ahead: '0min' }, 'ahead'],
    ['more than an hour ahead', { kind: 'iterable', key: 'env:ITERABLE_KEY', ahead: '2h' }, 'ahead'],
    ['ahead of what is no schedule', { kind: 'klaviyo', key: 'env:KLAVIYO_KEY', ahead: '5min' }, ''],
    [
      'a limit in words',
      { kind: 'customerio', key: 'env:BRAZE_KEY', rate_limit: { rate: 'x' } },
      'rate_limit.rate',
    ],
  ])('is refused: %s', (_, entry, path) => {
    expect(read(entry).error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
  })
})
