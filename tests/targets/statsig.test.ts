import { afterEach, beforeEach, expect, test } from 'vitest'
import { statsigSender } from '../../src/targets/statsig.ts'
import {
  asked,
  holdsFor,
  isChange,
  lookAt,
  NOW,
  type PlayedSetting,
  stepOf,
  whole,
} from './setting-contract.ts'
import { type Seen, startVendor, type VendorReply } from './vendor.ts'

const KEY = 'console-4e8d'

interface Gate {
  isEnabled: boolean
  status: string
  rules: { id: string; passPercentage: number; environments: string[] | null }[]
  reviewSettings: { requiredReview: boolean }
}

interface Played extends PlayedSetting {
  readonly gate: Gate
  readonly experiment: { status: string; reviewSettings: { requiredReview: boolean } }
  readonly exposures: { groupID: string; groupName: string; results: { date: string; exposures: number }[] }[]
}

const no = (status: number, message: string): VendorReply => ({ status, body: { status, message } })

/** Statsig by capiopenapi.json: a 401 that repeats the key, reviews that count where the header asks for them. */
async function startStatsig({ key = KEY, timeoutSeconds = 5 } = {}): Promise<Played> {
  const gate: Gate = {
    isEnabled: false,
    status: 'Disabled',
    rules: [
      { id: '38tt:10.00:1', passPercentage: 100, environments: null },
      { id: '38tt:10.00:2', passPercentage: 50, environments: ['development'] },
    ],
    reviewSettings: { requiredReview: false },
  }
  const experiment = { status: 'setup', reviewSettings: { requiredReview: false } }
  let [effects, held] = [0, false]
  const waiting: (() => void)[] = []
  const effect = (change: () => void) => {
    if (held) return void waiting.push(change)
    const was = JSON.stringify([gate, experiment])
    change()
    if (JSON.stringify([gate, experiment]) !== was) effects += 1
  }
  const enable = (on: boolean): VendorReply => {
    effect(() => Object.assign(gate, { isEnabled: on, status: on ? 'In Progress' : 'Disabled' }))
    return { status: 200, body: { message: 'Gate updated successfully.', data: gate } }
  }
  const decide = (from: string, to: string): VendorReply => {
    if (experiment.status !== from)
      return no(400, 'Invalid request. Please check the request input and try again.')
    effect(() => Object.assign(experiment, { status: to }))
    return { status: 200, body: { message: 'Experiment successfully changed.' } }
  }
  const onGate = ({ method, path, body }: Seen): VendorReply => {
    if (method === 'GET') return { status: 200, body: { message: 'Gate read successfully.', data: gate } }
    if (gate.reviewSettings.requiredReview) return no(403, 'Review required')
    if (method === 'PUT' && body === null) return enable(path.endsWith('/enable'))
    const rule = gate.rules.find(({ id }) => path.endsWith(`/rules/${encodeURIComponent(id)}`))
    const { passPercentage, ...rest } = (body ?? {}) as { passPercentage?: number }
    if (method !== 'PATCH' || !rule || passPercentage === undefined || Object.keys(rest).length > 0)
      return no(400, 'Invalid request')
    effect(() => {
      rule.passPercentage = passPercentage
    })
    return { status: 200, body: { message: 'Gate updated successfully.', data: gate } }
  }
  const exposures: Played['exposures'] = []
  const onExperiment = ({ method, path, body }: Seen): VendorReply => {
    if (path.endsWith('/cumulative_exposures'))
      return { status: 200, body: { message: 'Read.', data: exposures } }
    if (method === 'GET') return { status: 200, body: { message: 'Read.', data: experiment } }
    if (experiment.reviewSettings.requiredReview) return no(403, 'Review required')
    if (path.endsWith('/start')) return decide('setup', 'active')
    const { decisionReason } = (body ?? {}) as { decisionReason?: string }
    if (!path.endsWith('/abandon') || !decisionReason) return no(400, 'Invalid request')
    return decide('active', 'abandoned')
  }
  const plays = (seen: Seen): VendorReply => {
    const { headers, path } = seen
    const given = headers['statsig-api-key']
    if (given !== KEY)
      return no(
        401,
        `This endpoint only accepts an active CONSOLE key, but an invalid key was sent. Key: ${given}`,
      )
    if (headers['statsig-api-version'] !== '20240601') return no(400, 'Unknown version')
    if (headers['x-respect-review-settings'] !== 'true') return no(400, 'Reviews would be passed over')
    if (/^\/console\/v1\/gates\/checkout(\/|$)/.test(path)) return onGate(seen)
    if (/^\/console\/v1\/experiments\/pricing(\/|$)/.test(path)) return onExperiment(seen)
    return no(404, 'Not Found. The requested resource could not be found.')
  }
  const vendor = await startVendor(plays)
  const settings = { base: vendor.base, key, environment: 'production' }
  return {
    vendor,
    gate,
    experiment,
    exposures,
    sender: statsigSender({ ...settings, timeoutSeconds, deadlineMinutes: 60 }),
    effects: () => effects,
    hold: () => {
      held = true
    },
    release: () => {
      held = false
      for (const change of waiting) change()
    },
  }
}

const shared = {
  start: startStatsig,
  key: KEY,
  // No header says when it ends.
  limited: no(429, 'Too many requests'),
  until: null,
  wrongKey: /^HTTP 401$/,
}

