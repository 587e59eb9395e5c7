import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { type KlaviyoSettings, klaviyoSender } from '../../src/targets/klaviyo/klaviyo.ts'
import {
  asking,
  type Clock,
  clockAt,
  type Fault,
  faulty,
  launched,
  mishaps,
  move,
  saidBy,
  stepOf,
  takenBack,
} from './engine.ts'
import { type Seen, startVendor, type Vendor, type VendorReply } from './vendor.ts'

const KEY = 'pk_k3y_of_klaviyo'
const ID = '01GMRWDSA0ARTAKE1SFX8JGXAY'

let vendor: Vendor | undefined
afterEach(() => vendor?.close())

/** Klaviyo as its OpenAPI has it (github.com/klaviyo/openapi): campaigns, their send jobs and estimations. */
function klaviyo(clock: Clock) {
  const state = {
    status: 'Draft',
    archived: false,
    sendTime: null as Date | null,
    /** When the campaign's strategy is to send; at once where it is null. */
    strategy: null as Date | null,
    job: null as string | null,
    /** How often a send began. */
    sends: 0,
    /** Seconds that a send takes. */
    takes: 600,
    estimation: { asks: 0, ready: 2, count: 42_610 },
    /** Of each message of the campaign. */
    recipients: [800, 204],
  }
  const error = (status: number, code: string): VendorReply => ({
    status,
    body: { errors: [{ id: 'e1', code, title: 'A title', detail: `ana@example.com, ${KEY}`, source: {} }] },
  })
  const of = (type: string, attributes: object, status = 200): VendorReply => ({
    status,
    body: { data: { type, id: ID, attributes, links: { self: 'https://a.klaviyo.com/api/x' } } },
    headers: { 'content-type': 'application/vnd.api+json' },
  })
  /** The states of a send over time. */
  const goOn = () => {
    if (state.status === 'Preparing to send') {
      state.status = state.strategy && state.strategy > clock.now ? 'Scheduled' : 'Sending'
      state.sendTime = state.strategy ?? state.sendTime ?? clock.now
    }
    if (state.status === 'Scheduled' && state.sendTime && state.sendTime <= clock.now)
      state.status = 'Sending'
    if (state.status !== 'Sending' || !state.sendTime) return
    if (clock.now.getTime() >= state.sendTime.getTime() + state.takes * 1_000) {
      state.status = 'Sent'
      state.job = 'complete'
    }
  }
  const send = (data: { type?: unknown; id?: unknown } | undefined): VendorReply => {
    if (data?.type !== 'campaign-send-job' || Object.keys(data).join() !== 'type,id')
      return error(400, 'invalid')
    if (data.id !== ID) return error(404, 'not_found')
    if (state.status !== 'Draft') return error(409, 'duplicate_resource')
    Object.assign(state, { status: 'Preparing to send', job: 'queued', sends: state.sends + 1 })
    return of('campaign-send-job', { status: 'queued' }, 202)
  }
  const patch = (action: unknown): VendorReply => {
    if (state.status === 'Draft' || state.status === 'Sent' || state.status === 'Cancelled')
      return error(409, 'invalid')
    if (state.status === 'Scheduled' || state.status === 'Preparing to send') state.sends -= 1
    state.status = action === 'revert' ? 'Draft' : 'Cancelled'
    state.job = 'cancelled'
    return { status: 204 }
  }
  const estimate = (): VendorReply => {
    state.estimation.asks += 1
    const isReady = state.estimation.asks > state.estimation.ready
    return of('campaign-recipient-estimation-job', { status: isReady ? 'complete' : 'processing' })
  }
  const plays = ({ method, path, headers, body }: Seen): VendorReply => {
    if (headers.authorization !== `Klaviyo-API-Key ${KEY}`) return error(401, 'not_authenticated')
    if (headers.revision !== '2026-10-15') return error(400, 'invalid_revision')
    if (method !== 'GET' && headers['content-type'] !== 'application/vnd.api+json') return error(415, 'media')
    const data = (
      body as { data?: { type?: unknown; id?: unknown; attributes?: { action?: unknown } } } | null
    )?.data
    goOn()
    switch (`${method} ${path}`) {
      case `GET /api/campaigns/${ID}`:
        return of('campaign', { ...attributes(), name: 'Winback', send_options: {} })
      case 'POST /api/campaign-send-jobs':
        return send(data)
      case `GET /api/campaign-send-jobs/${ID}`:
        return state.job ? of('campaign-send-job', { status: state.job }) : error(404, 'not_found')
      case `PATCH /api/campaign-send-jobs/${ID}`:
        return patch(data?.attributes?.action)
      case 'POST /api/campaign-recipient-estimation-jobs':
        return of('campaign-recipient-estimation-job', { status: 'queued' }, 202)
      case `GET /api/campaign-recipient-estimation-jobs/${ID}`:
        return estimate()
      case `GET /api/campaign-recipient-estimations/${ID}`:
        return of('campaign-recipient-estimation', { estimated_recipient_count: state.estimation.count })
      case 'POST /api/campaign-values-reports':
        return report(data?.attributes)
      default:
        return error(404, 'not_found')
    }
  }
  const report = (asked: unknown): VendorReply => {
    const wanted = {
      ...{ statistics: ['recipients'], timeframe: { key: 'last_12_months' } },
      ...{ conversion_metric_id: 'VevE7N', filter: `equals(campaign_id,"${ID}")` },
    }
    if (JSON.stringify(asked) !== JSON.stringify(wanted)) return error(400, 'invalid')
    const results = state.recipients.map((recipients, i) => ({
      ...{ groupings: { campaign_id: ID, campaign_message_id: `m${i}`, send_channel: 'email' } },
      statistics: { recipients },
    }))
    return of('campaign-values-report', { results })
  }
  const attributes = () => ({
    status: state.status,
    archived: state.archived,
    send_strategy: state.strategy
      ? { method: 'static', datetime: state.strategy.toISOString().replace('.000Z', '+00:00'), options: {} }
      : { method: 'immediate' },
    send_time: state.sendTime?.toISOString().replace('.000Z', '+00:00') ?? null,
  })
  return { state, plays, sends: () => state.sends }
}

