import { afterEach, beforeEach, expect, test } from 'vitest'
import { gatesOf } from '../../src/domain/approval/looks.ts'
import type { SeenStep } from '../../src/domain/state/looks.ts'
import { launchdarklySender } from '../../src/targets/launchdarkly/launchdarkly.ts'
import {
  asked,
  holdsFor,
  isChange,
  later,
  lookAt,
  NOW,
  type PlayedSetting,
  stepOf,
  whole,
} from './setting-contract.ts'
import { type Seen, startVendor, type VendorReply } from './vendor.ts'

const TOKEN = 'api-5f0c'
const FLAGS = '/api/v2/flags/web/'
const USAGE = '/api/v2/usage/evaluations/web/production/checkout'

interface Flag {
  on: boolean
  /** Of true, in thousandths of a percent; null where the default rule serves true to all. */
  weight: number | null
}

interface Ld extends PlayedSetting {
  readonly flag: Flag
  /** What stands against a change, as its own answer. */
  gate(refusal: { status: number; code: string } | null, only?: 'turnFlagOff'): void
  variations: unknown[]
  usage: { metadata: object[]; series: Record<string, number>[] }
}

/** LaunchDarkly by its documents: semantic patches alone, strict about them, as a whole or not at all. */
async function startLd({ key = TOKEN, timeoutSeconds = 5 } = {}): Promise<Ld> {
  const flag: Flag = { on: false, weight: null }
  let [effects, held, only] = [0, false, '']
  let gate: { status: number; code: string } | null = null
  let waiting: Flag | null = null
  const variations: unknown[] = [
    { _id: 'v-true', value: true },
    { _id: 'v-false', value: false },
  ]
  const shown = ({ on, weight }: Flag) => ({
    key: 'checkout',
    archived: false,
    variations,
    defaults: { onVariation: 0, offVariation: 1 },
    environments: {
      production: {
        on,
        offVariation: 1,
        fallthrough:
          weight === null
            ? { variation: 0 }
            : {
                rollout: {
                  contextKind: 'device',
                  variations: [
                    { variation: 0, weight },
                    { variation: 1, weight: 100_000 - weight },
                  ],
                },
              },
      },
    },
  })
  const patched = (body: unknown): Flag | null => {
    const { environmentKey, comment, instructions, ...rest } = body as Record<string, unknown>
    if (environmentKey !== 'production' || typeof comment !== 'string' || Object.keys(rest).length > 0)
      return null
    const next = { ...flag }
    for (const { kind, rolloutWeights, rolloutContextKind, ...more } of instructions as Record<
      string,
      unknown
    >[]) {
      if (Object.keys(more).length > 0) return null
      if (kind === 'turnFlagOn') next.on = true
      else if (kind === 'turnFlagOff') next.on = false
      else if (kind === 'updateFallthroughVariationOrRollout') {
        const weights = rolloutWeights as Record<string, number>
        if ((weights['v-true'] ?? 0) + (weights['v-false'] ?? 0) !== 100_000) return null
        if (rolloutContextKind !== undefined && rolloutContextKind !== 'device') return null
        next.weight = weights['v-true'] ?? 0
      } else return null
    }
    return next
  }
  const refused = (status: number, code: string): VendorReply => ({
    status,
    body: { code, message: `Not with ${key}`, id: 'b3c4' },
  })
  const usage: Ld['usage'] = { metadata: [{ key: 0 }, { key: 1 }], series: [] }
  const metered = (query: URLSearchParams): VendorReply => {
    const [from, to] = [Number(query.get('from')), Number(query.get('to'))]
    return from < to
      ? { status: 200, body: { ...usage, totalEvaluations: 0 } }
      : refused(400, 'invalid_request')
  }
  const plays = ({ method, path, query, headers, body }: Seen): VendorReply => {
    if (headers.authorization !== TOKEN) return refused(401, 'unauthorized')
    if (path === USAGE) return headers['ld-api-version'] === 'beta' ? metered(query) : refused(403, 'beta')
    if (headers['ld-api-version'] !== '20240415') return refused(400, 'invalid_request')
    if (path !== `${FLAGS}checkout`) return refused(404, 'not_found')
    if (method === 'GET') return { status: 200, body: shown(flag) }
    const type = 'application/json; domain-model=launchdarkly.semanticpatch'
    const next = headers['content-type'] === type ? patched(body) : null
    if (!next) return refused(400, 'invalid_request')
    if (gate && JSON.stringify(body).includes(only)) return refused(gate.status, gate.code)
    if (query.get('dryRun') === 'true') return { status: 200, body: shown(next) }
    if (held) waiting = next
    else if (JSON.stringify(next) !== JSON.stringify(flag)) {
      effects += 1
      Object.assign(flag, next)
    }
    return { status: 200, body: shown(flag) }
  }
  const vendor = await startVendor(plays)
  const settings = { base: vendor.base, token: key, project: 'web', environment: 'production' }
  return {
    vendor,
    flag,
    variations,
    usage,
    sender: launchdarklySender({ ...settings, timeoutSeconds, deadlineMinutes: 60 }),
    effects: () => effects,
    hold: () => {
      held = true
    },
    release: () => {
      held = false
      Object.assign(flag, waiting)
    },
    gate: (refusal, of) => {
      gate = refusal
      only = of ?? ''
    },
  }
}

