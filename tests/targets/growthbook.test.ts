import { afterEach, beforeEach, expect, test } from 'vitest'
import { growthbookSender } from '../../src/targets/growthbook.ts'
import {
  asked,
  holdsFor,
  isChange,
  later,
  lookAt,
  type PlayedSetting,
  stepOf,
  whole,
} from './setting-contract.ts'
import { type Seen, startVendor, type VendorReply } from './vendor.ts'

const KEY = 'secret_admin_7d2e'

interface Feature {
  archived: boolean
  rules: Record<string, unknown>[]
  environments: Record<string, { enabled: boolean; defaultValue: string }>
}

interface Played extends PlayedSetting {
  readonly feature: Feature
  readonly experiment: { status: string; scheduled: boolean; checklist: string[] }
  /** An organization that wants approvals. */
  approvals(on: boolean): void
}

const no = (status: number, message: string, code?: string): VendorReply => ({
  status,
  body: { message, ...(code && { code, details: {} }) },
})

/** GrowthBook by docs/openapi.yaml and its back end: unknown ids are 400, bodies are strict. */
async function startGrowthbook({ key = KEY, timeoutSeconds = 5 } = {}): Promise<Played> {
  const rule = {
    id: 'fr_1',
    type: 'rollout',
    enabled: true,
    value: 'true',
    coverage: 0.01,
    hashAttribute: 'id',
  }
  const feature: Feature = {
    archived: false,
    rules: [{ ...rule, allEnvironments: false, environments: ['production'], condition: '{}' }],
    environments: {
      production: { enabled: false, defaultValue: 'false' },
      dev: { enabled: true, defaultValue: 'false' },
    },
  }
  const experiment = { status: 'draft', scheduled: false, checklist: [] as string[] }
  let [effects, held, wanted] = [0, false, false]
  const waiting: (() => void)[] = []
  const effect = (change: () => void) => {
    if (held) return void waiting.push(change)
    const was = JSON.stringify([feature, experiment])
    change()
    if (JSON.stringify([feature, experiment]) !== was) effects += 1
  }
  const only = (body: unknown, ...keys: string[]) =>
    Object.keys((body ?? {}) as object).every((each) => keys.includes(each))
  const shown = (): VendorReply => ({ status: 200, body: { feature } })
  const toggle = (body: unknown): VendorReply => {
    const { environments } = (body ?? {}) as { environments?: Record<string, boolean> }
    if (!environments || !only(body, 'environments', 'reason')) return no(400, 'Request body: unrecognized')
    if (wanted) return no(403, 'This feature requires a review before publishing changes to: production.')
    effect(() => {
      for (const [name, on] of Object.entries(environments)) {
        const one = feature.environments[name]
        if (one) one.enabled = on
      }
    })
    return shown()
  }
  const update = (body: unknown): VendorReply => {
    const { rules, environments } = body as Pick<Feature, 'rules' | 'environments'>
    if (!only(body, 'rules', 'environments')) return no(400, 'Request body: unrecognized')
    if (wanted) return no(403, 'You do not have permission')
    effect(() => {
      feature.rules = rules
      for (const [name, { enabled }] of Object.entries(environments)) {
        const one = feature.environments[name]
        if (one) one.enabled = enabled
      }
    })
    return shown()
  }
  const experimentShown = (): VendorReply => {
    const { status, scheduled } = experiment
    const words = scheduled && status === 'draft' ? 'Scheduled' : status[0]?.toUpperCase() + status.slice(1)
    return { status: 200, body: { experiment: { id: 'exp_1', status, enhancedStatus: { status: words } } } }
  }
  const start = (body: unknown): VendorReply => {
    if (!only(body, 'skipChecklist')) return no(400, 'Request body: unrecognized')
    if (experiment.status !== 'draft') return no(409, 'Experiment must be in draft status', 'invalid_status')
    if (experiment.checklist.length > 0) return no(409, 'Items are incomplete', 'checklist_incomplete')
    if (!experiment.scheduled)
      effect(() => {
        experiment.status = 'running'
      })
    return experimentShown()
  }
  const stop = (body: unknown): VendorReply => {
    const { results } = (body ?? {}) as { results?: string }
    if (!['dnf', 'won', 'lost', 'inconclusive'].includes(results ?? '') || !only(body, 'results', 'reason'))
      return no(400, 'Request body: results is required')
    if (experiment.status !== 'running') return no(409, 'Can only stop a running one', 'invalid_status')
    effect(() => {
      experiment.status = 'stopped'
    })
    return experimentShown()
  }
  const checklist = (): VendorReply => {
    const open = experiment.checklist.map((reason) => ({
      key: 'k',
      required: true,
      status: 'incomplete',
      manual: true,
      reason,
    }))
    const done = {
      key: 'd',
      required: true,
      status: 'complete',
      manual: false,
      reason: 'Add an SDK connection.',
    }
    const hint = {
      key: 'h',
      required: false,
      status: 'incomplete',
      manual: true,
      reason: 'Write a hypothesis.',
    }
    return { status: 200, body: { status: 'notReady', checklistItems: [...open, done, hint] } }
  }
  const routes: Record<string, (body: unknown) => VendorReply> = {
    'GET /api/v2/features/checkout': shown,
    'POST /api/v2/features/checkout': update,
    'POST /api/v2/features/checkout/toggle': toggle,
    'GET /api/v1/experiments/exp_1': experimentShown,
    'GET /api/v1/experiments/exp_1/start-checklist': checklist,
    'POST /api/v1/experiments/exp_1/start': start,
    'POST /api/v1/experiments/exp_1/stop': stop,
  }
  const plays = ({ method, path, headers, body }: Seen): VendorReply => {
    if (!headers.authorization) return no(400, 'Missing Authorization header')
    if (headers.authorization !== `Bearer ${KEY}`) return no(401, `No such key: ${headers.authorization}`)
    const route = routes[`${method} ${path}`]
    const kind = path.includes('features') ? 'a feature with that key' : 'experiment with that id'
    return route ? route(body) : no(400, `Could not find ${kind}`)
  }
  const vendor = await startVendor(plays)
  const settings = { base: `${vendor.base}/api`, key, environment: 'production' }
  return {
    vendor,
    feature,
    experiment,
    sender: growthbookSender({ ...settings, timeoutSeconds, deadlineMinutes: 60 }),
    effects: () => effects,
    hold: () => {
      held = true
    },
    release: () => {
      held = false
      for (const change of waiting) change()
    },
    approvals: (on) => {
      wanted = on
    },
  }
}