async function stand(settings: Partial<KlaviyoSettings> = {}, faults: Fault[] = []) {
  const clock = clockAt()
  const played = klaviyo(clock)
  const server = await startVendor(faulty(played.plays, faults, { 'retry-after': '30' }))
  vendor = server
  const [key, base] = [KEY, server.base]
  const open = () =>
    klaviyoSender({
      base,
      key,
      timeoutSeconds: 5,
      deadlineMinutes: 60,
      pauseMs: 0,
      metric: null,
      ...settings,
    })
  return { clock, ...played, server, open, faults }
}

describe('a look', () => {
  test('counts people anew, and says how it would be sent', async () => {
    const { open, clock, server } = await stand()
    const looked = await open().look({ ...stepOf(ID, clock), sent: null }, asking(clock))
    expect(looked).toMatchObject({
      ...{ is: 'seen', exists: true, state: 'Draft', gates: [], people: 42_610 },
      undo: { is: 'stops the rest' },
    })
    await launched(open, ID, clock)
    const sent = server.seen.find(({ path }) => path === '/api/campaign-send-jobs')
    const [, ...body] = looked.is === 'seen' ? (looked.would ?? '').split('\n') : []
    expect(JSON.parse(body.join('\n'))).toEqual(sent?.body)
  })

  test('gives no count that is not ready', async () => {
    const { open, clock, state } = await stand()
    state.estimation.ready = 1_000
    const looked = await open().look({ ...stepOf(ID, clock), sent: null }, asking(clock))
    expect(looked).toMatchObject({ is: 'seen', people: null })
    expect(state.estimation.asks).toBe(5)
  })

  test.each([
    ['Sent', false, 'Klaviyo sends drafts, and this campaign is Sent'],
    ['Scheduled', false, 'Klaviyo sends drafts, and this campaign is Scheduled'],
    ['Draft', true, 'the campaign is archived in Klaviyo'],
  ])('says that a campaign would be refused: %s, archived: %s', async (status, archived, words) => {
    const { open, clock, state } = await stand()
    Object.assign(state, { status, archived })
    expect(await open().look({ ...stepOf(ID, clock), sent: null }, asking(clock))).toMatchObject({
      gates: [{ words, refuses: ['send'] }],
    })
    const { is, outcome } = await launched(open, ID, clock)
    expect([is, outcome]).toEqual(['refused', words])
  })

  test('says of a wrong key and of no campaign what Klaviyo says, without its words', async () => {
    const { open, clock, server } = await stand()
    const other = { base: server.base, key: 'pk_another', timeoutSeconds: 5, deadlineMinutes: 60, pauseMs: 0 }
    const looked = await klaviyoSender(other).look({ ...stepOf(ID, clock), sent: null }, asking(clock))
    expect(looked).toEqual({ is: 'unseen', why: 'HTTP 401 not_authenticated' })
    expect(await open().look({ ...stepOf('01NONE', clock), sent: null }, asking(clock))).toMatchObject({
      exists: false,
    })
    expect(await launched(open, '01NONE', clock)).toMatchObject({
      is: 'refused',
      outcome: 'HTTP 404 not_found',
    })
  })

  test('says that a campaign’s own time is later than it would be waited for', async () => {
    const { open, clock, state, sends } = await stand()
    const gates = async () => {
      const looked = await open().look({ ...stepOf(ID, clock), sent: null }, asking(clock))
      return looked.is === 'seen' ? looked.gates : null
    }
    state.strategy = new Date('2026-03-02T13:00:00Z')
    expect(await gates()).toEqual([])
    state.strategy = new Date('2026-03-02T13:00:01Z')
    const words =
      'the campaign has 2026-03-02 13:00 UTC as its time in Klaviyo, later than the deadline here: raise the deadline or schedule it nearer'
    expect(await gates()).toEqual([{ words, link: null, refuses: ['send'] }])
    expect(await launched(open, ID, clock)).toMatchObject({ is: 'refused', outcome: words })
    expect(sends()).toBe(0)
  })

  test('asks nothing of words that it can’t read', async () => {
    const { open, clock, server } = await stand()
    const words = `${ID} to segment`
    expect(await open().look({ ...stepOf(words, clock), sent: null }, asking(clock))).toMatchObject({
      gates: [{ refuses: ['send'] }],
    })
    expect(await open().send(stepOf(words, clock), asking(clock))).toMatchObject({ is: 'refused' })
    expect(server.seen).toEqual([])
  })
})

