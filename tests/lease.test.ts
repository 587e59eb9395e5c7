import { type Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startSlack } from '../sandbox/workspace/web-api.ts'
import { botToken } from '../sandbox/workspace/workspace.ts'
import { createLease, holdRequests, underLease } from '../src/lease.ts'
import { createLogger } from '../src/log.ts'
import { createClients } from '../src/slack/clients.ts'
import { postMessage } from '../src/slack/delivery/post.ts'
import { webhookSender } from '../src/targets/webhook.ts'
import { aState } from './domain/build.ts'
import { startReceiver } from './targets/receiver.ts'

/** Two clocks that only a test moves. */
function clocks() {
  const at = { monotonic: 0, wall: Date.parse('2026-03-02T09:00:00Z') }
  const pass = (monotonic: number, wall = monotonic) => {
    at.monotonic += monotonic
    at.wall += wall
  }
  return { now: () => ({ ...at }), pass }
}

describe('a lease', () => {
  test.each([
    ['for most of its time', 8_999, 8_999, true],
    ['not at its end, whose rest is for the way of a call', 9_000, 9_000, false],
    ['not after a sleep of the machine, in which one clock stood', 0, 60_000, false],
    ['not because somebody set the time back', 9_000, -3_600_000, false],
    ['for a time that was set back while it is young', 1_000, -3_600_000, true],
  ])('holds %s', (_when, monotonic, wall, holds) => {
    const { now, pass } = clocks()
    const lease = createLease(10_000, now)
    pass(monotonic, wall)
    expect(lease.holds).toBe(holds)
  })

  test('counts from before a word was said, and from none that failed', async () => {
    const { now, pass } = clocks()
    const lease = createLease(10_000, now)
    pass(5_000)
    await lease.renewedBy(async () => pass(4_500)) // others may count from any moment of it
    pass(4_499)
    expect(lease.holds).toBe(true)
    await lease.renewedBy(() => Promise.reject(new Error('away'))).catch(() => undefined)
    pass(1)
    expect(lease.holds).toBe(false)
  })
})

describe('what a run asks of the outside', () => {
  const STEP = { id: 'id_1', n: 1, target: 'sender', words: '', campaign: aState().campaign, sent: null }
  const asked = { now: new Date(), signal: new AbortController().signal }
  let before: Dispatcher
  beforeEach(() => {
    before = getGlobalDispatcher()
    holdRequests()
  })
  afterEach(() => setGlobalDispatcher(before))

  async function senderTo(receiver: { readonly url: string }) {
    const { url } = receiver
    return webhookSender({ url, secret: `whsec_${'A'.repeat(44)}`, timeoutSeconds: 5, deadlineMinutes: 60 })
  }

  test('leaves while the lease holds; after it nothing does, and it is tried again later', async () => {
    const receiver = await startReceiver()
    const { now, pass } = clocks()
    const lease = createLease(10_000, now)
    const sender = await senderTo(receiver)
    const send = () => underLease(lease, () => sender.send(STEP, asked))
    expect(await send()).toMatchObject({ is: 'done' })
    pass(9_000)
    // Also over the connection that is open.
    expect(await send()).toMatchObject({
      is: 'again',
      outcome: expect.stringMatching(/^not sent, since Stairway had lost/),
    })
    await lease.renewedBy(async () => undefined)
    expect(await send()).toMatchObject({ is: 'done' })
    expect(receiver.requests).toHaveLength(2)
    await sender.send(STEP, asked) // of no run
    expect(receiver.requests).toHaveLength(3)
  })

  test('holds for a post to Slack, which is looked for before it is posted again', async () => {
    const slack = await startSlack()
    onTestFinished(slack.close)
    const { now, pass } = clocks()
    const lease = createLease(10_000, now)
    const { delivery } = createClients(botToken, slack.apiUrl, createLogger('silent'), () => new Date())
    const post = () =>
      underLease(lease, () =>
        postMessage(delivery, { channel: 'C0GROWTH' }, { text: 'hi', blocks: [] }, 'n1'),
      )
    pass(9_000)
    expect(await post()).toEqual({ is: 'unknown', error: 'no answer' })
    expect(slack.calls).toEqual([])
  })
})
