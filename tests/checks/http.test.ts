import { describe, expect, test } from 'vitest'
import { isPrivate } from '../../src/checks/address.ts'
import type { CheckStatus } from '../../src/domain/readiness/checks.ts'
import { answer, NOW, type Page, served, wrong } from './opened.ts'

async function of(page: Page, more = '', env: Record<string, string> = {}) {
  await using site = await served({ '/state?key=hidden': page })
  const found = await answer(
    `kind: http, url: "${site.url}/state?key=hidden", private: allowed${more}`,
    {},
    { env },
  )
  return { found, asked: site.asked, host: new URL(site.url).host }
}

const JSON_BODY = JSON.stringify({
  state: 'completed',
  n: 42,
  ok: true,
  at: '2026-03-02T07:34:00Z',
  local: '2026-03-02 07:34',
  checks: [
    { id: 'a', result: 'pass' },
    { id: 'b', result: 'fail' },
  ],
})

describe('an address', () => {
  test.each<[string, Page, CheckStatus, string | null, string | null, string | null]>([
    ['', { body: 'up' }, 'pass', 'HTTP 200', 'HTTP 200', null],
    ['', { status: 503, body: 'down' }, 'fail', 'HTTP 503', 'HTTP 200', null],
    [', status: 204', { status: 204, body: '' }, 'pass', 'HTTP 204', 'HTTP 204', null],
    [', value: $.state, equals: completed', { body: JSON_BODY }, 'pass', 'completed', '= completed', null],
    [', value: $.n, at_least: 50', { body: JSON_BODY }, 'fail', '42', '≥ 50', null],
    [', value: $.ok, equals: true', { body: JSON_BODY }, 'pass', 'true', '= true', null],
    [', value: $.at, fresher_than: 1h', { body: JSON_BODY }, 'pass', '26 minutes old', '≤ 1 hour', null],
    [
      ', value: $.local, fresher_than: 1h',
      { body: JSON_BODY },
      'unknown',
      null,
      '≤ 1 hour',
      '“2026-03-02 07:34” is no time',
    ],
    [
      ', value: "$.checks[?@.id == \'b\'].result", equals: pass',
      { body: JSON_BODY },
      'fail',
      'fail',
      '= pass',
      null,
    ],
    [', value: $.nothing, equals: pass', { body: JSON_BODY }, 'unknown', null, '= pass', 'there is no value'],
    [
      ', value: $.checks, equals: pass',
      { body: JSON_BODY },
      'unknown',
      null,
      '= pass',
      '“a list” is no number',
    ],
    [
      ', value: $.state, at_least: 1',
      { body: JSON_BODY },
      'unknown',
      null,
      '≥ 1',
      '“completed” is no number',
    ],
    [
      ', value: "$.checks[*].result", equals: pass',
      { body: JSON_BODY },
      'error',
      null,
      null,
      '$.checks[*].result leads to 2 values, and one is wanted',
    ],
    [', value: $.state, equals: a', { body: '<html>' }, 'error', null, null, 'its answer is no JSON'],
    [
      '',
      { status: 302, body: '', location: 'http://127.0.0.1/' },
      'error',
      null,
      null,
      'HTTP 302, and I follow no redirects',
    ],
    ['', { body: 'x'.repeat(1_000_001) }, 'error', null, null, 'its answer is larger than 1 MB'],
  ])('%s', async (more, page, status, figure, wanted, words) => {
    const { found, host } = await of(page, more)
    expect(found).toMatchObject({ status, figure, wanted, words, where: host })
    if (status !== 'error') expect(found.at).toEqual(NOW)
    expect(JSON.stringify(found)).not.toContain('hidden')
  })

  test('gets its headers, of which secrets come from the environment', async () => {
    const headers = ', headers: { authorization: env:TOKEN, accept: text/plain }'
    const { asked, found } = await of({ body: 'up' }, headers, { TOKEN: 'Bearer s3cret' })
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer s3cret', accept: 'text/plain' })
    expect(JSON.stringify(found)).not.toContain('s3cret')
  })

  test('that nobody answers at is an error', async () => {
    const site = await served({})
    await site[Symbol.asyncDispose]()
    const closed = await answer(`kind: http, url: "${site.url}/", private: allowed`)
    expect(closed).toMatchObject({ status: 'error', words: 'no connection (ECONNREFUSED)' })
  })

  test.each([
    'http://127.0.0.1:9/',
    'http://localhost:9/',
    'https://10.0.0.1/',
    'https://[fd00::1]/',
    'https://169.254.169.254/latest',
  ])('%s is private, and not asked unless that is allowed', async (url) => {
    const found = await answer(`kind: http, url: "${url}"`)
    expect(found).toMatchObject({
      status: 'error',
      words: 'its address is private; `private: allowed` in stairway.yaml lets me ask it',
    })
  })
})

test.each([
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['192.168.0.1', true],
  ['127.0.0.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['224.0.0.1', true],
  ['::1', true],
  ['fe80::1', true],
  ['fc00::1', true],
  ['::ffff:10.0.0.1', true],
  ['no address', true],
  ['8.8.8.8', false],
  ['::ffff:8.8.8.8', false],
  ['2606:4700::1111', false],
])('whether %s is private: %s', (address, is) => {
  expect(isPrivate(address)).toBe(is)
})

test.each([
  ['url: http://h.example/', 'url', 'expected an https address'],
  ['url: https://h.example/, value: state, equals: a', 'value', 'a JSON path such as $.data.state'],
  ['url: https://h.example/, status: 1000', 'status', 'a status of HTTP'],
  [
    'url: https://h.example/, headers: { a: env:NONE }',
    'headers.a',
    'the environment variable NONE is not set',
  ],
])('%s is a mistake', (entry, path, say) => {
  expect(wrong(`kind: http, ${entry}`)[path]).toContain(say)
})
