import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SentStep } from '../../src/targets/target.ts'
import { type WebhookSettings, webhookSender } from '../../src/targets/webhook.ts'
import { aState } from '../domain/build.ts'
import { type Receiver, type Reply, startReceiver } from './receiver.ts'

let receiver: Receiver
let settings: WebhookSettings
beforeEach(async () => {
  receiver = await startReceiver()
  settings = { ...receiver.settings, status: receiver.url }
})
afterEach(() => receiver.close())

// The receiver's library compares with the clock of the machine.
const now = new Date()
const asked = { now, signal: new AbortController().signal }

const STEP: SentStep = {
  ...{ id: 'id_1', n: 2, target: 'sender', words: 'Start the send', campaign: aState().campaign },
  sent: { since: now, handle: null },
}

const ask = (reply: Reply) => {
  receiver.replyWith(reply)
  return webhookSender(settings).readBack?.(STEP, asked)
}
const says = (body: unknown) => ask({ status: 200, body: JSON.stringify(body) })

test('what was taken is running until its status says how it ended', async () => {
  expect(await webhookSender(settings).send(STEP, asked)).toEqual({
    ...{ is: 'running', outcome: 'HTTP 200', handle: null, notBefore: null },
  })
  expect(await says({ state: 'running' })).toEqual({
    ...{ is: 'running', outcome: 'running', handle: null, notBefore: null },
  })
  expect(await says({ state: 'done', words: '42 610 mails', reached: 42_610 })).toEqual({
    is: 'done',
    outcome: 'done: 42 610 mails',
    reached: 42_610,
  })
})

test('a status is asked for with a signature, by an id of its own, for the step by its id', async () => {
  await webhookSender(settings).send(STEP, asked)
  await says({ state: 'running' })
  const [send, status] = receiver.requests
  expect([send?.wrong, status?.wrong]).toEqual([null, null])
  expect(send?.id).toBe('id_1')
  expect(status?.id).toBe(`id_1_status_${now.getTime()}`)
  expect(status?.idempotencyKey).toBe('')
  expect(status?.body).toEqual({
    type: 'campaign.launch_step.status',
    campaign: { key: STEP.campaign.key },
    step: { id: 'id_1', n: 2, target: 'sender', words: 'Start the send' },
  })
})

describe('an answer', () => {
  test('of a failure is one, in its words', async () => {
    expect(await says({ state: 'failed', words: 'the list is\nempty', more: 1 })).toEqual({
      is: 'failed',
      outcome: 'failed: the list is empty',
    })
  })

  test('in a state that nobody knows is asked for again, and told with its word', async () => {
    expect(await says({ state: 'queued', words: 'behind two others' })).toMatchObject({
      is: 'running',
      outcome: 'a state that nobody knows, queued: behind two others',
    })
  })

  test.each([
    '',
    '<html>',
    '{"state":3}',
    '{"state":"done","reached":-1}',
    '{"state":"done","reached":"all"}',
    '[]',
  ])('%j tells nothing', async (body) => {
    expect(await ask({ status: 200, body })).toEqual({
      is: 'unknown',
      outcome: 'a status that can’t be read',
    })
  })

  test('that the step was never had lets it be sent again', async () => {
    expect(await ask({ status: 404 })).toEqual({ is: 'absent' })
  })

  test.each([401, 403, 410, 302])('%i is a no that a person has to look at', async (status) => {
    expect(await ask({ status })).toEqual({ is: 'unknown', outcome: `HTTP ${status}` })
  })

  test.each([408, 425, 429, 500, 503])('%i is asked for again', async (status) => {
    expect(await ask({ status, headers: { 'retry-after': '30' } })).toEqual({
      is: 'again',
      outcome: `HTTP ${status}`,
      notBefore: new Date(now.getTime() + 30_000),
    })
  })

  test.each<Reply>(['cut', { status: 200, body: '{"state":"done"}', torn: true }])(
    'that breaks off (%j) is asked for again',
    async (reply) => {
      expect(await ask(reply)).toMatchObject({ is: 'again' })
    },
  )

  test('that does not come is asked for again', async () => {
    settings = { ...settings, timeoutSeconds: 0.05 }
    expect(await ask('silence')).toMatchObject({ is: 'again', outcome: 'no answer within 0.05 s' })
  })

  test('shows no secret, no mark and not more than fits', async () => {
    const { secret } = settings
    const words = `${secret} at ${receiver.url} {@U012AB3CD} <!channel> *now* ${'x'.repeat(300)}`
    const found = await says({ state: 'failed', words })
    const outcome = found?.is === 'failed' ? found.outcome : ''
    expect(outcome).not.toMatch(/whsec_|127\.0\.0\.1|[{}<>*]/)
    expect([...outcome].length).toBeLessThanOrEqual(208)
  })
})

test('without a status a 2xx is all that is known', async () => {
  const sender = webhookSender(receiver.settings)
  expect(await sender.send(STEP, asked)).toMatchObject({ is: 'done' })
  expect(sender.readBack).toBeUndefined()
})

test('what was refused, or left nothing, is not asked about', async () => {
  receiver.replyWith({ status: 422 }, { status: 429 })
  expect(await webhookSender(settings).send(STEP, asked)).toMatchObject({ is: 'refused' })
  expect(await webhookSender(settings).send(STEP, asked)).toMatchObject({ is: 'again' })
})
