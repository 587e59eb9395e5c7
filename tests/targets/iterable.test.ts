import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { IterableSettings } from '../../src/targets/iterable/account.ts'
import { iterableSender } from '../../src/targets/iterable/iterable.ts'
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

const KEY = 'k3y0of0iterable'
const BLAST = '4021'
const TRIGGERED = '4100 to list 77'

let vendor: Vendor | undefined
afterEach(() => vendor?.close())

/** Iterable as its Swagger and its own client have it (github.com/Iterable/api-client): campaigns and lists. */
function iterable(clock: Clock) {
  const state = {
    blast: {
      id: 4021,
      type: 'Blast',
      campaignState: 'Ready',
      listIds: [77],
      suppressionListIds: [] as number[],
    },
    startAt: null as number | null,
    /** Seconds that a blast takes. */
    takes: 600,
    triggered: { id: 4100, type: 'Triggered', campaignState: 'Running' },
    /** Sends of the triggered campaign. */
    triggers: 0,
    /** Blasts that began. */
    begun: 0,
    sizes: new Map([
      ['77', '42610'],
      ['78', '11200'],
    ]),
    mayNotSchedule: false,
  }
  const answer = (status: number, code: string): VendorReply => ({
    status,
    body: { code, msg: `what ${KEY} and ana@example.com asked for`, params: null },
  })
  const success = () => answer(200, 'Success')
  /** The states of a blast over time. */
  const goOn = () => {
    const { blast, startAt } = state
    const now = clock.now.getTime()
    if (blast.campaignState === 'Scheduled' && startAt !== null && now >= startAt) {
      blast.campaignState = 'Running'
      state.begun += 1
    }
    if (blast.campaignState === 'Running' && startAt !== null && now >= startAt + state.takes * 1_000)
      blast.campaignState = 'Finished'
  }
  const schedule = (body: Record<string, unknown>): VendorReply => {
    const at = Date.parse(String(body.sendAt))
    if (Object.keys(body).join() !== 'sendAt' || !(at > clock.now.getTime())) return answer(400, 'BadParams')
    if (state.mayNotSchedule) return answer(403, 'Forbidden')
    if (!['Draft', 'Ready'].includes(state.blast.campaignState)) return answer(400, 'BadParams')
    state.blast.campaignState = 'Scheduled'
    state.startAt = at
    return success()
  }
  const trigger = (body: Record<string, unknown>): VendorReply => {
    const known = Object.keys(body).join() === 'campaignId,listIds,allowRepeatMarketingSends'
    const lists = body.listIds
    if (!known || body.campaignId !== 4100 || !Array.isArray(lists) || lists.length === 0)
      return answer(400, 'BadParams')
    if (body.allowRepeatMarketingSends !== false) return answer(400, 'BadParams')
    state.triggers += 1
    return success()
  }
  const take = (from: string, to: string): VendorReply => {
    if (state.blast.campaignState !== from) return answer(400, 'BadParams')
    state.blast.campaignState = to
    if (to === 'Ready') state.startAt = null
    return success()
  }
  const detailsOf = (id: string): VendorReply => {
    if (id === '4100')
      return { status: 200, body: { ...state.triggered, name: 'Order', messageMedium: 'Email' } }
    if (id !== BLAST) return answer(404, 'NotFound')
    const { startAt, blast } = state
    const size = blast.campaignState === 'Finished' ? { sendSize: 42_000 } : {}
    return {
      status: 200,
      body: { ...blast, ...size, ...(startAt === null ? {} : { startAt }), name: 'Winback' },
    }
  }
  const plays = ({ method, path, headers, body }: Seen): VendorReply => {
    if (headers['api-key'] !== KEY) return answer(401, 'BadApiKey')
    goOn()
    const sent = (body ?? {}) as Record<string, unknown>
    const [, , part, id = '', sub] = path.split('/')
    if (method === 'POST' && path === '/api/campaigns/trigger') return trigger(sent)
    if (method === 'POST' && path === '/api/campaigns/cancel') return take('Scheduled', 'Ready')
    if (method === 'POST' && path === '/api/campaigns/abort') return take('Running', 'Aborted')
    if (method === 'POST' && path === `/api/campaigns/${BLAST}/schedule`) return schedule(sent)
    if (method === 'GET' && part === 'lists' && sub === 'size') {
      const size = state.sizes.get(id)
      return size === undefined ? answer(400, 'BadParams') : { status: 200, body: size }
    }
    return method === 'GET' && part === 'campaigns' && !sub ? detailsOf(id) : answer(404, 'NotFound')
  }
  const isScheduled = () => (state.blast.campaignState === 'Scheduled' ? 1 : 0)
  return { state, plays, sends: () => state.triggers + state.begun + isScheduled() }
}

