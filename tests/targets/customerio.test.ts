import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { customerioSender } from '../../src/targets/customerio/customerio.ts'
import type { CustomerioSettings } from '../../src/targets/customerio/trigger.ts'
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

const KEY = 'k3y-of-customerio'

let vendor: Vendor | undefined
afterEach(() => vendor?.close())

interface Trigger {
  readonly id: number
  readonly created: number
  readonly scheduled: number
  readonly isLimited: boolean
  cancelled: number
}

/** Customer.io as its App API documents it: docs.customer.io/integrations/api/app, send-messages and broadcasts. */
function customerio(clock: Clock) {
  const state = {
    broadcast: { id: 12, type: 'triggered_broadcast', name: 'Winback', active: true, state: 'running' },
    triggers: [] as Trigger[],
    errors: [] as string[],
    /** Seconds from its time until a trigger is processed, for as many people. */
    takes: 60,
    people: 42_610,
    /** Sends by the hour, of all triggers; the last one is this hour's. */
    sent: Array.from({ length: 24 }, () => 0),
    /** By how many seconds its clock is ahead. */
    skew: 0,
  }
  const seconds = () => Math.floor(clock.now.getTime() / 1_000) + state.skew
  const error = (status: number, detail: string): VendorReply => ({
    status,
    body: { errors: [{ detail, status: String(status) }] },
  })
  const begin = (scheduled: number, isLimited = false): Trigger => {
    const id = state.triggers.length + 1
    const trigger = { id, created: seconds(), scheduled, isLimited, cancelled: 0 }
    state.triggers.push(trigger)
    return trigger
  }
  const isProcessed = ({ scheduled, created }: Trigger) => seconds() >= (scheduled || created) + state.takes
  const whole = (trigger: Trigger) => ({
    id: trigger.id,
    broadcast_id: 12,
    created_at: trigger.created,
    processed_at: isProcessed(trigger) && !trigger.cancelled ? trigger.scheduled + state.takes : 0,
    scheduled_at: trigger.scheduled,
    cancelled_at: trigger.cancelled,
    expires_after: 0,
    audience_count: isProcessed(trigger) ? state.people : 0,
  })
  const trigger = (body: unknown): VendorReply => {
    const { scheduled_at, rate_limit, ...others } = (body ?? {}) as Record<string, unknown>
    if (Object.keys(others).length > 0) return error(422, `unknown: ${Object.keys(others)}`)
    if (typeof scheduled_at !== 'number' || scheduled_at <= seconds()) return error(422, 'scheduled_at')
    const last = state.triggers.at(-1)
    if (last && seconds() - last.created < 10) return error(429, 'one each ten seconds')
    return { status: 200, body: { id: begin(scheduled_at, rate_limit !== undefined).id } }
  }
  const cancel = (one: Trigger): VendorReply => {
    const isUnderWay = seconds() >= one.scheduled && !(one.isLimited && !isProcessed(one))
    if (one.cancelled || isUnderWay) return error(409, 'it has begun')
    one.cancelled = seconds()
    return { status: 200, body: { trigger: whole(one) } }
  }
  const plays = ({ method, path, headers, body, query }: Seen): VendorReply => {
    if (headers.authorization !== `Bearer ${KEY}`) return error(401, `unauthorized: ${headers.authorization}`)
    const [, part, id, sub, number, act] =
      /^\/v1\/(\w+)\/(\d+)(?:\/(\w+)(?:\/(\d+)(?:\/(\w+))?)?)?$/.exec(path) ?? []
    if (id !== '12') return error(404, 'no such broadcast')
    if (method === 'GET' && part === 'broadcasts' && !sub)
      return { status: 200, body: { broadcast: state.broadcast } }
    if (method === 'GET' && part === 'broadcasts' && sub === 'triggers') {
      const listed = state.triggers.map(whole)
      const documented = listed.map(({ id, broadcast_id, created_at, processed_at }) => ({
        ...{ id, broadcast_id, created_at, processed_at },
      }))
      return { status: 200, body: { triggers: documented } }
    }
    if (method === 'GET' && part === 'broadcasts' && sub === 'metrics') {
      if (query.get('period') !== 'hours' || query.get('steps') !== '24') return error(400, 'period')
      return { status: 200, body: { metric: { series: { sent: state.sent, delivered: state.sent } } } }
    }
    if (part !== 'campaigns' || sub !== 'triggers') return error(404, 'no such place')
    if (method === 'POST' && !number) return trigger(body)
    const one = state.triggers.find((each) => String(each.id) === number)
    if (!one) return error(404, 'no such trigger')
    if (method === 'POST' && act === 'cancel') return cancel(one)
    if (method === 'GET' && act === 'errors') return { status: 200, body: { errors: state.errors } }
    return method === 'GET' && !act ? { status: 200, body: whole(one) } : error(404, 'no such place')
  }
  /** Whoever is not cancelled mails people. */
  const sends = () => state.triggers.filter(({ cancelled }) => !cancelled).length
  return { state, plays, begin, sends }
}