const shared = {
  start: startGrowthbook,
  key: KEY,
  // express-rate-limit in the form of draft 6, with seconds.
  limited: {
    status: 429,
    body: { message: 'Too many requests, limit to 60 per minute' },
    headers: { 'ratelimit-limit': '60', 'ratelimit-remaining': '0', 'ratelimit-reset': '42' },
  },
  until: new Date(asked.now.getTime() + 42_000),
  wrongKey: /^HTTP 401$/,
}

holdsFor({
  ...shared,
  name: 'A feature of GrowthBook',
  words: 'checkout on',
  before: 'off',
  after: 'on for 1%',
  absent: 'chekout on',
  request: /^POST 127\.0\.0\.1:\d+\/api\/v2\/features\/checkout\/toggle\n[\s\S]*"production": true/,
})

holdsFor({
  ...shared,
  name: 'An experiment of GrowthBook',
  words: 'exp_1 start',
  before: 'Draft',
  after: 'Running',
  absent: 'exp_2 start',
  request: /^POST 127\.0\.0\.1:\d+\/api\/v1\/experiments\/exp_1\/start\n[\s\S]*"skipChecklist": false/,
})

let growthbook: Played
beforeEach(async () => {
  growthbook = await startGrowthbook()
})
afterEach(() => growthbook.vendor.close())
const changes = () => growthbook.vendor.seen.filter(isChange)

test('a share sends back all rules as they came, with the switch, in one request', async () => {
  const other = { id: 'fr_2', type: 'force', value: 'true', enabled: true, environments: ['dev'] }
  growthbook.feature.rules.push(other)
  expect(await growthbook.sender.send(stepOf('checkout 12.5%'), asked)).toMatchObject({
    is: 'done',
    outcome: 'on for 12.5% (HTTP 200)',
  })
  expect(changes()).toHaveLength(1)
  expect(growthbook.feature.rules).toMatchObject([
    { id: 'fr_1', coverage: 0.125, value: 'true', condition: '{}', hashAttribute: 'id' },
    other,
  ])
  expect(growthbook.feature.environments.dev?.enabled).toBe(true)
})