holdsFor({
  name: 'LaunchDarkly',
  start: startLd,
  key: TOKEN,
  words: 'checkout on',
  before: 'off',
  after: 'on',
  absent: 'chekout on',
  request:
    /^PATCH 127\.0\.0\.1:\d+\/api\/v2\/flags\/web\/checkout\n[\s\S]*turnFlagOn[\s\S]*\nIt would be on then$/,
  limited: {
    status: 429,
    body: { code: 'rate_limited', message: 'Too many requests' },
    headers: {
      'x-ratelimit-global-remaining': '0',
      'x-ratelimit-reset': String(NOW.getTime() + 4_000),
    },
  },
  until: new Date(NOW.getTime() + 4_000),
  wrongKey: /^HTTP 401 unauthorized$/,
})

let ld: Ld
beforeEach(async () => {
  ld = await startLd()
})
afterEach(() => ld.vendor.close())
const changes = () => ld.vendor.seen.filter(isChange).map(({ body }) => body)

test('a limit by address says in seconds how long it is', async () => {
  ld.vendor.failWith({ reply: { status: 429, headers: { 'retry-after': '9' } } })
  expect(await ld.sender.send(stepOf('checkout on'), asked)).toMatchObject({
    notBefore: new Date(NOW.getTime() + 9_000),
  })
})

test('a share is set in one patch with the switch, for the kind of context that it had', async () => {
  Object.assign(ld.flag, { weight: 1_000 })
  expect(await ld.sender.send(stepOf('checkout 12.5%'), asked)).toMatchObject({
    is: 'done',
    outcome: 'on for 12.5% (HTTP 200)',
  })
  expect(changes()).toEqual([
    {
      environmentKey: 'production',
      comment: 'By Stairway',
      instructions: [
        {
          kind: 'updateFallthroughVariationOrRollout',
          rolloutWeights: { 'v-true': 12_500, 'v-false': 87_500 },
          rolloutContextKind: 'device',
        },
        { kind: 'turnFlagOn' },
      ],
    },
  ])
  expect(ld.effects()).toBe(1)
})

test('a stage begins where the last one ended, and goes back there', async () => {
  Object.assign(ld.flag, { on: true, weight: 1_000 })
  const stage = stepOf('checkout 10% from 1%')
  expect((await lookAt(ld, stage.words)).gates).toEqual([])
  expect(await ld.sender.send(stage, asked)).toMatchObject({ outcome: 'on for 10% (HTTP 200)' })
  expect(await whole(ld).undo(stage, asked)).toMatchObject({ outcome: 'on for 1% (HTTP 200)' })
})