async function stand(settings: Partial<IterableSettings> = {}, faults: Fault[] = []) {
  const clock = clockAt()
  const played = iterable(clock)
  const server = await startVendor(faulty(played.plays, faults))
  vendor = server
  const [key, base] = [KEY, server.base]
  const open = () =>
    iterableSender({ base, key, timeoutSeconds: 5, deadlineMinutes: 60, aheadMinutes: 5, ...settings })
  const look = (words: string) => open().look({ ...stepOf(words, clock), sent: null }, asking(clock))
  return { clock, ...played, server, open, faults, look }
}

describe('a look', () => {
  test('says of a blast how many are in its list, and how it would be scheduled', async () => {
    const { open, clock, server, look } = await stand()
    const looked = await look(BLAST)
    expect(looked).toMatchObject({
      ...{ is: 'seen', exists: true, state: 'Ready', gates: [], people: 42_610 },
      undo: { is: 'stops the rest' },
      would: expect.stringMatching(/At most: list 77 has 42.610$/),
    })
    await launched(open, BLAST, clock)
    const sent = server.seen.find(({ path }) => path.endsWith('/schedule'))
    const would = looked.is === 'seen' ? (looked.would ?? '') : ''
    expect(would).toContain(JSON.stringify(sent?.body, null, 2))
  })

  test('gives the sizes and no count where people may be in several lists, or left out', async () => {
    const { state, look } = await stand()
    expect(await look('4100 to lists 77, 78')).toMatchObject({
      people: null,
      would: expect.stringMatching(/At most: list 77 has 42.610, list 78 has 11.200$/),
    })
    state.blast.suppressionListIds = [9]
    expect(await look(BLAST)).toMatchObject({ people: null })
  })

  test('gives no count that could not be asked', async () => {
    const { look, state } = await stand()
    state.sizes.clear()
    expect(await look(BLAST)).toMatchObject({
      is: 'seen',
      people: null,
      would: expect.not.stringContaining('At most'),
    })
  })

  test.each([
    [BLAST, 'Finished', 'the campaign is Finished in Iterable already'],
    [`${BLAST} to list 77`, 'Ready', 'a blast goes to its own lists, so none can be named'],
    ['4100', 'Ready', 'a triggered campaign needs its lists: 4021 to list 77'],
  ])('says that it would be refused: %s, %s', async (words, blast, gate) => {
    const { open, clock, state, look, sends } = await stand()
    state.blast.campaignState = blast
    expect(await look(words)).toMatchObject({ gates: [{ words: gate, refuses: ['send'] }] })
    expect(await launched(open, words, clock)).toMatchObject({ is: 'refused', outcome: gate })
    expect(sends()).toBe(0)
  })

  test('says that a triggered campaign can’t be taken back', async () => {
    const { look, state } = await stand()
    expect(await look(TRIGGERED)).toMatchObject({
      state: 'Running',
      gates: [],
      people: 42_610,
      undo: { is: 'none' },
    })
    state.triggered.campaignState = 'Draft'
    expect(await look(TRIGGERED)).toMatchObject({
      gates: [{ words: 'the campaign is Draft in Iterable, not Running' }],
    })
  })

  test('says of a wrong key and of no campaign what Iterable says, without its words', async () => {
    const { open, clock, look, server } = await stand()
    const wrong = { base: server.base, key: 'other', timeoutSeconds: 5, deadlineMinutes: 60, aheadMinutes: 5 }
    const looked = await iterableSender(wrong).look({ ...stepOf(BLAST, clock), sent: null }, asking(clock))
    expect(looked).toEqual({ is: 'unseen', why: 'HTTP 401 BadApiKey' })
    expect(await look('1')).toMatchObject({ exists: false })
    expect(await launched(open, '1', clock)).toMatchObject({ is: 'refused', outcome: 'HTTP 404 NotFound' })
  })

  test.each(['winback', '4021 to 77', '4021 to list', '4021 to lists 77 78'])(
    'asks nothing of words that it can’t read: %s',
    async (words) => {
      const { open, clock, server, look } = await stand()
      expect(await look(words)).toMatchObject({ gates: [{ refuses: ['send'] }] })
      expect(await open().send(stepOf(words, clock), asking(clock))).toMatchObject({ is: 'refused' })
      expect(server.seen).toEqual([])
    },
  )
})

