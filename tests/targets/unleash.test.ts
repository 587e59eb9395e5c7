import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Reply } from '../../sandbox/tools/served.ts'
import {
  newFlag,
  type PlayedFlag,
  type PlayedMetric,
  playUnleash,
  unleashError,
} from '../../sandbox/tools/unleash.ts'
import { unleashSender } from '../../src/targets/unleash.ts'
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
import { startVendor } from './vendor.ts'

const TOKEN = '*:*.9c1f'
const METRICS = '/acme/api/admin/client-metrics/features/checkout/raw'

interface Played extends PlayedSetting {
  readonly environment: PlayedFlag
  readonly metrics: PlayedMetric[]
  /** The paid editions' change requests; the open one knows no such path. */
  changeRequests(on: boolean): void
}

async function startUnleash({ key = TOKEN, timeoutSeconds = 5 } = {}): Promise<Played> {
  const environment = newFlag('checkout', '01M8')
  let [effects, held] = [0, false]
  let config: Reply = unleashError(404, 'NotFoundError')
  let refuses = false
  const waiting: (() => void)[] = []
  const effect = (change: () => void) => {
    if (held) return void waiting.push(change)
    const was = JSON.stringify(environment)
    change()
    if (JSON.stringify(environment) !== was) effects += 1
  }
  const metrics: PlayedMetric[] = []
  const plays = playUnleash({
    ...{ token: TOKEN, under: '/acme', flags: { checkout: environment }, effect, metrics },
    changeRequests: () => config,
    refuses: () => refuses,
  })
  const vendor = await startVendor(plays)
  const place = { base: `${vendor.base}/acme/`, project: 'default', environment: 'production' }
  return {
    vendor,
    environment,
    metrics,
    sender: unleashSender({ ...place, token: key, timeoutSeconds, deadlineMinutes: 60 }),
    effects: () => effects,
    hold: () => {
      held = true
    },
    release: () => {
      held = false
      for (const change of waiting) change()
    },
    changeRequests: (on) => {
      refuses = on
      config = {
        status: 200,
        body: [
          {
            environment: 'development',
            type: 'development',
            requiredApprovals: null,
            changeRequestEnabled: !on,
          },
          { environment: 'production', type: 'production', requiredApprovals: 1, changeRequestEnabled: on },
        ],
      }
    },
  }
}

holdsFor({
  name: 'Unleash',
  start: startUnleash,
  key: TOKEN,
  words: 'checkout on',
  before: 'off',
  after: 'on',
  absent: 'chekout on',
  request:
    /^POST 127\.0\.0\.1:\d+\/acme\/api\/admin\/projects\/default\/features\/checkout\/environments\/production\/on$/,
  limited: { ...{ status: 429, body: { name: 'RateLimitError' } }, headers: { 'retry-after': '30' } },
  until: new Date(asked.now.getTime() + 30_000),
  wrongKey: /^HTTP 401 UnauthorizedError$/,
})

let unleash: Played
beforeEach(async () => {
  unleash = await startUnleash()
})
afterEach(() => unleash.vendor.close())
const changes = () => unleash.vendor.seen.filter(isChange).map(({ path }) => path.split('/production/')[1])

test('a share is set before the switch, so that nobody gets it by an older share', async () => {
  expect(await unleash.sender.send(stepOf('checkout 10%'), asked)).toMatchObject({
    is: 'done',
    outcome: 'on for 10% (HTTP 200)',
  })
  expect(changes()).toEqual(['strategies/01M8', 'on'])
  expect(await unleash.sender.send(stepOf('checkout 50% from 10%'), asked)).toMatchObject({ is: 'done' })
  expect(changes()).toEqual(['strategies/01M8', 'on', 'strategies/01M8'])
  expect(await whole(unleash).undo(stepOf('checkout 50% from 10%'), asked)).toMatchObject({
    outcome: 'on for 10% (HTTP 200)',
  })
})

test('a switch whose answer was lost after the share is neither missed nor set twice', async () => {
  unleash.vendor.failWith({ reply: 'cut', on: ({ path }) => path.endsWith('/on') })
  expect(await unleash.sender.send(stepOf('checkout 10%'), asked)).toMatchObject({ is: 'unknown' })
  expect(await whole(unleash).readBack(stepOf('checkout 10%'), asked)).toEqual({ is: 'absent' })
  expect(await unleash.sender.send(stepOf('checkout 10%'), asked)).toMatchObject({ is: 'done' })
  expect(unleash.effects()).toBe(2)
})