test('a stage is refused where somebody has turned it off meanwhile, and does not go back to on', async () => {
  Object.assign(ld.flag, { on: false, weight: 1_000 })
  const stage = stepOf('checkout 10% from 1%')
  const words = 'it is off there, not 1%'
  expect((await lookAt(ld, stage.words)).gates).toEqual([{ words, link: null, refuses: [] }])
  expect(await ld.sender.send(stage, asked)).toEqual({ is: 'refused', outcome: words })
  expect(await whole(ld).undo(stage, asked)).toEqual({ is: 'done', outcome: 'off already' })
  expect(changes()).toEqual([])
})

test.each([
  ['checkout 10%', 'checkout 50% from 10%', 'it is off there, not 10%'],
  ['checkout 50%', 'checkout off from 50%', null],
])(
  'a plan of the stages %j and %j can be launched, and its second is sent after the first alone',
  async (first, second, said) => {
    Object.assign(ld.flag, { on: false, weight: 1_000 })
    const plan = [first, second]
    const looks = await Promise.all(plan.map((words) => lookAt(ld, words)))
    const seen = looks.map((look, i): SeenStep => ({ ...look, n: i + 1, undo: 'full', untilAt: null }))
    expect(seen.map((each) => gatesOf(each, 'send'))).toEqual([[], []])
    expect(looks[1]?.gates.map(({ words }) => words)).toEqual(said === null ? [] : [said])
    if (said !== null)
      expect(await ld.sender.send(stepOf(second), asked)).toEqual({ is: 'refused', outcome: said })
    for (const words of plan) expect(await ld.sender.send(stepOf(words), asked)).toMatchObject({ is: 'done' })
  },
)

test('what a step turned off is turned on again only where its words say that it was on', async () => {
  Object.assign(ld.flag, { on: true })
  expect((await lookAt(ld, 'checkout off')).undo).toEqual({ is: 'none' })
  await ld.sender.send(stepOf('checkout off'), asked)
  expect(await whole(ld).undo(stepOf('checkout off'), asked)).toMatchObject({ is: 'refused' })
  expect(ld.flag.on).toBe(false)
  expect((await lookAt(ld, 'checkout off from on')).undo).toEqual({ is: 'full' })
  expect(await whole(ld).undo(stepOf('checkout off from on'), asked)).toMatchObject({ is: 'done' })
  expect(ld.flag.on).toBe(true)
})

test.each([
  [405, 'method_not_allowed', 'it wants an approval there'],
  [400, 'invalid_request', 'a pending change there may stand against it'],
  [409, 'optimistic_locking_error', 'another change holds it'],
  [403, 'forbidden', 'the token may not change it'],
])('%i is its own gate: at the look, the send and the taking back', async (status, code, words) => {
  await ld.sender.send(stepOf('checkout on'), asked)
  ld.gate({ status, code })
  const link = `${ld.vendor.base}/projects/web/flags/checkout/targeting?env=production`
  const looked = await lookAt(ld, 'checkout off from on')
  expect(looked.gates).toEqual([{ words: `${words} (HTTP ${status})`, link, refuses: ['send', 'undo'] }])
  const outcome = `HTTP ${status} ${code}: ${words}`
  expect(await ld.sender.send(stepOf('checkout off from on'), asked)).toEqual({ is: 'refused', outcome })
  expect(await whole(ld).undo(stepOf('checkout on'), asked)).toEqual({ is: 'refused', outcome })
  expect(ld.effects()).toBe(1)
})

test('a gate that only the way back has is no kill switch, and said so', async () => {
  ld.gate({ status: 405, code: 'method_not_allowed' }, 'turnFlagOff')
  expect((await lookAt(ld, 'checkout on')).gates).toMatchObject([{ refuses: ['undo'] }])
})

