import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { BrazeSettings } from '../../src/targets/braze/account.ts'
import { brazeSender } from '../../src/targets/braze/braze.ts'
import type { Sender, SentStep } from '../../src/targets/target.ts'
import {
  asking,
  type Clock,
  clockAt,
  type Fault,
  faulty,
  launched,
  mishaps,
  move,
  stepOf,
  takenBack,
} from './engine.ts'
import { type Seen, startVendor, type Vendor, type VendorReply } from './vendor.ts'

const KEY = 'k3y-of-braze'
const CAMPAIGN = '7f3a21d0-5a0c-4c8e-9d55-0e3f1a2b4c5d'
const WORDS = `${CAMPAIGN} to segment`

let vendor: Vendor | undefined
afterEach(() => vendor?.close())

interface Schedule {
  readonly id: string
  readonly sendId: string
  readonly time: number
  isDeleted: boolean
}

/** Braze as braze.com/docs/api documents it: sends/id/create, trigger/schedule, sends/data_series, campaigns/details. */
function braze(clock: Clock) {
  const state = {
    details: {
      archived: false,
      draft: false,
      enabled: true,
      name: 'Winback',
      schedule_type: 'api_triggered',
    },
    schedules: [] as Schedule[],
    minted: [] as string[],
    /** Seconds from its time until anything of a send is counted, and for how many people. */
    lag: 900,
    people: 42_610,
  }
  const error = (status: number, message: string): VendorReply => ({ status, body: { message, errors: [] } })
  const mint = (body: Record<string, unknown>): VendorReply => {
    if (body.campaign_id !== CAMPAIGN) return error(400, 'campaign_id')
    const sendId = `5f${state.minted.length}c`
    state.minted.push(sendId)
    return { status: 201, body: { message: 'success', send_id: sendId } }
  }
  const schedule = ({
    campaign_id,
    send_id,
    broadcast,
    schedule,
    ...others
  }: Record<string, unknown>): VendorReply => {
    if (Object.keys(others).length > 0 || campaign_id !== CAMPAIGN) return error(400, 'unknown parameter')
    if (broadcast !== true) return error(400, 'no recipients')
    const time = Date.parse(String((schedule as { time?: unknown } | undefined)?.time))
    if (!(time > clock.now.getTime())) return error(400, 'the time has passed')
    if (!state.minted.includes(String(send_id))) return error(400, 'send_id')
    const id = `sch-${state.schedules.length + 1}`
    state.schedules.push({ id, sendId: String(send_id), time, isDeleted: false })
    return { status: 201, body: { dispatch_id: 'd1', schedule_id: id, message: 'success' } }
  }
  const remove = ({ campaign_id, schedule_id }: Record<string, unknown>): VendorReply => {
    const one = state.schedules.find(({ id }) => id === schedule_id)
    if (campaign_id !== CAMPAIGN || !one || one.isDeleted) return error(400, 'schedule_id')
    if (clock.now.getTime() >= one.time) return error(400, 'it was sent')
    one.isDeleted = true
    return { status: 200, body: { message: 'success' } }
  }
  const counted = (sendId: string | null): number => {
    const one = state.schedules.find((each) => each.sendId === sendId && !each.isDeleted)
    const seconds = one ? (clock.now.getTime() - one.time) / 1_000 - state.lag : -1
    return seconds < 0 ? 0 : seconds < 240 ? 1_200 : state.people
  }
  const series = (query: URLSearchParams): VendorReply => {
    if (query.get('campaign_id') !== CAMPAIGN || !query.get('length'))
      return error(400, 'campaign_id, length')
    const email = [
      { variation_name: 'A', sent: counted(query.get('send_id')), delivered: 0, unique_opens: 0 },
    ]
    const none = { time: '2026-03-01', messages: {}, unique_recipients: 0 }
    const day = { time: '2026-03-02', messages: { email, webhook: [] }, unique_recipients: 0, revenue: 0.5 }
    return { status: 201, body: { message: 'success', data: [none, day] } }
  }
  const plays = ({ method, path, query, headers, body }: Seen): VendorReply => {
    if (headers.authorization !== `Bearer ${KEY}`)
      return error(401, `Invalid API key: ${headers.authorization}`)
    const sent = (body ?? {}) as Record<string, unknown>
    switch (`${method} ${path}`) {
      case 'GET /campaigns/details':
        return query.get('campaign_id') === CAMPAIGN
          ? { status: 200, body: { message: 'success', ...state.details } }
          : error(400, 'Invalid campaign')
      case 'POST /sends/id/create':
        return mint(sent)
      case 'POST /campaigns/trigger/schedule/create':
        return schedule(sent)
      case 'POST /campaigns/trigger/schedule/delete':
        return remove(sent)
      case 'GET /sends/data_series':
        return series(query)
      default:
        return error(404, 'no such place')
    }
  }
  const sends = () => state.schedules.filter(({ isDeleted }) => !isDeleted).length
  return { state, plays, sends }
}

