import { afterEach, beforeEach, expect, test } from 'vitest'
import { posthogSender } from '../../src/targets/posthog/posthog.ts'
import { asked, holdsFor, isChange, lookAt, type PlayedSetting, stepOf, whole } from './setting-contract.ts'
import { type Seen, startVendor, type VendorReply } from './vendor.ts'

const KEY = 'phx_51ab'
const PROJECT = '/api/projects/12'
const APPROVALS = '/api/environments/12'

interface Flag {
  id: number
  key: string
  name: string
  active: boolean
  deleted: boolean
  version: number
  has_encrypted_payloads: boolean
  filters: { groups: Record<string, unknown>[]; payloads: Record<string, string> }
}

interface ChangeRequest {
  id: string
  action_key: string
  resource_type: 'feature_flag'
  resource_id: string | null
  intent: { flag_id: number }
  state: 'pending'
}

interface Played extends PlayedSetting {
  readonly flag: Flag
  readonly experiment: { start_date: string | null; end_date: string | null }
  readonly changeRequests: ChangeRequest[]
  /** Its events of flags by the hour, as a query gives them: unix seconds and how many. */
  readonly called: (readonly [number, number])[]
  /** Actions that want an approval; null on a plan without approvals. */
  policies: string[] | null
}

const no = (status: number, code: string, more = {}) => ({
  status,
  body: { type: 'invalid_request', code, detail: 'A sentence', attr: null, ...more },
})