describe('a blast', () => {
  test('is scheduled a few minutes ahead, and done when it is finished', async () => {
    const { open, clock, sends } = await stand()
    const { is, reached, told } = await launched(open, BLAST, clock)
    expect([is, reached, told[0], told[1]]).toEqual([
      'done',
      42_000,
      'running: scheduled for 2026-03-02 12:05 UTC',
      'running: Running',
    ])
    expect(sends()).toBe(1)
  })

  test('is waited for while it takes long', async () => {
    const { open, clock, state, sends } = await stand()
    state.takes = 4 * 3_600
    expect(await launched(open, BLAST, clock)).toMatchObject({ is: 'done' })
    expect(sends()).toBe(1)
  })

  test.each<Fault>(['cut after', '500 after', 'torn', 'silence after', 'cut before', '500 before', '429'])(
    'is sent once after an answer that was lost or a limit: %s',
    async (fault) => {
      const { open, clock, sends } = await stand({ timeoutSeconds: 0.3 }, ['none', fault])
      expect(await launched(open, BLAST, clock)).toMatchObject({ is: 'done', reached: 42_000 })
      expect(sends()).toBe(1)
    },
  )

  test('is not refused where an earlier try comes through meanwhile', async () => {
    const { open, clock, server, plays, sends } = await stand()
    await server.close()
    let tries = 0
    const late = await startVendor((seen) => {
      if (seen.method === 'GET') return plays(seen)
      tries += 1
      if (tries === 1) return 'cut'
      plays(seen)
      return plays(seen)
    })
    vendor = late
    const again = { base: late.base, key: KEY, timeoutSeconds: 5, deadlineMinutes: 60, aheadMinutes: 5 }
    const { is, told } = await launched(() => iterableSender(again), BLAST, clock)
    expect([is, told[1], open().form]).toEqual(['done', 'running: Scheduled', expect.any(String)])
    expect([sends(), tries]).toEqual([1, 2])
  })

  test('is refused where a project may not schedule', async () => {
    const { open, clock, state } = await stand()
    state.mayNotSchedule = true
    expect(await launched(open, BLAST, clock)).toMatchObject({ is: 'refused', outcome: 'HTTP 403 Forbidden' })
  })

  test('that was finished before is not taken for this launch', async () => {
    const { open, clock, state, sends } = await stand({}, ['cut before'])
    state.blast.campaignState = 'Finished'
    state.startAt = Date.parse('2026-03-01T12:00:00Z')
    expect(await launched(open, BLAST, clock, { deaths: [true] })).toMatchObject({
      is: 'unsettled',
      outcome: 'Finished, and Iterable does not say that it is of this launch',
    })
    expect(sends()).toBe(0)
  })

  test('has failed where it was cancelled there, and is not scheduled again', async () => {
    const { open, clock, state, sends } = await stand()
    const { step, sender } = await launched(open, BLAST, clock, {
      until: (outcome) => outcome.startsWith('scheduled'),
    })
    state.blast.campaignState = 'Ready'
    state.startAt = null
    const outcome = 'Ready: its schedule was cancelled in Iterable'
    expect(await sender.readBack?.(step, asking(clock))).toEqual({ is: 'failed', outcome })
    expect(sends()).toBe(0)
  })

  test('in a state that is not known is asked for until the deadline, and then told', async () => {
    const { open, clock, state } = await stand()
    const { step, sender } = await launched(open, BLAST, clock, {
      until: (outcome) => outcome.startsWith('scheduled'),
    })
    state.blast.campaignState = 'Throttled'
    expect(await sender.readBack?.(step, asking(clock))).toMatchObject({ is: 'running' })
    move(clock, 3_600)
    expect(await sender.readBack?.(step, asking(clock))).toEqual({
      is: 'unknown',
      outcome: 'the state is Throttled',
    })
  })
})

describe('a triggered campaign', () => {
  test('is sent to its lists, without repeats, and counted by nobody', async () => {
    const { open, clock, server, sends } = await stand()
    expect(await launched(open, '4100 to lists 77, 78', clock)).toMatchObject({ is: 'done', reached: null })
    expect(server.seen.at(-1)?.body).toEqual({
      campaignId: 4100,
      listIds: [77, 78],
      allowRepeatMarketingSends: false,
    })
    expect(sends()).toBe(1)
  })

  test.each<Fault>(['cut after', '500 after', 'torn', 'silence after', 'cut before', '500 before'])(
    'is asked of a person after an answer that was lost, and never repeated: %s',
    async (fault) => {
      const { open, clock, sends } = await stand({ timeoutSeconds: 0.3 }, ['none', fault])
      expect(await launched(open, TRIGGERED, clock, { sendAgain: 3 })).toMatchObject({
        is: 'unsettled',
        outcome: 'Iterable does not say whether a triggered send arrived',
      })
      expect(sends()).toBe(fault.endsWith('before') ? 0 : 1)
    },
  )

  test('is sent after a limit', async () => {
    const { open, clock, sends } = await stand({}, ['none', '429'])
    expect(await launched(open, TRIGGERED, clock)).toMatchObject({ is: 'done' })
    expect(sends()).toBe(1)
  })
})