async function stand(settings: Partial<BrazeSettings> = {}, faults: Fault[] = []) {
  const clock = clockAt()
  const played = braze(clock)
  const reset = String(Date.parse('2026-03-02T13:00:00Z') / 1_000)
  const server = await startVendor(faulty(played.plays, faults, { 'x-ratelimit-reset': reset }))
  vendor = server
  const [key, base] = [KEY, server.base]
  const open = () =>
    brazeSender({ base, key, timeoutSeconds: 5, deadlineMinutes: 60, aheadMinutes: 5, ...settings })
  return { clock, ...played, server, open, faults }
}

describe('a look', () => {
  test('says how it would be scheduled, and that Braze counts nobody before', async () => {
    const { open, clock, server } = await stand()
    const looked = await open().look({ ...stepOf(WORDS, clock), sent: null }, asking(clock))
    expect(looked).toMatchObject({
      ...{ is: 'seen', exists: true, state: 'enabled', gates: [], people: null },
      undo: { is: 'until it starts', until: null },
    })
    await launched(open, WORDS, clock, { until: (outcome) => outcome.startsWith('scheduled') })
    const sent = server.seen.find(({ path }) => path.endsWith('schedule/create'))
    const [first, ...body] = looked.is === 'seen' ? (looked.would ?? '').split('\n') : []
    expect(first).toBe(`POST ${new URL(server.base).host}${sent?.path}`)
    expect({ ...JSON.parse(body.join('\n')), send_id: '5f0c' }).toEqual(sent?.body)
  })

  test.each([
    [{ archived: true }, 'archived'],
    [{ draft: true }, 'draft'],
    [{ enabled: false }, 'not enabled'],
  ])('says that a campaign would be refused: %j', async (details, word) => {
    const { open, clock, state } = await stand()
    state.details = { ...state.details, ...details }
    const looked = await open().look({ ...stepOf(WORDS, clock), sent: null }, asking(clock))
    expect(looked).toMatchObject({ state: word, gates: [{ words: `the campaign is ${word} in Braze` }] })
  })

  test('says that the key or the host is wrong, without the key that Braze repeats', async () => {
    const { open, clock, server } = await stand({ key: 'k3y-of-another' })
    const { host } = new URL(server.base)
    const words = `HTTP 401: ${host} does not know the key, or is the host of another instance`
    const looked = await open().look({ ...stepOf(WORDS, clock), sent: null }, asking(clock))
    expect(looked).toEqual({ is: 'unseen', why: words })
    expect(await launched(open, WORDS, clock)).toMatchObject({ is: 'refused', outcome: words })
  })

  test.each([CAMPAIGN, `${CAMPAIGN} to everybody`, `${CAMPAIGN} to segment now`, 'a b to segment'])(
    'asks nothing of words that it can’t read: %s',
    async (words) => {
      const { open, clock, server } = await stand()
      expect(await open().look({ ...stepOf(words, clock), sent: null }, asking(clock))).toMatchObject({
        gates: [{ refuses: ['send'] }],
      })
      expect(await open().send(stepOf(words, clock), asking(clock))).toMatchObject({ is: 'refused' })
      expect(server.seen).toEqual([])
    },
  )

  test('says until when what is scheduled can be stopped', async () => {
    const { open, clock } = await stand()
    const until = (outcome: string) => outcome.startsWith('scheduled')
    const { step, sender } = await launched(open, WORDS, clock, { until })
    const looked = () => sender.look(step, asking(clock))
    const at = new Date('2026-03-02T12:05:00Z')
    expect(await looked()).toMatchObject({ undo: { is: 'until it starts', until: at } })
    move(clock, 300)
    expect(await looked()).toMatchObject({ undo: { is: 'none' } })
  })
})