/** PostHog by its source: approvals gate the writes of flags, whichever way those come. */
async function startPosthog({ key = KEY, timeoutSeconds = 5 } = {}): Promise<Played> {
  const flag: Flag = {
    ...{ id: 7, key: 'checkout', name: 'Checkout', active: false, deleted: false, version: 3 },
    has_encrypted_payloads: false,
    filters: {
      groups: [{ properties: [{ key: 'email' }], rollout_percentage: 1, variant: null }],
      payloads: { true: '"x"' },
    },
  }
  const experiment: Played['experiment'] = { start_date: null, end_date: null }
  const changeRequests: ChangeRequest[] = []
  let [effects, held] = [0, false]
  const waiting: (() => void)[] = []
  const effect = (change: () => void) => {
    if (held) return void waiting.push(change)
    const was = JSON.stringify([flag, experiment])
    change()
    if (JSON.stringify([flag, experiment]) !== was) effects += 1
  }
  /** A change request instead of the change, of which a POST keeps no id of its flag. */
  const gated = (action: string, method: string): VendorReply | null => {
    if (!played.policies?.includes(action)) return null
    const waits = changeRequests.find(({ action_key }) => action_key === action)
    const one: ChangeRequest = waits ?? {
      ...{ id: `0190-${changeRequests.length + 1}`, action_key: action, resource_type: 'feature_flag' },
      ...{ resource_id: method === 'POST' ? null : '7', intent: { flag_id: 7 }, state: 'pending' },
    }
    if (!waits) changeRequests.push(one)
    const code = waits ? 'change_request_pending' : 'approval_required'
    return no(409, code, { change_request_id: one.id, change_request: one, message: 'Ask ana@example.com' })
  }
  const patched = (body: unknown): VendorReply => {
    const { active, filters, version, ...rest } = body as Partial<Flag>
    if (Object.keys(rest).length > 0 || typeof (filters ?? {}) !== 'object') return no(400, 'invalid_input')
    if (version !== undefined && version !== flag.version) return no(409, 'conflict')
    const action = filters ? 'update' : active ? 'enable' : 'disable'
    const refusal = gated(`feature_flag.${action}`, 'PATCH')
    if (refusal) return refusal
    effect(() => {
      if (active !== undefined) flag.active = active
      if (filters) flag.filters = filters
      flag.version += 1
    })
    return { status: 200, body: flag }
  }
  const experimentShown = (): VendorReply => ({
    status: 200,
    body: {
      id: 5,
      ...experiment,
      archived: false,
      status: 'running',
      feature_flag: { id: 7, active: flag.active },
    },
  })
  const move = (verb: string): VendorReply => {
    const { start_date, end_date } = experiment
    const fits = {
      launch: !start_date,
      pause: start_date && !end_date && flag.active,
      resume: start_date && !end_date && !flag.active,
    }[verb]
    if (!fits) return no(400, 'invalid_input')
    const refusal = gated(verb === 'pause' ? 'experiment.pause' : 'experiment.launch', 'POST')
    if (refusal) return refusal
    effect(() => {
      experiment.start_date ??= '2026-03-02T12:00:00Z'
      flag.active = verb !== 'pause'
    })
    return experimentShown()
  }
  const queried = (body: unknown): VendorReply => {
    const { query } = body as {
      query: { kind: string; query: string; values: { flag: string; from: number } }
    }
    if (query.kind !== 'HogQLQuery' || !query.query.includes("event = '$feature_flag_called'"))
      return no(400, 'invalid_input')
    const { flag: key, from } = query.values
    const results = key === flag.key ? played.called.filter(([at]) => at >= from) : []
    return { status: 200, body: { columns: ['hour', 'times'], results, hasMore: false } }
  }
  const listed = (results: unknown[]): VendorReply =>
    played.policies === null
      ? no(402, 'payment_required')
      : { status: 200, body: { count: results.length, next: null, previous: null, results } }
  const plays = ({ method, path, query, headers, body }: Seen): VendorReply => {
    if (!headers.authorization) return no(401, 'not_authenticated')
    if (headers.authorization !== `Bearer ${KEY}`) return no(401, 'authentication_failed')
    const found = [{ ...flag, id: 8, key: 'checkout-old' }, flag].filter((each) =>
      each.key.includes(query.get('search') ?? ''),
    )
    if (path === `${PROJECT}/feature_flags/`)
      return { status: 200, body: { count: 2, next: null, results: found } }
    if (path === `${PROJECT}/feature_flags/7/` && method === 'PATCH') return patched(body)
    const verb = new RegExp(`^${PROJECT}/experiments/5/(launch|pause|resume)/$`).exec(path)?.[1]
    if (verb && method === 'POST' && body === null) return move(verb)
    if (path === `${PROJECT}/experiments/5/` && method === 'GET') return experimentShown()
    if (path === `${APPROVALS}/approval_policies/`)
      return listed((played.policies ?? []).map((action_key) => ({ id: 'p', action_key, enabled: true })))
    if (path === `${APPROVALS}/change_requests/` && query.get('state') === 'pending,approved')
      return listed(changeRequests)
    if (path === `${PROJECT}/query/` && method === 'POST') return queried(body)
    return no(404, 'not_found')
  }
  const vendor = await startVendor(plays)
  const settings = { base: vendor.base, key, project: '12' }
  const played: Played = {
    vendor,
    flag,
    experiment,
    changeRequests,
    called: [],
    policies: [],
    sender: posthogSender({ ...settings, timeoutSeconds, deadlineMinutes: 60 }),
    effects: () => effects,
    hold: () => {
      held = true
    },
    release: () => {
      held = false
      for (const change of waiting) change()
    },
  }
  return played
}

const shared = {
  start: startPosthog,
  key: KEY,
  limited: { ...no(429, 'throttled'), headers: { 'retry-after': '17' } },
  until: new Date(asked.now.getTime() + 17_000),
  wrongKey: /^HTTP 401 authentication_failed$/,
}

holdsFor({
  ...shared,
  name: 'A flag of PostHog',
  words: 'checkout on',
  before: 'inactive',
  after: 'active for 1%',
  absent: 'check on',
  request: /^PATCH 127\.0\.0\.1:\d+\/api\/projects\/12\/feature_flags\/7\/\n[\s\S]*"active": true/,
})