test('a share is set where one rollout is the only rule of the environment', async () => {
  growthbook.feature.rules.push({ id: 'fr_2', type: 'force', value: 'true', allEnvironments: true })
  expect(await growthbook.sender.send(stepOf('checkout 5%'), asked)).toEqual({
    is: 'refused',
    outcome: 'a share is set where one rollout is the only rule',
  })
})

test('its own approvals refuse the switch, and the way back', async () => {
  growthbook.approvals(true)
  const outcome = 'HTTP 403: the key may not, or it wants an approval there'
  expect(await growthbook.sender.send(stepOf('checkout on'), asked)).toEqual({ is: 'refused', outcome })
  growthbook.approvals(false)
  await growthbook.sender.send(stepOf('checkout on'), asked)
  growthbook.approvals(true)
  expect(await whole(growthbook).undo(stepOf('checkout on'), asked)).toEqual({ is: 'refused', outcome })
})

test('a warning is not confirmed, and said', async () => {
  growthbook.vendor.failWith({ reply: no(422, 'Are you sure'), on: isChange })
  expect(await growthbook.sender.send(stepOf('checkout on'), asked)).toEqual({
    is: 'refused',
    outcome: 'HTTP 422: it warns, and somebody has to confirm that there',
  })
})

test('what its checklist wants is a gate, in its own words', async () => {
  growthbook.experiment.checklist.push('Add a goal metric.', 'Approve the draft revision.')
  expect((await lookAt(growthbook, 'exp_1 start')).gates).toEqual([
    { words: 'Add a goal metric', link: null, refuses: ['send'] },
    { words: 'Approve the draft revision', link: null, refuses: ['send'] },
  ])
  expect(await growthbook.sender.send(stepOf('exp_1 start'), asked)).toEqual({
    is: 'refused',
    outcome: 'HTTP 409 checklist_incomplete: its checklist is not complete there',
  })
  expect(growthbook.effects()).toBe(0)
})

test('a start that is staged for a date is awaited, and told by its own word', async () => {
  growthbook.experiment.scheduled = true
  const sent = await growthbook.sender.send(stepOf('exp_1 start'), asked)
  expect(sent).toMatchObject({ is: 'running', outcome: 'Scheduled (HTTP 200)' })
  const handle = sent.is === 'running' ? sent.handle : null
  const readBack = (at = asked) => whole(growthbook).readBack(stepOf('exp_1 start', handle), at)
  expect(await readBack(later(59))).toMatchObject({ is: 'running', outcome: 'Scheduled' })
  expect(await readBack(later(61))).toEqual({ is: 'failed', outcome: 'still Scheduled' })
})

test('a start that is staged for a date is not taken back here, and a person is told where', async () => {
  growthbook.experiment.scheduled = true
  const words = 'exp_1 start'
  await growthbook.sender.send(stepOf(words), asked)
  const undo = () => whole(growthbook).undo(stepOf(words, 'asked'), asked)
  expect(await undo()).toEqual({
    is: 'refused',
    outcome:
      'it is Scheduled there and may still come: cancel it there (HTTP 409 invalid_status: it is in no status that allows that)',
  })
  growthbook.experiment.status = 'running'
  expect(await undo()).toMatchObject({ is: 'done', outcome: 'Stopped (HTTP 200)' })
  expect(await undo()).toEqual({ is: 'done', outcome: 'Stopped already' })
})

test('somebody else who starts it in between has done it', async () => {
  growthbook.vendor.failWith({
    reply: no(409, 'Must be a draft', 'invalid_status'),
    after: true,
    on: isChange,
  })
  expect(await growthbook.sender.send(stepOf('exp_1 start'), asked)).toEqual({
    is: 'done',
    outcome: 'Running already',
  })
})

test('it is stopped without a result, and not a second time', async () => {
  await growthbook.sender.send(stepOf('exp_1 start'), asked)
  expect(await whole(growthbook).undo(stepOf('exp_1 start'), asked)).toMatchObject({ is: 'done' })
  expect(changes().at(-1)).toMatchObject({
    path: '/api/v1/experiments/exp_1/stop',
    body: { results: 'dnf', reason: 'Taken back by Stairway' },
  })
  expect(await growthbook.sender.send(stepOf('exp_1 start'), asked)).toEqual({
    is: 'refused',
    outcome: 'only a draft can be started',
  })
})