async function stand(settings: Partial<CustomerioSettings> = {}, faults: Fault[] = []) {
  const clock = clockAt()
  const played = customerio(clock)
  const server = await startVendor(faulty(played.plays, faults))
  vendor = server
  const open = () =>
    customerioSender({
      base: server.base,
      key: KEY,
      timeoutSeconds: 5,
      deadlineMinutes: 60,
      aheadMinutes: 5,
      rateLimit: null,
      ...settings,
    })
  return { clock, ...played, server, open, faults }
}

describe('a look', () => {
  test('says that the broadcast runs, how it would be triggered, and until when it can be stopped', async () => {
    const { open, clock, server } = await stand()
    const looked = await open().look({ ...stepOf('12', clock), sent: null }, asking(clock))
    expect(looked).toEqual({
      ...{ is: 'seen', exists: true, state: 'running', gates: [], people: null },
      undo: { is: 'until it starts', until: null },
      would: expect.stringContaining('"scheduled_at": 1772453100'),
    })
    await launched(open, '12', clock, { until: (outcome) => outcome.startsWith('scheduled') })
    const sent = server.seen.find(({ method }) => method === 'POST')
    const [first, ...body] = looked.is === 'seen' ? (looked.would ?? '').split('\n') : []
    expect(first).toBe(`POST ${new URL(server.base).host}${sent?.path}`)
    expect(JSON.parse(body.join('\n'))).toEqual(sent?.body)
  })

  test('says of a draft that it would be refused', async () => {
    const { open, clock, state } = await stand()
    state.broadcast = { ...state.broadcast, active: false, state: 'draft' }
    const looked = await open().look({ ...stepOf('12', clock), sent: null }, asking(clock))
    expect(looked).toMatchObject({
      state: 'draft',
      gates: [{ words: 'the broadcast is a draft in Customer.io', refuses: ['send'] }],
    })
  })

  test('says that there is no such broadcast', async () => {
    const { open, clock } = await stand()
    expect(await open().look({ ...stepOf('13', clock), sent: null }, asking(clock))).toMatchObject({
      exists: false,
    })
  })

  test('says that the key is wrong, without the key', async () => {
    const { open, clock } = await stand({ key: 'k3y-of-another' })
    const looked = await open().look({ ...stepOf('12', clock), sent: null }, asking(clock))
    expect(looked).toEqual({ is: 'unseen', why: 'HTTP 401' })
  })

  test('asks nothing of words that it can’t read', async () => {
    const { open, clock, server } = await stand()
    const looked = await open().look({ ...stepOf('winback', clock), sent: null }, asking(clock))
    expect(looked).toMatchObject({ exists: null, gates: [{ refuses: ['send'] }] })
    expect(await open().send(stepOf('winback', clock), asking(clock))).toMatchObject({ is: 'refused' })
    expect(server.seen).toEqual([])
  })

  test('counts people once the trigger has been processed, and can stop it no more', async () => {
    const { open, clock } = await stand()
    const { step, sender } = await launched(open, '12', clock)
    expect(await sender.look(step, asking(clock))).toMatchObject({
      state: 'processed 2026-03-02 12:06 UTC',
      people: 42_610,
      undo: { is: 'none' },
    })
  })
})