holdsFor({
  ...shared,
  name: 'An experiment of PostHog',
  words: '5 start',
  before: 'draft',
  after: 'running',
  absent: '6 start',
  request: /^POST 127\.0\.0\.1:\d+\/api\/projects\/12\/experiments\/5\/launch\/$/,
})

let posthog: Played
beforeEach(async () => {
  posthog = await startPosthog()
})
afterEach(() => posthog.vendor.close())
const changes = () => posthog.vendor.seen.filter(isChange)
const send = (words: string) => posthog.sender.send(stepOf(words), asked)
const undo = (words: string) => whole(posthog).undo(stepOf(words), asked)

test('a share is of its one release condition, all else stays, and the switch goes with it', async () => {
  expect(await send('checkout 12.5%')).toMatchObject({ is: 'done', outcome: 'active for 12.5% (HTTP 200)' })
  expect(changes()[0]?.body).toEqual({
    filters: {
      groups: [{ properties: [{ key: 'email' }], rollout_percentage: 12.5, variant: null }],
      payloads: { true: '"x"' },
    },
    version: 3,
    active: true,
  })
  expect(await send('checkout 50% from 12.5%')).toMatchObject({ is: 'done' })
  expect(changes()[1]?.body).not.toHaveProperty('active')
  expect(await undo('checkout 50% from 12.5%')).toMatchObject({ outcome: 'active for 12.5% (HTTP 200)' })
})

test('a change that came in between is a conflict, and is not written over', async () => {
  posthog.vendor.failWith({ reply: no(409, 'conflict'), on: isChange })
  expect(await send('checkout 5%')).toEqual({
    is: 'refused',
    outcome: 'HTTP 409 conflict: it was changed meanwhile',
  })
})

test.each<[string, (flag: Flag) => void]>([
  ['a share is set where it has one release condition', ({ filters }) => void filters.groups.push({})],
  [
    'its payloads are encrypted, and would be sent back as they are shown',
    (flag) => {
      flag.has_encrypted_payloads = true
    },
  ],
])('%s', async (words, change) => {
  change(posthog.flag)
  expect((await lookAt(posthog, 'checkout 5%')).gates).toEqual([{ words, link: null, refuses: ['send'] }])
  expect(await send('checkout 5%')).toEqual({ is: 'refused', outcome: words })
})

test('an experiment is named by its number', async () => {
  expect(posthog.sender.unread('pricing start')).toBe('an experiment is named by its number')
})

test('a launch that wants an approval leaves a change request, and says that it takes effect without us', async () => {
  posthog.policies = ['experiment.launch']
  expect((await lookAt(posthog, '5 start')).gates).toEqual([
    { words: 'a policy there may want an approval (experiment.launch)', link: null, refuses: ['send'] },
  ])
  const page = `${posthog.vendor.base}/project/12/approvals/0190-1`
  const said = `it wants an approval, and left a change request there that takes effect without Stairway once somebody approves it: ${page}`
  expect(await send('5 start')).toEqual({ is: 'refused', outcome: `HTTP 409 approval_required: ${said}` })
  expect(posthog.changeRequests).toHaveLength(1)
  expect(posthog.effects()).toBe(0)
  expect((await lookAt(posthog, '5 start')).gates).toContainEqual({
    words: 'a change request for it waits there: once approved, it changes the flag without Stairway',
    link: page,
    refuses: ['send'],
  })
})

test('one whose answer was lost is found, and not left twice', async () => {
  posthog.policies = ['experiment.launch']
  posthog.vendor.failWith({ reply: 'cut', after: true, on: isChange })
  expect(await send('5 start')).toMatchObject({ is: 'unknown' })
  expect(await whole(posthog).readBack(stepOf('5 start'), asked)).toEqual({ is: 'absent' })
  expect(await send('5 start')).toMatchObject({
    is: 'refused',
    outcome: expect.stringMatching(/^HTTP 409 change_request_pending: .*\/approvals\/0190-1$/),
  })
  expect(posthog.changeRequests).toHaveLength(1)
})

