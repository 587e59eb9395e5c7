import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sendWebhook } from '../../src/targets/webhook.ts'
import { type Receiver, type Reply, startReceiver } from './receiver.ts'

let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(() => receiver.close())

const open = new AbortController().signal
// The receiver's library compares with the clock of the machine.
const now = new Date()

const send = (reply: Reply = { status: 200 }, body: object = { type: 'test' }) => {
  receiver.replyWith(reply)
  return sendWebhook(receiver.target, 'id_1', body, now, open)
}

test('a request carries the id, a valid signature and the body as it is', async () => {
  const body = { type: 'campaign.launch_step', words: 'Grüße, שלום 👩‍👩‍👧 "quoted" \u2028' }
  expect(await send({ status: 204 }, body)).toEqual({ is: 'done', outcome: 'HTTP 204' })
  expect(receiver.requests).toEqual([{ id: 'id_1', idempotencyKey: 'id_1', body, wrong: null }])
})

test('the receiver here does refuse another secret', async () => {
  const secret = `whsec_${Buffer.from('another secret of 32 bytes.....!').toString('base64')}`
  await sendWebhook({ ...receiver.target, secret }, 'id_1', {}, now, open)
  expect(receiver.requests[0]?.wrong).toMatch(/No matching signature/)
})

describe('an answer', () => {
  test.each([200, 201, 202, 204, 299])('%i is done', async (status) => {
    expect(await send({ status })).toEqual({ is: 'done', outcome: `HTTP ${status}` })
  })

  test.each([300, 301, 302, 307, 308, 400, 401, 403, 404, 409, 410, 422])(
    '%i is the receiver’s no',
    async (status) => {
      expect(await send({ status, headers: { location: 'http://127.0.0.1:9/' } })).toEqual({
        is: 'refused',
        outcome: `HTTP ${status}`,
      })
      expect(receiver.requests).toHaveLength(1)
    },
  )

  test.each([429, 500, 502, 503, 504])('%i may be sent again', async (status) => {
    expect(await send({ status })).toEqual({ is: 'again', outcome: `HTTP ${status}`, notBefore: null })
  })
})

describe('Retry-After', () => {
  const waits = async (value: string) => {
    const result = await send({ status: 429, headers: { 'retry-after': value } })
    if (result.is !== 'again') throw new Error(`429 was ${result.is}`)
    return result.notBefore === null ? null : result.notBefore.getTime() - now.getTime()
  }

  test('in seconds', async () => expect(await waits('7')).toBe(7_000))
  test('as a date', async () => {
    const date = new Date(Math.ceil(now.getTime() / 1_000) * 1_000 + 90_000)
    expect(await waits(date.toUTCString())).toBe(date.getTime() - now.getTime())
  })
  test('no longer than an hour', async () => expect(await waits('86400')).toBe(3_600_000))
  test.each(['soon', '', '0', 'Infinity', '-5', '1e3', '0x10', 'Mon, 02 Mar 2020 08:00:00 GMT'])(
    '%j asks for no wait',
    async (value) => {
      expect(await waits(value)).toBeNull()
    },
  )
})

describe('no answer', () => {
  test('in time', async () => {
    receiver.replyWith('silence')
    const target = { ...receiver.target, timeoutSeconds: 0.05 }
    const result = await sendWebhook(target, 'id_1', {}, now, open)
    expect(result).toEqual({ is: 'again', outcome: 'no answer within 0.05 s', notBefore: null })
  })

  test('because nobody listens', async () => {
    await receiver.close()
    expect(await send()).toEqual({ is: 'again', outcome: 'no connection (ECONNREFUSED)', notBefore: null })
  })

  test('because the process stops', async () => {
    receiver.replyWith('silence')
    const stopping = new AbortController()
    receiver.onRequest(async () => stopping.abort(new Error('Stairway is stopping')))
    const result = await sendWebhook(receiver.target, 'id_1', {}, now, stopping.signal)
    expect(result).toMatchObject({ is: 'again', outcome: expect.stringMatching(/no (answer|connection)/) })
  })
})