holdsFor({
  ...shared,
  name: 'A gate of Statsig',
  words: 'checkout on',
  before: 'Disabled',
  after: 'In Progress',
  absent: 'chekout on',
  request: /^PUT 127\.0\.0\.1:\d+\/console\/v1\/gates\/checkout\/enable$/,
})

holdsFor({
  ...shared,
  name: 'An experiment of Statsig',
  words: 'pricing start',
  before: 'setup',
  after: 'active',
  absent: 'prices start',
  request: /^PUT 127\.0\.0\.1:\d+\/console\/v1\/experiments\/pricing\/start\n\{\}$/,
})

let statsig: Played
beforeEach(async () => {
  statsig = await startStatsig()
  statsig.gate.rules[0] = { id: '38tt:10.00:1', passPercentage: 1, environments: ['production'] }
})
afterEach(() => statsig.vendor.close())
const changes = () => statsig.vendor.seen.filter(isChange).map(({ path }) => path.split('/checkout/')[1])

test('a share is of the rule of its environment, and set before the switch', async () => {
  expect(await statsig.sender.send(stepOf('checkout 10%'), asked)).toMatchObject({
    is: 'done',
    outcome: 'In Progress, 10% (HTTP 200)',
  })
  expect(changes()).toEqual(['rules/38tt%3A10.00%3A1', 'enable'])
  expect(statsig.gate.rules.map(({ passPercentage }) => passPercentage)).toEqual([10, 50])
  expect(await statsig.sender.send(stepOf('checkout 50% from 10%'), asked)).toMatchObject({ is: 'done' })
  expect(await whole(statsig).undo(stepOf('checkout 50% from 10%'), asked)).toMatchObject({
    outcome: 'In Progress, 10% (HTTP 200)',
  })
})

test('a share needs one rule', async () => {
  statsig.gate.rules.push({ id: '38tt:10.00:3', passPercentage: 1, environments: null })
  expect(await statsig.sender.send(stepOf('checkout 10%'), asked)).toEqual({
    is: 'refused',
    outcome: 'a share is set where the environment has one rule',
  })
})

test('a review that it wants is a gate, for the way back too', async () => {
  const review = { words: 'its changes want a review there', link: null, refuses: ['send', 'undo'] }
  const outcome = 'HTTP 403: the key may not, or it wants a review there'
  for (const [words, thing] of [
    ['checkout on', statsig.gate],
    ['pricing start', statsig.experiment],
  ] as const) {
    thing.reviewSettings.requiredReview = false
    await statsig.sender.send(stepOf(words), asked)
    thing.reviewSettings.requiredReview = true
    expect((await lookAt(statsig, words)).gates).toEqual([review])
    expect(await whole(statsig).undo(stepOf(words), asked)).toEqual({ is: 'refused', outcome })
  }
  Object.assign(statsig.gate, { isEnabled: false })
  expect(await statsig.sender.send(stepOf('checkout on'), asked)).toEqual({ is: 'refused', outcome })
})

test('an experiment is abandoned with a reason, and one that has ended is not started again', async () => {
  await statsig.sender.send(stepOf('pricing start'), asked)
  expect(await whole(statsig).undo(stepOf('pricing start'), asked)).toMatchObject({ is: 'done' })
  expect(statsig.vendor.seen.filter(isChange).at(-1)?.body).toEqual({
    decisionReason: 'Taken back by Stairway',
  })
  expect(await statsig.sender.send(stepOf('pricing start'), asked)).toMatchObject({ is: 'refused' })
  expect(statsig.experiment.status).toBe('abandoned')
})

test('a status that its documents do not know is shown as it is, and starts nothing', async () => {
  statsig.experiment.status = 'hibernating'
  const looked = await lookAt(statsig, 'pricing start')
  expect(looked).toMatchObject({ state: 'hibernating', gates: [{ refuses: ['send'] }], would: null })
  expect(await statsig.sender.send(stepOf('pricing start'), asked)).toMatchObject({ is: 'refused' })
})

test('after a stop an experiment counts whom it was shown to from the second day after on', async () => {
  const says = async (since = NOW) => {
    const told = await statsig.sender.count?.(stepOf('pricing start'), { ...asked, since })
    return told?.is === 'counted' ? told.says : told
  }
  const group = (groupName: string, ...counts: number[]) =>
    statsig.exposures.push({
      ...{ groupID: groupName, groupName },
      results: counts.map((exposures, i) => ({ date: `2026-03-0${i + 1}`, exposures })),
    })
  group('control', 10, 20, 30)
  group('new', 11, 21, 31, 31)
  const count = { of: 'exposures', fromAt: new Date('2026-03-04'), lastHour: null, newestAt: null }
  expect(await says()).toEqual({
    state: 'the experiment pricing is setup',
    open: false,
    count: { ...count, count: 0, settledAt: new Date('2026-03-06') },
  })
  statsig.exposures.length = 0
  group('control', 10, 20, 30, 37)
  group('new', 11, 21, 31, 36)
  expect(await says()).toMatchObject({ count: { count: 12 } })
  statsig.vendor.failWith({ reply: no(500, 'Oops'), on: ({ path }) => path.endsWith('exposures') })
  expect(await says()).toMatchObject({ open: false, count: null, why: 'HTTP 500' })
})