test('a pause that wants an approval is no kill switch: said before, and refused', async () => {
  await send('5 start')
  posthog.policies = ['experiment.pause']
  expect((await lookAt(posthog, '5 start')).gates).toMatchObject([{ refuses: ['undo'] }])
  expect(await undo('5 start')).toMatchObject({
    is: 'refused',
    outcome: expect.stringMatching(/^HTTP 409 approval_required: it wants an approval/),
  })
  expect(posthog.flag.active).toBe(true)
})

test.each([
  ['checkout on', 'feature_flag.enable', ['send']],
  ['checkout on', 'feature_flag.disable', ['undo']],
  ['checkout 5%', 'feature_flag.update', ['send']],
  ['checkout off from on', 'feature_flag.enable', ['undo']],
])('for %s a policy for %s refuses %j', async (words, policy, refuses) => {
  posthog.policies = [policy, 'survey.launch']
  const looked = await lookAt(posthog, words)
  expect(looked.gates.filter(({ words: said }) => said.startsWith('a policy'))).toMatchObject([{ refuses }])
})

test('a plan without approvals has no such gates, and a key that may not read them says so', async () => {
  posthog.policies = null
  expect((await lookAt(posthog, 'checkout on')).gates).toEqual([])
  posthog.vendor.failWith({
    reply: no(403, 'permission_denied'),
    on: ({ path }) => path.includes('policies'),
  })
  expect((await lookAt(posthog, 'checkout on')).gates).toEqual([
    { words: 'its approvals can’t be read: the key lacks approvals:read', link: null, refuses: [] },
  ])
})

test('what has ended there goes on serving until its flag is inactive', async () => {
  await send('5 start')
  posthog.experiment.end_date = '2026-03-03T00:00:00Z'
  expect((await lookAt(posthog, '5 start')).state).toBe('stopped, its flag active')
  expect(await undo('5 start')).toMatchObject({ is: 'done', outcome: 'stopped (HTTP 200)' })
  expect(changes().at(-1)).toMatchObject({ path: `${PROJECT}/feature_flags/7/`, body: { active: false } })
  expect(await send('5 start')).toEqual({ is: 'refused', outcome: 'it has ended there' })
})

test('what was paused is resumed, as it can be launched only once', async () => {
  await send('5 start')
  await undo('5 start')
  expect((await lookAt(posthog, '5 start')).state).toBe('paused')
  expect(await send('5 start')).toMatchObject({ is: 'done', outcome: 'running (HTTP 200)' })
  expect(changes().map(({ path }) => path.split('/5/')[1])).toEqual(['launch/', 'pause/', 'resume/'])
})

test('after a stop it counts by the events of the flag, where there were any before', async () => {
  const played = await startPosthog()
  const { sender, flag, called, vendor } = played
  const since = new Date('2026-03-02T09:15:00Z')
  const seconds = (time: string) => Date.parse(`2026-03-02T${time}:00Z`) / 1_000
  const says = async () => {
    const said = await sender.count?.(stepOf('checkout on'), { ...asked, since })
    return said?.is === 'counted' ? said.says : said
  }
  flag.active = true
  called.push([seconds('10:00'), 5])
  expect(await says()).toMatchObject({ open: true, count: null })
  called.unshift([seconds('07:00'), 900], [seconds('09:00'), 70])
  expect(await says()).toMatchObject({
    state: 'the flag checkout is active for 1%',
    count: { of: 'evaluations', count: 5, fromAt: new Date('2026-03-02T10:00:00Z'), lastHour: 5 },
  })
  expect(JSON.stringify(vendor.seen.at(-1)?.body)).toContain('"flag":"checkout"')
  vendor.failWith({ reply: no(403, 'permission_denied'), on: ({ path }) => path.endsWith('/query/') })
  expect(await says()).toMatchObject({ count: null, why: 'HTTP 403 permission_denied' })
})
