import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Reply } from '../../sandbox/tools/served.ts'
import { newFlag, type PlayedFlag, playUnleash, unleashError } from '../../sandbox/tools/unleash.ts'
import { unleashSender } from '../../src/targets/unleash.ts'
import { asked, holdsFor, isChange, lookAt, type PlayedSetting, stepOf, whole } from './setting-contract.ts'
import { startVendor } from './vendor.ts'

const TOKEN = '*:*.9c1f'

interface Played extends PlayedSetting {
  readonly environment: PlayedFlag
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
  const plays = playUnleash({
    ...{ token: TOKEN, under: '/acme', flags: { checkout: environment }, effect },
    changeRequests: () => config,
    refuses: () => refuses,
  })
  const vendor = await startVendor(plays)
  const place = { base: `${vendor.base}/acme/`, project: 'default', environment: 'production' }
  return {
    vendor,
    environment,
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