test.each([BLAST, TRIGGERED])('people are reached once, whatever is lost on the way: %s', async (words) => {
  await fc.assert(
    fc.asyncProperty(mishaps, fc.integer({ min: 0, max: 2 }), async ({ faults, deaths }, sendAgain) => {
      const { open, clock, server, sends } = await stand({}, [...faults])
      try {
        const { is } = await launched(open, words, clock, { deaths, sendAgain })
        expect(sends()).toBeLessThanOrEqual(1)
        if (is === 'done') expect(sends()).toBe(1)
        if (is === 'refused' || is === 'failed') expect(sends()).toBe(0)
      } finally {
        await server.close()
      }
    }),
    { numRuns: 40 },
  )
})

describe('taking it back', () => {
  const scheduled = { until: (outcome: string) => outcome.startsWith('scheduled') }

  test('before it begins reaches nobody', async () => {
    const { open, clock, sends } = await stand()
    const { step, sender } = await launched(open, BLAST, clock, scheduled)
    expect(await sender.undo?.(step, asking(clock))).toEqual({
      is: 'done',
      outcome: 'cancelled before it began',
    })
    expect(sends()).toBe(0)
  })

  test('stops the rest while it runs', async () => {
    const { open, clock, state } = await stand()
    const { step, sender } = await launched(open, BLAST, clock, scheduled)
    move(clock, 360)
    const outcome = 'aborted; mail that had gone by then has gone'
    expect(await sender.undo?.(step, asking(clock))).toEqual({ is: 'done', outcome, partly: true })
    expect(state.blast.campaignState).toBe('Aborted')
    expect(await sender.undo?.(step, asking(clock))).toEqual({ is: 'done', outcome: 'Aborted', partly: true })
  })

  test('aborts what began while it was being cancelled', async () => {
    const { open, clock, state, server, plays } = await stand()
    const { step } = await launched(open, BLAST, clock, scheduled)
    await server.close()
    vendor = await startVendor((seen) => {
      if (seen.path.endsWith('/cancel')) move(clock, 360)
      return plays(seen)
    })
    const settings = { base: vendor.base, key: KEY, timeoutSeconds: 5, deadlineMinutes: 60, aheadMinutes: 5 }
    const outcome = 'aborted; mail that had gone by then has gone'
    expect(await iterableSender(settings).undo?.(step, asking(clock))).toEqual({
      is: 'done',
      outcome,
      partly: true,
    })
    expect(state.blast.campaignState).toBe('Aborted')
  })

  test('comes too late once it is finished, and says so', async () => {
    const { open, clock } = await stand()
    const { step, sender } = await launched(open, BLAST, clock)
    const late = { is: 'refused', outcome: 'Finished: the mail has gone' }
    expect(await sender.undo?.(step, asking(clock))).toEqual(late)
  })

  test('is read back where the answer to it is lost', async () => {
    const { open, clock, faults, sends } = await stand()
    const { step, sender } = await launched(open, BLAST, clock, scheduled)
    faults.push('none', 'cut after')
    expect(await sender.undo?.(step, asking(clock))).toMatchObject({ is: 'unknown' })
    expect(await sender.undo?.(step, asking(clock))).toMatchObject({ is: 'done' })
    expect(sends()).toBe(0)
  })

  test('of a triggered send is refused, unless nothing was sent', async () => {
    const { open, clock } = await stand()
    expect(await open().undo?.(stepOf(TRIGGERED, clock), asking(clock))).toMatchObject({ is: 'done' })
    const { step, sender } = await launched(open, TRIGGERED, clock)
    expect(await sender.undo?.(step, asking(clock))).toEqual({
      is: 'refused',
      outcome: "a triggered send can't be taken back: the mail has gone",
    })
  })

  test('that is said to be done leaves nobody to be reached', async () => {
    await fc.assert(
      fc.asyncProperty(mishaps, fc.integer({ min: 1, max: 4 }), async ({ faults, deaths }, runs) => {
        const stood = await stand({}, [...faults])
        try {
          const said = await takenBack(
            await launched(stood.open, BLAST, stood.clock, { deaths, runs }),
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
  expect(await saidBy({ sender: open(), step: stepOf(BLAST, clock) }, clock)).toMatchObject({
    ...{ open: false, count: null },
  })
  const played = await launched(open, BLAST, clock, { until: () => true })
  expect(await saidBy(played, clock)).toMatchObject({
    ...{
      open: true,
      count: null,
      state: expect.stringMatching(/^the send of 4021 is (scheduled|Scheduled)/),
    },
  })
  expect(await takenBack(played, clock)).toMatchObject({ is: 'done' })
  expect(await saidBy(played, clock)).toMatchObject({ open: false, count: null })
  faults.push('500 before')
  expect(await saidBy(played, clock)).toEqual({ is: 'unseen', why: 'HTTP 500' })
})