describe('a launch', () => {
  test('sends the campaign, and is done when it is sent', async () => {
    const { open, clock, sends } = await stand()
    const { is, told } = await launched(open, ID, clock)
    expect([is, told[0], told[1], told.at(-1)]).toEqual([
      'done',
      'running: queued',
      'running: Sending',
      'done: Sent',
    ])
    expect(sends()).toBe(1)
  })

  test('waits for the campaign’s own time, and while it takes long', async () => {
    const { open, clock, state, sends } = await stand({ deadlineMinutes: 180 })
    state.strategy = new Date('2026-03-02T14:00:00Z')
    state.takes = 7_200
    const { is, told } = await launched(open, ID, clock)
    expect([is, told[1]]).toEqual(['done', 'running: Scheduled'])
    expect(sends()).toBe(1)
  })

  test.each<Fault>(['cut after', '500 after', 'torn', 'silence after', 'cut before', '500 before'])(
    'sends once after an answer that was lost: %s',
    async (fault) => {
      const { open, clock, sends } = await stand({ timeoutSeconds: 0.3 }, ['none', fault])
      expect(await launched(open, ID, clock)).toMatchObject({ is: 'done' })
      expect(sends()).toBe(1)
    },
  )

  test('is not refused where an earlier try comes through meanwhile', async () => {
    const { clock, server, plays, sends } = await stand()
    await server.close()
    let posts = 0
    vendor = await startVendor((seen) => {
      if (seen.path !== '/api/campaign-send-jobs') return plays(seen)
      posts += 1
      if (posts === 1) return 'cut'
      plays(seen)
      return plays(seen)
    })
    const { base } = vendor
    const sender = klaviyoSender({ base, key: KEY, timeoutSeconds: 5, deadlineMinutes: 60, pauseMs: 0 })
    const { is, told } = await launched(() => sender, ID, clock)
    expect([is, told[1]]).toEqual(['done', 'running: Sending'])
    expect([sends(), posts]).toEqual([1, 2])
  })

  test('waits as long as Klaviyo asks for', async () => {
    const { open, clock, state } = await stand({}, ['none', '429'])
    const { is } = await launched(open, ID, clock)
    expect([is, state.sendTime]).toEqual(['done', new Date('2026-03-02T12:01:30Z')])
  })

  test('takes for its own no campaign that was sent before', async () => {
    const { open, clock, state, sends } = await stand({}, ['cut before'])
    Object.assign(state, { status: 'Sent', sendTime: new Date('2026-03-01T12:00:00Z') })
    expect(await launched(open, ID, clock, { deaths: [true] })).toMatchObject({
      is: 'unsettled',
      outcome: 'Sent, and Klaviyo does not say that it is of this launch',
    })
    expect(sends()).toBe(0)
  })

  test('has failed where it was cancelled or taken back there, and is not sent again', async () => {
    const { open, clock, state, sends } = await stand()
    const { step, sender } = await launched(open, ID, clock, { until: (outcome) => outcome === 'Sending' })
    Object.assign(state, { status: 'Draft', job: 'cancelled' })
    expect(await sender.readBack?.(step, asking(clock))).toMatchObject({ is: 'failed' })
    state.status = 'Cancelled: No Recipients'
    expect(await sender.readBack?.(step, asking(clock))).toEqual({
      is: 'failed',
      outcome: 'Cancelled: No Recipients',
    })
    expect(sends()).toBe(1)
  })

  test('asks for a state that is not known until the deadline, and then tells its word', async () => {
    const { open, clock, state } = await stand()
    const { step, sender } = await launched(open, ID, clock, { until: (outcome) => outcome === 'queued' })
    state.status = 'Warming Up'
    expect(await sender.readBack?.(step, asking(clock))).toMatchObject({
      is: 'running',
      outcome: 'the state is Warming Up',
    })
    move(clock, 3_600)
    expect(await sender.readBack?.(step, asking(clock))).toEqual({
      is: 'unknown',
      outcome: 'the state is Warming Up',
    })
  })

  test('sends once, whatever is lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(mishaps, fc.integer({ min: 0, max: 2 }), async ({ faults, deaths }, sendAgain) => {
        const { open, clock, server, sends } = await stand({}, [...faults])
        try {
          const { is } = await launched(open, ID, clock, { deaths, sendAgain })
          expect(sends()).toBeLessThanOrEqual(1)
          if (is === 'done') expect(sends()).toBe(1)
          if (is === 'refused' || is === 'failed') expect(sends()).toBe(0)
        } finally {
          await server.close()
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('taking it back', () => {
  const sending = { until: (outcome: string) => outcome === 'Sending' }

  test('well before its time makes it a draft again', async () => {
    const { open, clock, state, sends } = await stand({ deadlineMinutes: 180 })
    state.strategy = new Date('2026-03-02T14:00:00Z')
    const { step, sender } = await launched(open, ID, clock, { until: (outcome) => outcome === 'Scheduled' })
    const outcome = 'reverted to a draft before its time'
    expect(await sender.undo?.(step, asking(clock))).toEqual({ is: 'done', outcome })
    expect([state.status, sends()]).toEqual(['Draft', 0])
  })

  test('near its time or under way cancels it, since a draft could be sent to the same people again', async () => {
    const { open, clock, state } = await stand()
    const { step, sender } = await launched(open, ID, clock, sending)
    const outcome = 'cancelled; mail that had gone by then has gone'
    expect(await sender.undo?.(step, asking(clock))).toEqual({ is: 'done', outcome, partly: true })
    expect(state.status).toBe('Cancelled')
    expect(await sender.undo?.(step, asking(clock))).toEqual({
      is: 'done',
      outcome: 'Cancelled',
      partly: true,
    })
  })

  test('comes too late once it is sent, and says so', async () => {
    const { open, clock } = await stand()
    const { step, sender } = await launched(open, ID, clock)
    const late = { is: 'refused', outcome: 'Sent: the mail has gone' }
    expect(await sender.undo?.(step, asking(clock))).toEqual(late)
  })

  test('that Klaviyo refuses since it has been sent meanwhile says so', async () => {
    const { open, clock, server, plays, state } = await stand()
    const { step } = await launched(open, ID, clock, sending)
    await server.close()
    vendor = await startVendor((seen) => {
      if (seen.method === 'PATCH') state.status = 'Sent'
      return plays(seen)
    })
    const sender = klaviyoSender({
      base: vendor.base,
      key: KEY,
      timeoutSeconds: 5,
      deadlineMinutes: 60,
      pauseMs: 0,
    })
    const late = { is: 'refused', outcome: 'Sent: the mail has gone' }
    expect(await sender.undo?.(step, asking(clock))).toEqual(late)
  })

  test('is read back where the answer to it is lost', async () => {
    const { open, clock, faults } = await stand()
    const { step, sender } = await launched(open, ID, clock, sending)
    faults.push('none', 'cut after')
    expect(await sender.undo?.(step, asking(clock))).toMatchObject({ is: 'unknown' })
    expect(await sender.undo?.(step, asking(clock))).toEqual({
      is: 'done',
      outcome: 'Cancelled',
      partly: true,
    })
  })

  test('is told to a person at once where the key may not ask for its job', async () => {
    const { clock, plays, server } = await stand()
    await server.close()
    vendor = await startVendor((seen) => (seen.path.includes('send-jobs') ? { status: 401 } : plays(seen)))
    const { base } = vendor
    const settings = { base, key: KEY, timeoutSeconds: 5, deadlineMinutes: 60, pauseMs: 0 }
    expect(await klaviyoSender(settings).undo?.(stepOf(ID, clock), asking(clock))).toEqual({
      is: 'refused',
      outcome: 'HTTP 401',
    })
  })

  test('of what is no more than a draft is done, unless its job waits', async () => {
    const { open, clock, state, sends } = await stand()
    expect(await open().undo?.(stepOf(ID, clock), asking(clock))).toMatchObject({ is: 'done' })
    expect([state.status, sends()]).toEqual(['Draft', 0])
  })

  test('that is said to be done leaves nobody to be reached', async () => {
    await fc.assert(
      fc.asyncProperty(mishaps, fc.integer({ min: 1, max: 4 }), async ({ faults, deaths }, runs) => {
        const stood = await stand({}, [...faults])
        try {
          stood.state.strategy = new Date('2026-03-02T14:00:00Z')
          const said = await takenBack(
            await launched(stood.open, ID, stood.clock, { deaths, runs }),
            stood.clock,
          )
          if (said.is === 'done' && !said.outcome.includes('by then')) expect(stood.sends()).toBe(0)
        } finally {
          await stood.server.close()
        }
      }),
      { numRuns: 40 },
    )
  })
})

test('after a stop it says whether a send is on its way, and counts nobody', async () => {
  const { open, clock, faults } = await stand()
  expect(await saidBy({ sender: open(), step: stepOf(ID, clock) }, clock)).toMatchObject({
    ...{ open: false, count: null },
  })
  const played = await launched(open, ID, clock, { until: () => true })
  expect(await saidBy(played, clock)).toMatchObject({
    ...{ open: true, count: null, state: expect.stringMatching(/^the send of \w+ is (.+)/) },
  })
  expect(await takenBack(played, clock)).toMatchObject({ is: 'done' })
  expect(await saidBy(played, clock)).toMatchObject({ open: false, count: null })
  faults.push('500 before')
  expect(await saidBy(played, clock)).toEqual({ is: 'unseen', why: 'HTTP 500' })
})

test('with a metric of conversions it counts who got it in all, beside its state', async () => {
  const { open, clock, faults, state } = await stand({ metric: 'VevE7N' })
  const played = await launched(open, ID, clock, { until: () => true })
  expect(await takenBack(played, clock)).toMatchObject({ is: 'done' })
  expect(await saidBy(played, clock)).toMatchObject({
    ...{ open: false, state: expect.stringContaining(ID) },
    count: { of: 'recipients', count: 1_004, fromAt: null, lastHour: null, newestAt: null },
  })
  state.recipients = []
  expect(await saidBy(played, clock)).toMatchObject({ count: { count: 0 } })
  faults.push('none', '500 before')
  expect(await saidBy(played, clock)).toMatchObject({
    state: expect.any(String),
    count: null,
    why: 'HTTP 500',
  })
})
