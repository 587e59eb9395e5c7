import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Step } from '../../src/targets/target.ts'
import { type WebhookSettings, webhookSender } from '../../src/targets/webhook.ts'
import { aState } from '../domain/build.ts'
import { type Receiver, type Reply, startReceiver } from './receiver.ts'

let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(() => receiver.close())

const open = new AbortController().signal
// The receiver's library compares with the clock of the machine.
const now = new Date()

const STEP: Step = {
  id: 'id_1',
  n: 2,
  target: 'sender',
  words: 'Start the send',
  campaign: aState().campaign,
  sent: null,
}

const sendWith = (settings: WebhookSettings, step = STEP, signal = open) =>
  webhookSender(settings).send(step, { now, signal })

const send = (reply: Reply = { status: 200 }, step = STEP) => {
  receiver.replyWith(reply)
  return sendWith(receiver.settings, step)
}

test('a request carries the id, a valid signature, the campaign and the words as they are', async () => {
  const words = 'Grüße, שלום 👩‍👩‍👧 "quoted" \u2028'
  expect(await send({ status: 204 }, { ...STEP, words })).toEqual({ is: 'done', outcome: 'HTTP 204' })
  const { key, owner, brief } = STEP.campaign
  const { name, kind, arms, audience } = brief
  const body = {
    type: 'campaign.launch_step',
    campaign: { key, name, kind, owner, arms, audience },
    step: { n: 2, target: 'sender', words },
  }
  expect(receiver.requests).toEqual([{ id: 'id_1', idempotencyKey: 'id_1', body, wrong: null }])
})

test('whom it reaches stands in the signed body', async () => {
  await send({ status: 204 }, { ...STEP, people: { beyond: 500 } })
  expect(receiver.requests).toMatchObject([
    { body: { step: { n: 2, words: 'Start the send', people: { beyond: 500 } } }, wrong: null },
  ])
})

test('the receiver here does refuse another secret', async () => {
  const secret = `whsec_${Buffer.from('another secret of 32 bytes.....!').toString('base64')}`
  await sendWith({ ...receiver.settings, secret })
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

  test.each([408, 425, 429])('of %i nothing came', async (status) => {
    expect(await send({ status })).toEqual({ is: 'again', outcome: `HTTP ${status}`, notBefore: null })
  })

  test.each([500, 502, 503, 504, 599])('%i leaves open whether it arrived', async (status) => {
    expect(await send({ status })).toEqual({ is: 'unknown', outcome: `HTTP ${status}`, notBefore: null })
  })
})

describe.each([408, 425, 429, 503])('Retry-After of %i', (status) => {
  const waits = async (value: string) => {
    const result = await send({ status, headers: { 'retry-after': value } })
    if (result.is !== 'again' && result.is !== 'unknown') throw new Error(`${status} was ${result.is}`)
    return result.notBefore ? result.notBefore.getTime() - now.getTime() : null
  }

  test('in seconds', async () => expect(await waits('7')).toBe(7_000))
  test('as a date', async () => {
    const date = new Date(Math.ceil(now.getTime() / 1_000) * 1_000 + 90_000)
    expect(await waits(date.toUTCString())).toBe(date.getTime() - now.getTime())
  })
  test('as the other dates of HTTP', async () => {
    const date = new Date(Math.ceil(now.getTime() / 1_000) * 1_000 + 90_000)
    const [day, month, number, year, time] = date
      .toUTCString()
      .replace(',', '')
      .split(' ')
      .map((_, i, all) => all[[0, 2, 1, 3, 4][i] ?? 0])
    expect(await waits(`${day} ${month} ${number} ${time} ${year}`)).toBe(date.getTime() - now.getTime())
    const weekday = date.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' })
    expect(await waits(`${weekday}, ${number}-${month}-${year?.slice(2)} ${time} GMT`)).toBe(
      date.getTime() - now.getTime(),
    )
  })
  test('several times: the longest', async () => expect(await waits('5, 9')).toBe(9_000))
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
    const result = await sendWith({ ...receiver.settings, timeoutSeconds: 0.05 })
    expect(result).toEqual({ is: 'unknown', outcome: 'no answer within 0.05 s' })
  })

  test('because the connection ends without one', async () => {
    expect(await send('cut')).toMatchObject({
      is: 'unknown',
      outcome: expect.stringMatching(/^no connection/),
    })
  })

  test('that is whole: a yes whose words break off is none', async () => {
    expect(await send({ status: 200, torn: true })).toEqual({
      is: 'unknown',
      outcome: 'an answer that broke off',
    })
    expect(await send({ status: 400, torn: true })).toEqual({ is: 'refused', outcome: 'HTTP 400' })
  })

  test('that takes its time after a yes is one', async () => {
    receiver.replyWith({ status: 200, endless: true })
    expect(await sendWith({ ...receiver.settings, timeoutSeconds: 2 })).toEqual({
      is: 'done',
      outcome: 'HTTP 200',
    })
  })

  test('of any length or kind is a yes where its status says so', async () => {
    for (const body of ['<html>', '', '{"ok":fal', 'x'.repeat(1_000_000)])
      expect(await send({ status: 200, body })).toEqual({ is: 'done', outcome: 'HTTP 200' })
  })

  test('because nobody listens', async () => {
    await receiver.close()
    expect(await send()).toEqual({ is: 'again', outcome: 'no connection (ECONNREFUSED)', notBefore: null })
  })

  test('because the process stops', async () => {
    receiver.replyWith('silence')
    const stopping = new AbortController()
    receiver.onRequest(async () => stopping.abort(new Error('Stairway is stopping')))
    const result = await sendWith(receiver.settings, STEP, stopping.signal)
    expect(result).toMatchObject({ is: 'unknown', outcome: expect.stringMatching(/no (answer|connection)/) })
  })
})

describe('what a webhook says of itself', () => {
  test('the request as it would go out, without the secret and the path of its address', async () => {
    const looked = await webhookSender(receiver.settings).look(STEP, { now, signal: open })
    expect(looked).toMatchObject({ is: 'seen', exists: null, gates: [], people: null, undo: { is: 'none' } })
    const would = looked.is === 'seen' ? (looked.would ?? '') : ''
    const [first, ...body] = would.split('\n')
    expect(first).toBe(`POST ${new URL(receiver.url).host}`)
    await send()
    expect(JSON.parse(body.join('\n'))).toEqual(receiver.requests[0]?.body)
    expect(would).not.toMatch(/whsec_|hook/)
  })

  test('that nothing can be read back or taken back, by its type', () => {
    const sender = webhookSender(receiver.settings)
    expect([sender.readBack, sender.undo]).toEqual([undefined, undefined])
  })
})