test('a dry run that has no answer is no look', async () => {
  ld.vendor.failWith({ reply: { status: 503 }, on: ({ query }) => query.has('dryRun') })
  expect(await ld.sender.look(stepOf('checkout on'), asked)).toEqual({ is: 'unseen', why: 'HTTP 503' })
})

test('no share is set of a flag with three variations', async () => {
  ld.variations.push({ _id: 'v-more', value: 'more' })
  const looked = await lookAt(ld, 'checkout 5%')
  expect(looked.gates).toMatchObject([{ words: expect.stringMatching(/two variations/), refuses: ['send'] }])
  expect(await ld.sender.send(stepOf('checkout 5%'), asked)).toMatchObject({ is: 'refused' })
})

test('after a stop it counts by the variation that was served, without the one that it serves while off', async () => {
  const since = new Date(NOW.getTime() + 20 * 60_000)
  const says = async (minutes: number) => {
    const told = await ld.sender.count?.(stepOf('checkout on'), { ...later(minutes), since })
    return told?.is === 'counted' ? told.says : told
  }
  const point = (minutes: number, on: number, off: number) =>
    ld.usage.series.push({ time: later(minutes).now.getTime(), 0: on, 1: off })
  point(30, 900, 0)
  point(61, 12, 40)
  point(130, 300, 40)
  expect(await says(180)).toEqual({
    state: 'the flag checkout is off in production',
    open: false,
    count: {
      of: 'evaluations',
      count: 312,
      fromAt: later(60).now,
      lastHour: 300,
      newestAt: later(130).now,
      settledAt: later(260).now,
    },
  })
  ld.usage.metadata = [{ id: 'v-false' }, { id: 'v-true' }]
  expect(await says(180)).toMatchObject({ count: { count: 80 } })
  ld.usage.metadata = [{ what: 'else' }]
  expect(await says(180)).toMatchObject({ count: null, why: 'what was evaluated names no variation of it' })
  ld.vendor.failWith({
    reply: { status: 403, body: { code: 'forbidden' } },
    on: ({ path }) => path === USAGE,
  })
  expect(await says(180)).toMatchObject({ count: null, why: 'HTTP 403 forbidden' })
  expect(await says(30)).toMatchObject({ count: { count: 0, fromAt: later(60).now } })
})

test.each([
  ['the last one first', [2, 1, 0]],
  ['the last one only once it was tried again', [1, 0, 2]],
])('stages that are taken back, %s, end with nobody reached', async (_how, order) => {
  const ld = await startLd()
  const stages = ['checkout 1%', 'checkout 10% from 1%', 'checkout 50% from 10%']
  for (const words of stages) expect(await ld.sender.send(stepOf(words), asked)).toMatchObject({ is: 'done' })
  expect(ld.flag).toEqual({ on: true, weight: 50_000 })
  for (const i of order)
    expect(await whole(ld).undo(stepOf(stages[i] ?? ''), asked)).toMatchObject({ is: 'done' })
  expect(ld.flag.on).toBe(false)
  await ld.vendor.close()
})

test('taking back a stage late raises nobody who was lowered meanwhile', async () => {
  ld.flag.on = true
  ld.flag.weight = 1_000 // an earlier stage was taken back before it: its own undo is tried again
  await whole(ld).undo(stepOf('checkout 100% from 10%', null), later(1))
  expect(ld.flag).toEqual({ on: true, weight: 1_000 })
})

test('a first stage takes a flag from nobody who has it already, unless its words say so', async () => {
  ld.flag.on = true
  ld.flag.weight = 50_000
  const words = 'it is on for 50% there for more people already: write `from 50%` to take it from some'
  expect((await lookAt(ld, 'checkout 10%')).gates).toMatchObject([{ words, refuses: ['send'] }])
  expect(await ld.sender.send(stepOf('checkout 10%'), asked)).toEqual({ is: 'refused', outcome: words })
  expect(ld.flag).toEqual({ on: true, weight: 50_000 })
  expect(await ld.sender.send(stepOf('checkout 10% from 50%'), asked)).toMatchObject({ is: 'done' })
})
