import { afterEach, describe, expect, test } from 'vitest'
import { type Api, ask, requestWords, unasked, unsent } from '../../src/targets/api.ts'
import { startVendor, type Vendor, type VendorReply } from './vendor.ts'

let vendor: Vendor | undefined
afterEach(() => vendor?.close())

const asked = { now: new Date('2026-03-02T12:00:00Z'), signal: new AbortController().signal }

async function answered(reply: VendorReply, timeoutSeconds = 5) {
  vendor = await startVendor(() => reply)
  const api: Api = {
    base: `${vendor.base}/v1`,
    headers: { authorization: 'Bearer k3y' },
    secrets: ['k3y'],
    timeoutSeconds,
  }
  return { api, answer: await ask(api, { method: 'POST', path: '/start', body: { go: true } }, asked) }
}

test('a request carries its key and its JSON to where the base says', async () => {
  const { answer } = await answered({ status: 200, body: { id: 7 } })
  expect(answer).toMatchObject({ is: 'answered', status: 200, body: { id: 7 }, words: 'HTTP 200' })
  expect(vendor?.seen[0]).toMatchObject({ method: 'POST', path: '/v1/start', body: { go: true } })
  expect(vendor?.seen[0]?.headers.authorization).toBe('Bearer k3y')
})

describe('of an error status, code and request id are kept, and nothing else', () => {
  test.each<[unknown, string]>([
    [{ code: 'conflict', message: 'ana@example.com is in it' }, 'HTTP 409 conflict, request r-1'],
    [{ error: { code: 'conflict' } }, 'HTTP 409 conflict, request r-1'],
    [{ errors: [{ code: 'conflict', detail: 'a sentence' }] }, 'HTTP 409 conflict, request r-1'],
    [{ message: 'Invalid API key: k3y' }, 'HTTP 409, request r-1'],
    [{ code: 'bad_key_k3y' }, 'HTTP 409 bad_key_…, request r-1'],
    ['ana@example.com', 'HTTP 409, request r-1'],
    [undefined, 'HTTP 409, request r-1'],
  ])('%j', async (body, words) => {
    const { answer } = await answered({ status: 409, body, headers: { 'x-request-id': 'r-1' } })
    expect(answer.words).toBe(words)
  })
})

describe('what was sent', () => {
  test.each([400, 401, 403, 404, 405, 409, 422])('is refused by %i', async (status) => {
    const { api, answer } = await answered({ status })
    expect(unsent(api, answer, asked.now).is).toBe('refused')
  })

  test.each([408, 425, 429])('left nothing by %i', async (status) => {
    const { api, answer } = await answered({ status, headers: { 'retry-after': '30' } })
    expect(unsent(api, answer, asked.now)).toEqual({
      is: 'again',
      outcome: `HTTP ${status}`,
      notBefore: new Date('2026-03-02T12:00:30Z'),
    })
  })

  test.each<VendorReply>([{ status: 500 }, { status: 503 }, 'cut', { status: 200, body: {}, torn: true }])(
    'may have arrived by %j',
    async (reply) => {
      const { api, answer } = await answered(reply)
      expect(unsent(api, answer, asked.now).is).toBe('unknown')
    },
  )

  test('may have arrived without an answer in time', async () => {
    const { api, answer } = await answered('silence', 0.05)
    expect(unsent(api, answer, asked.now)).toEqual({ is: 'unknown', outcome: 'no answer within 0.05 s' })
  })

  test('never arrived where nobody listens', async () => {
    const { api } = await answered({ status: 200 })
    await vendor?.close()
    const answer = await ask(api, { method: 'GET', path: '/' }, asked)
    expect(unsent(api, answer, asked.now)).toMatchObject({
      is: 'again',
      outcome: 'no connection (ECONNREFUSED)',
    })
  })
})

test('a question that was refused is not asked for ever, any other is', async () => {
  const refused = await answered({ status: 403 })
  expect(unasked(refused.api, refused.answer, asked.now)).toEqual({ is: 'unknown', outcome: 'HTTP 403' })
  await vendor?.close()
  const fault = await answered({ status: 502 })
  expect(unasked(fault.api, fault.answer, asked.now)).toMatchObject({ is: 'again', outcome: 'HTTP 502' })
})

test('no redirect is followed with a key', async () => {
  const { answer } = await answered({ status: 302, headers: { location: 'http://127.0.0.1:9/' } })
  expect(answer).toMatchObject({ is: 'answered', status: 302 })
})

test('a request is shown without its secrets', () => {
  const api = { base: 'https://api.example/v1', headers: {}, secrets: ['k3y'], timeoutSeconds: 1 }
  const request = { method: 'POST' as const, path: '/x', query: { key: 'k3y' }, body: { token: 'k3y' } }
  expect(requestWords(api, request)).toBe('POST api.example/v1/x?key=…\n{\n  "token": "…"\n}')
})