describe('a launch', () => {
  test('asks for an id, schedules by it, and is done when the count grows no more', async () => {
    const { open, clock, sends, server } = await stand()
    expect(await launched(open, WORDS, clock)).toMatchObject({ is: 'done', reached: 42_610 })
    expect(sends()).toBe(1)
    expect(server.seen.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
      '/sends/id/create',
      '/campaigns/trigger/schedule/create',
    ])
  })

  test('is not absent while Braze counts nothing yet', async () => {
    const { open, clock, sends } = await stand()
    const { told } = await launched(open, WORDS, clock)
    expect(told).toContain('running: Braze counts nothing of the send 5f0c since 2026-03-02 12:05 UTC')
    expect(sends()).toBe(1)
  })

  test('asks a person where nothing is counted until the deadline', async () => {
    const { open, clock, state, sends } = await stand()
    state.people = 0
    expect(await launched(open, WORDS, clock, { sendAgain: 2 })).toMatchObject({
      is: 'unsettled',
      outcome: 'Braze counts nothing of the send 5f0c since 2026-03-02 12:05 UTC',
    })
    expect(sends()).toBe(1)
  })

  test.each<Fault>(['cut after', '500 after', 'torn', 'silence after'])(
    'waits for its time after an answer to the schedule that was lost, and sends no second: %s',
    async (fault) => {
      const { open, clock, sends } = await stand({ timeoutSeconds: 0.3 }, ['none', fault])
      const { is, reached, told } = await launched(open, WORDS, clock)
      expect([is, reached]).toEqual(['done', 42_610])
      expect(told).toContain('running: no answer to a schedule for 2026-03-02 12:05 UTC')
      expect(sends()).toBe(1)
    },
  )

  test.each<Fault>(['cut before', '500 before'])(
    'asks a person where the schedule may not have arrived, and never sends a second: %s',
    async (fault) => {
      const { open, clock, sends } = await stand({}, ['none', fault])
      expect(await launched(open, WORDS, clock, { sendAgain: 3 })).toMatchObject({ is: 'unsettled' })
      expect(sends()).toBe(0)
    },
  )

  test.each<Fault>(['cut before', 'cut after', '500 after'])(
    'asks for another id where the answer with the first was lost: %s',
    async (fault) => {
      const { open, clock, sends } = await stand({}, [fault])
      expect(await launched(open, WORDS, clock)).toMatchObject({ is: 'done', reached: 42_610 })
      expect(sends()).toBe(1)
    },
  )

  test('waits until the hour’s end that Braze names, and then leaves enough time to stop it', async () => {
    const { open, clock, state, sends } = await stand({}, ['none', '429'])
    const { is, told } = await launched(open, WORDS, clock)
    expect([is, told[1]]).toEqual(['done', 'again: HTTP 429'])
    expect(state.schedules.map(({ time }) => new Date(time))).toEqual([new Date('2026-03-02T13:05:00Z')])
    expect(sends()).toBe(1)
  })

  test('does not schedule by an id that another process may have used', async () => {
    const { open, clock, sends } = await stand()
    const deaths = [false, true]
    expect(await launched(open, WORDS, clock, { deaths })).toMatchObject({ is: 'done', reached: 42_610 })
    expect(sends()).toBe(1)
  })

  test('is refused by a campaign that Braze does not know', async () => {
    const { open, clock } = await stand()
    expect(await launched(open, 'abc to segment', clock)).toMatchObject({
      is: 'refused',
      outcome: 'HTTP 400',
    })
  })

  test('reaches people once, whatever is lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(mishaps, fc.integer({ min: 0, max: 2 }), async ({ faults, deaths }, sendAgain) => {
        const { open, clock, server, sends } = await stand({}, [...faults])
        try {
          const { is } = await launched(open, WORDS, clock, { deaths, sendAgain })
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
  const scheduled = { until: (outcome: string) => outcome.startsWith('scheduled') }

  test('deletes the schedule before its time', async () => {
    const { open, clock, sends } = await stand()
    const { step, sender } = await launched(open, WORDS, clock, scheduled)
    const outcome = 'the schedule is deleted before its time'
    expect(await sender.undo?.(step, asking(clock))).toEqual({ is: 'done', outcome })
    expect(sends()).toBe(0)
  })

  test('says near its time that some may get it', async () => {
    const { open, clock, sends } = await stand()
    const { step, sender } = await launched(open, WORDS, clock, scheduled)
    move(clock, 270)
    const outcome = 'the schedule is deleted so near to its time that Braze may have sent it to some'
    expect(await sender.undo?.(step, asking(clock))).toEqual({ is: 'done', outcome })
    expect(sends()).toBe(0)
  })

  test('comes too late at its time, and says so', async () => {
    const { open, clock, sends } = await stand()
    const { step, sender } = await launched(open, WORDS, clock, scheduled)
    move(clock, 300)
    const began = 'it began 2026-03-02 12:05 UTC'
    const unless = `${began}: the mail goes out, unless its schedule was deleted`
    expect(await sender.undo?.(step, asking(clock))).toEqual({ is: 'refused', outcome: unless })
    move(clock, 1_800)
    expect(await sender.undo?.(step, asking(clock))).toEqual({
      is: 'refused',
      outcome: expect.stringMatching(/12:05 UTC, and Braze counts 42.610 sent: the mail has gone$/),
    })
    expect(sends()).toBe(1)
  })

  test('can’t delete a schedule whose id was lost, and says where it can be stopped', async () => {
    const { open, clock } = await stand({}, ['none', 'cut after'])
    const until = (outcome: string) => outcome.startsWith('no answer')
    const { step, sender } = await launched(open, WORDS, clock, { until })
    expect(await sender.look(step, asking(clock))).toMatchObject({ undo: { is: 'none' } })
    expect(await sender.undo?.(step, asking(clock))).toEqual({
      is: 'refused',
      outcome:
        "Braze's answer, which names the schedule, was lost: stop the campaign in Braze before 2026-03-02 12:05 UTC",
    })
  })

  test('is unknown where the answer to it is lost, and then says where to look', async () => {
    const { open, clock, faults, sends } = await stand()
    const { step, sender } = await launched(open, WORDS, clock, scheduled)
    faults.push('cut after')
    expect(await sender.undo?.(step, asking(clock))).toMatchObject({ is: 'unknown' })
    const outcome = 'HTTP 400: see in Braze whether it is still scheduled for 2026-03-02 12:05 UTC'
    expect(await sender.undo?.(step, asking(clock))).toEqual({ is: 'refused', outcome })
    expect(sends()).toBe(0)
  })

  test('is done where only an id was asked for', async () => {
    const { open, clock, sends } = await stand()
    const { step, sender } = await launched(open, WORDS, clock, {
      until: (outcome) => outcome.startsWith('has the id'),
    })
    expect(await sender.undo?.(step, asking(clock))).toMatchObject({ is: 'done' })
    expect(sends()).toBe(0)
  })

  test('that is said to be done leaves nobody to be reached', async () => {
    await fc.assert(
      fc.asyncProperty(mishaps, fc.integer({ min: 1, max: 4 }), async ({ faults, deaths }, runs) => {
        const stood = await stand({}, [...faults])
        try {
          const said = await takenBack(
            await launched(stood.open, WORDS, stood.clock, { deaths, runs }),
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

describe('after a stop', () => {
  const told = async (step: SentStep, sender: Sender, clock: Clock, since: Date) => {
    const said = await sender.count?.(step, { ...asking(clock), since })
    return said?.is === 'counted' ? said.says.count : said
  }

  test('Braze counts all that it has sent: more than before says that it still sends', async () => {
    const { open, clock, state } = await stand()
    const { step, sender } = await launched(open, WORDS, clock)
    const since = clock.now
    const all = { of: 'sends', fromAt: null, lastHour: null, newestAt: null }
    const settledAt = new Date(since.getTime() + 3_600_000)
    expect(await told(step, sender, clock, since)).toEqual({ ...all, count: 42_610, settledAt })
    state.people += 300
    expect(await told(step, sender, clock, since)).toEqual({ ...all, count: 42_910, settledAt })
  })

  test('whatever is sent by a schedule that was still to begin is counted as since then', async () => {
    const { open, clock } = await stand()
    const until = (outcome: string) => outcome.startsWith('scheduled')
    const { step, sender } = await launched(open, WORDS, clock, { until })
    const [since, begins] = [clock.now, new Date('2026-03-02T12:05:00Z')]
    expect(await told(step, sender, clock, since)).toMatchObject({ count: 0, fromAt: begins })
    move(clock, 3_600)
    expect(await told(step, sender, clock, since)).toMatchObject({ count: 42_610, fromAt: begins })
  })

  test('of what was never scheduled nothing is counted, and a refusal is said', async () => {
    const { open, clock } = await stand()
    expect(await told(stepOf(WORDS, clock), open(), clock, clock.now)).toBeNull()
    const { step } = await launched(open, WORDS, clock)
    const stranger = brazeSender({ ...STRANGER, base: vendor?.base ?? '' })
    expect(await told(step, stranger, clock, clock.now)).toMatchObject({
      is: 'unseen',
      why: expect.stringMatching(/^HTTP 401: .* does not know the key/),
    })
  })

  const STRANGER = { key: 'k3y-of-another', timeoutSeconds: 5, deadlineMinutes: 60, aheadMinutes: 5 }
})