test('a share needs one gradual rollout, and takes whole percents', async () => {
  expect(unleash.sender.unread('checkout 2.5%')).toBe('it takes whole percents')
  unleash.environment.strategies.push({ id: '01M9', name: 'userWithId', disabled: false, parameters: {} })
  const words = 'a share is set where one gradual rollout is the only strategy'
  expect((await lookAt(unleash, 'checkout 10%')).gates).toEqual([{ words, link: null, refuses: ['send'] }])
  expect(await unleash.sender.send(stepOf('checkout 10%'), asked)).toEqual({ is: 'refused', outcome: words })
  expect(await unleash.sender.send(stepOf('checkout on'), asked)).toMatchObject({ is: 'done' })
})

test('change requests are a gate of the environment, for the way back too', async () => {
  unleash.changeRequests(true)
  expect((await lookAt(unleash, 'checkout on')).gates).toEqual([
    {
      words: 'change requests are on in production: only a key that may skip them can change it',
      link: `${unleash.vendor.base}/acme/projects/default/features/checkout`,
      refuses: ['send', 'undo'],
    },
  ])
  const outcome = 'HTTP 403 PermissionError: the key may not, or the environment wants a change request'
  expect(await unleash.sender.send(stepOf('checkout on'), asked)).toEqual({ is: 'refused', outcome })
  unleash.environment.enabled = true
  expect(await whole(unleash).undo(stepOf('checkout on'), asked)).toEqual({ is: 'refused', outcome })
  unleash.changeRequests(false)
  expect((await lookAt(unleash, 'checkout on')).gates).toEqual([])
})

describe('after a stop', () => {
  const SINCE = new Date(NOW.getTime() + 20 * 60_000) // 12:20
  const at = (hour: string, yes: number, environment = 'production') =>
    unleash.metrics.push({ environment, timestamp: `2026-03-02T${hour}:00.000Z`, yes })
  const said = async (minutes: number, words = 'checkout on') =>
    unleash.sender.count?.(stepOf(words), { ...later(minutes), since: SINCE })
  const count = (minutes: number, words?: string) =>
    said(minutes, words).then((told) => (told?.is === 'counted' ? told.says : told))

  test('what clients were given is counted from the next whole hour on, in its environment alone', async () => {
    at('12:00', 900)
    at('13:00', 40)
    at('14:00', 200)
    at('14:00', 112)
    at('14:00', 5, 'development')
    unleash.environment.enabled = true
    expect(await count(180)).toEqual({
      state: 'the flag checkout is on in production',
      open: true,
      count: {
        of: 'evaluations',
        count: 352,
        fromAt: new Date('2026-03-02T13:00:00Z'),
        lastHour: 312,
        newestAt: new Date('2026-03-02T14:00:00Z'),
        settledAt: new Date('2026-03-02T16:10:00Z'),
      },
    })
  })

  test('nothing is asked of hours that have not begun, and of two days at most', async () => {
    expect(await count(30)).toMatchObject({
      count: { count: 0, settledAt: new Date('2026-03-02T14:10:00Z') },
    })
    expect(unleash.vendor.seen.filter(({ path }) => path === METRICS)).toEqual([])
    expect(await count(5 * 24 * 60)).toMatchObject({ open: false, count: { count: 0 } })
    const asked = unleash.vendor.seen.filter(({ path }) => path === METRICS)
    expect(asked.map(({ query }) => query.get('hoursBack'))).toEqual(['48'])
  })

  test('a count that is refused hides no state, and whom it was on for before is not counted', async () => {
    unleash.vendor.failWith({ reply: unleashError(403, 'NoAccessError'), on: ({ path }) => path === METRICS })
    expect(await count(180)).toEqual({
      ...{ state: 'the flag checkout is off in production', open: false, count: null },
      why: 'HTTP 403 NoAccessError',
    })
    unleash.environment.enabled = true
    at('14:00', 200)
    Object.assign(unleash.environment.strategies[0]?.parameters ?? {}, { rollout: '10' })
    expect(await count(180, 'checkout 50% from 10%')).toEqual({
      ...{ state: 'the flag checkout is on for 10% in production', open: false, count: null },
    })
    expect(await count(180, 'checkout off')).toEqual({
      state: 'checkout off reaches nobody',
      open: false,
      count: null,
    })
  })
})