describe('a launch', () => {
  test('schedules a trigger a few minutes ahead, and is done when it is processed', async () => {
    const { open, clock, sends } = await stand()
    expect(await launched(open, '12', clock)).toMatchObject({
      ...{ is: 'done', outcome: 'processed 2026-03-02 12:06 UTC', reached: 42_610 },
      told: [
        'running: nothing is sent yet',
        'running: scheduled for 2026-03-02 12:05 UTC',
        'running: calculating its audience',
        'done: processed 2026-03-02 12:06 UTC',
      ],
    })
    expect(sends()).toBe(1)
  })

  test('passes the declared rate limit on as it is', async () => {
    const { open, clock, server } = await stand({ rateLimit: { rate: 500, spread: true } })
    await launched(open, '12', clock)
    const sent = server.seen.find(({ method }) => method === 'POST')?.body
    expect(sent).toMatchObject({ rate_limit: { rate: 500, spread: true } })
  })

  test('waits while the trigger is queued for long', async () => {
    const { open, clock, state, sends } = await stand()
    state.takes = 3 * 3_600
    expect(await launched(open, '12', clock)).toMatchObject({ is: 'done', reached: 42_610 })
    expect(sends()).toBe(1)
  })

  test('waits ten seconds after one of somebody else', async () => {
    const { open, clock, begin, sends } = await stand()
    begin(0)
    const { is, told } = await launched(open, '12', clock)
    expect([is, told[1]]).toEqual(['done', 'again: HTTP 429'])
    expect(sends()).toBe(2)
  })

  test.each<Fault>(['cut after', '500 after', 'torn'])(
    'finds its trigger after an answer that was lost: %s',
    async (fault) => {
      const { open, clock, sends } = await stand({}, ['none', fault])
      expect(await launched(open, '12', clock)).toMatchObject({ is: 'done', reached: 42_610 })
      expect(sends()).toBe(1)
    },
  )

  test.each<Fault>(['cut before', '500 before'])(
    'sends again what did not arrive, once that is sure: %s',
    async (fault) => {
      const { open, clock, sends } = await stand({}, ['none', fault])
      const { is, told } = await launched(open, '12', clock)
      expect(is).toBe('done')
      expect(told).toContain('again: no trigger of it is there yet')
      expect(sends()).toBe(1)
    },
  )

  test('finds its trigger after a hang', async () => {
    const { open, clock, sends } = await stand({ timeoutSeconds: 0.2 }, ['none', 'silence after'])
    const { is, told } = await launched(open, '12', clock)
    expect([is, told[1]]).toEqual(['done', 'unknown: no answer within 0.2 s'])
    expect(sends()).toBe(1)
  })

  test('finds its trigger where the clocks differ', async () => {
    const { open, clock, state, sends } = await stand({}, ['none', 'cut after'])
    state.skew = -1_200
    expect(await launched(open, '12', clock)).toMatchObject({ is: 'done' })
    expect(sends()).toBe(1)
  })

  /** A request whose answer is lost before it arrives, while others trigger the same broadcast. */
  const among = async (others: readonly number[]) => {
    const { open, clock, begin, server } = await stand()
    const armed = await launched(open, '12', clock, { until: (outcome) => outcome === 'nothing is sent yet' })
    for (const seconds of others) begin(seconds === 0 ? 0 : clock.now.getTime() / 1_000 + seconds)
    server.failWith({ reply: 'cut' })
    expect(await armed.sender.send(armed.step, asking(clock))).toMatchObject({ is: 'unknown' })
    move(clock, 130)
    return armed.sender.readBack?.(armed.step, asking(clock))
  }

  test('takes no trigger for its own that began at once', async () => {
    expect(await among([0])).toEqual({ is: 'absent' })
  })

  test('asks a person where two triggers may be its own', async () => {
    expect(await among([300, 301])).toEqual({
      is: 'unknown',
      outcome: 'several triggers may be this one: 1, 2',
    })
  })

  test('asks a person where many triggers have begun', async () => {
    expect(await among([300, 301, 302, 303, 304, 305])).toEqual({
      is: 'unknown',
      outcome: '6 triggers have begun since',
    })
  })

  test('finds its trigger when a person says "Send again" long after', async () => {
    const { open, clock, server, sends } = await stand()
    const { step } = await launched(open, '12', clock, {
      until: (outcome) => outcome === 'nothing is sent yet',
    })
    server.failWith({ reply: 'cut', after: true })
    const sender = open()
    expect(await sender.send(step, asking(clock))).toMatchObject({ is: 'unknown' })
    move(clock, 7_200)
    const found = await sender.readBack?.(
      { ...step, sent: { ...step.sent, since: clock.now } },
      asking(clock),
    )
    expect(found).toMatchObject({ is: 'done', reached: 42_610 })
    expect(sends()).toBe(1)
  })

  test('is refused by a broadcast that is not there, and by a wrong key', async () => {
    const { open, clock, server } = await stand()
    expect(await launched(open, '13', clock)).toMatchObject({ is: 'refused', outcome: 'HTTP 404' })
    const wrong = () => customerioSender({ ...SETTINGS, base: server.base, key: 'k3y-of-another' })
    expect(await launched(wrong, '12', clock)).toMatchObject({ is: 'refused', outcome: 'HTTP 401' })
  })

  test('has failed where its audience has errors, which are counted and not repeated', async () => {
    const { open, clock, state } = await stand()
    state.errors = ['line 1: ana@example.com is no profile', 'line 2: bo@example.com is no profile']
    const { is, outcome } = await launched(open, '12', clock)
    expect([is, outcome]).toEqual(['failed', 'calculating its audience, with 2 errors of its audience'])
  })

  test('has failed where somebody cancelled it there', async () => {
    const { open, clock, state, sends } = await stand()
    const until = (outcome: string) => outcome.startsWith('scheduled')
    const { step, sender } = await launched(open, '12', clock, { until })
    for (const one of state.triggers) one.cancelled = clock.now.getTime() / 1_000
    const found = await sender.readBack?.(step, asking(clock))
    expect(found).toEqual({ is: 'failed', outcome: 'cancelled 2026-03-02 12:00 UTC' })
    expect(sends()).toBe(0)
  })

  test('reaches people once, whatever is lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(mishaps, fc.integer({ min: 0, max: 2 }), async ({ faults, deaths }, sendAgain) => {
        const { open, clock, server, sends } = await stand({}, [...faults])
        try {
          const { is } = await launched(open, '12', clock, { deaths, sendAgain })
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

const SETTINGS = {
  base: '',
  key: KEY,
  timeoutSeconds: 5,
  deadlineMinutes: 60,
  aheadMinutes: 5,
  rateLimit: null,
}

describe('taking it back', () => {
  const scheduled = { until: (outcome: string) => outcome.startsWith('scheduled') }

  test('before it begins reaches nobody', async () => {
    const { open, clock, sends } = await stand()
    const { step, sender } = await launched(open, '12', clock, scheduled)
    expect(await sender.undo?.(step, asking(clock))).toEqual({
      is: 'done',
      outcome: 'cancelled before it began',
    })
    expect(sends()).toBe(0)
    expect(await sender.undo?.(step, asking(clock))).toMatchObject({ is: 'done' })
  })

  test('comes too late once it has begun, and says so', async () => {
    const { open, clock, sends } = await stand()
    const { step, sender } = await launched(open, '12', clock, scheduled)
    move(clock, 301)
    expect(await sender.undo?.(step, asking(clock))).toEqual({
      is: 'refused',
      outcome: 'calculating its audience: it is too late, the mail goes out',
    })
    expect(sends()).toBe(1)
  })

  test('stops the rest of one with a rate limit', async () => {
    const { open, clock, state } = await stand({ rateLimit: { rate: 500 } })
    state.takes = 3_600
    const { step, sender } = await launched(open, '12', clock, scheduled)
    move(clock, 900)
    expect(await sender.look(step, asking(clock))).toMatchObject({ undo: { is: 'stops the rest' } })
    expect(await sender.undo?.(step, asking(clock))).toEqual({
      is: 'done',
      outcome: 'cancelled; whom it had reached by then gets the mail',
      partly: true,
    })
  })

  test('is read back where the answer to the cancel is lost', async () => {
    const { open, clock, faults, sends } = await stand()
    const { step, sender } = await launched(open, '12', clock, scheduled)
    faults.push('none', 'cut after')
    expect(await sender.undo?.(step, asking(clock))).toMatchObject({ is: 'unknown' })
    const outcome = 'cancelled 2026-03-02 12:00 UTC'
    expect(await sender.undo?.(step, asking(clock))).toEqual({ is: 'done', outcome })
    expect(sends()).toBe(0)
  })

  test('finds what it has to cancel where the answer to the trigger was lost', async () => {
    const { open, clock, sends } = await stand({}, ['none', 'cut after'])
    const { step, sender } = await launched(open, '12', clock, {
      until: (outcome) => outcome.includes('no connection'),
    })
    expect(await sender.undo?.(step, asking(clock))).toMatchObject({ is: 'done' })
    expect(sends()).toBe(0)
  })

  test('is told to a person at once where nobody can tell what it would cancel', async () => {
    const { open, clock, begin, server } = await stand({}, ['none', 'cut after'])
    const { step, sender } = await launched(open, '12', clock, {
      until: (outcome) => outcome.includes('no connection'),
    })
    begin(clock.now.getTime() / 1_000 + 300)
    expect(await sender.undo?.(step, asking(clock))).toMatchObject({
      is: 'refused',
      outcome: expect.stringMatching(/^several triggers may be this one/),
    })
    const revoked = customerioSender({ ...SETTINGS, base: server.base, key: 'another' })
    const known = { ...step, sent: { ...step.sent, handle: 'trigger 1' } }
    expect(await revoked.undo?.(known, asking(clock))).toMatchObject({
      is: 'refused',
      outcome: expect.stringMatching(/^HTTP 401/),
    })
  })

  test('is done where nothing was sent', async () => {
    const { open, clock, server } = await stand()
    expect(await open().undo?.(stepOf('12', clock), asking(clock))).toMatchObject({ is: 'done' })
    expect(server.seen).toEqual([])
  })

  test('that is said to be done leaves nobody to be reached', async () => {
    await fc.assert(
      fc.asyncProperty(mishaps, fc.integer({ min: 1, max: 4 }), async ({ faults, deaths }, runs) => {
        const stood = await stand({}, [...faults])
        try {
          const said = await takenBack(
            await launched(stood.open, '12', stood.clock, { deaths, runs }),
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

test('after a stop it says whether a send is on its way, and counts by the hour', async () => {
  const { open, clock, faults } = await stand()
  expect(await saidBy({ sender: open(), step: stepOf('12', clock) }, clock)).toMatchObject({
    ...{ open: false, count: null },
  })
  const played = await launched(open, '12', clock, { until: (outcome) => outcome.startsWith('scheduled') })
  expect(await saidBy(played, clock)).toMatchObject({
    ...{ open: true, state: expect.stringMatching(/^the send of 12 is (scheduled)/) },
    count: { of: 'sends', count: 0 },
  })
  expect(await takenBack(played, clock)).toMatchObject({ is: 'done' })
  expect(await saidBy(played, clock)).toMatchObject({ open: false, count: { count: 0 } })
  faults.push('500 before')
  expect(await saidBy(played, clock)).toEqual({ is: 'unseen', why: 'HTTP 500' })
})

test('after a stop sends of whole hours since are counted, while no newer trigger sends too', async () => {
  const { open, clock, faults, state, begin } = await stand()
  const played = await launched(open, '12', clock, { until: (outcome) => outcome.startsWith('scheduled') })
  await takenBack(played, clock)
  state.sent = Array.from({ length: 24 }, (_, i) => i + 1)
  const { sender, step } = played
  const after = async (minutes: number) => {
    const since = new Date(clock.now.getTime() - minutes * 60_000)
    const said = await sender.count?.(step, { ...asking(clock), since })
    return said?.is === 'counted' ? said.says : null
  }
  expect((await after(59))?.count).toMatchObject({ count: 0 })
  expect((await after(60))?.count).toMatchObject({ count: 24, newestAt: null })
  expect((await after(179))?.count).toMatchObject({ count: 24 + 23 })
  faults.push('none', 'none', '500 before')
  expect(await after(60)).toMatchObject({ count: null, why: 'HTTP 500' })
  begin(0)
  const beside = await after(60)
  expect(beside).toMatchObject({ open: false, count: null })
  expect(beside).not.toHaveProperty('why')
})
