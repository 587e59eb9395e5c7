import { type Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startSocketMode } from '../sandbox/workspace/socket-mode.ts'
import { startSlack } from '../sandbox/workspace/web-api.ts'
import { appToken, botToken } from '../sandbox/workspace/workspace.ts'
import { compose } from '../src/compose.ts'
import { loadConfig } from '../src/config.ts'
import { createLogger } from '../src/log.ts'
import { honourProxies, proxyInUse } from '../src/proxy.ts'
import { createClients } from '../src/slack/clients.ts'
import { webhookSender } from '../src/targets/webhook.ts'
import { faultOf } from '../src/warehouse/declared.ts'
import { aState } from './domain/build.ts'
import { testDatabase } from './support/database.ts'
import { startProxy } from './support/proxy.ts'
import { startReceiver } from './targets/receiver.ts'

const log = createLogger('silent')
const now = () => new Date()
const STEP = { id: 'id_1', n: 1, target: 'sender', words: '', campaign: aState().campaign, sent: null }

const settingsOf = (env: NodeJS.ProcessEnv) =>
  loadConfig(
    { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: 's', STAIRWAY_CONFIG: '/dev/null', ...env },
    faultOf,
  )

let before: Dispatcher
beforeEach(() => {
  before = getGlobalDispatcher()
})
afterEach(() => setGlobalDispatcher(before))

async function send(url: string) {
  const settings = { url, secret: `whsec_${'A'.repeat(44)}`, timeoutSeconds: 5, deadlineMinutes: 60 }
  return webhookSender(settings).send(STEP, { now: now(), signal: new AbortController().signal })
}

test('a webhook leaves through it, but for hosts that are excepted and this machine', async () => {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  const proxy = await startProxy({ 'tool.test': receiver.url })
  honourProxies(settingsOf({ HTTP_PROXY: proxy.url, NO_PROXY: 'inside.test' }).proxies)
  expect(await send('http://tool.test/hook')).toEqual({ is: 'done', outcome: 'HTTP 200' })
  expect(proxy.asked).toEqual(['tool.test:80'])
  expect(await send('http://a.inside.test/hook')).toMatchObject({ is: 'again' })
  expect(await send(receiver.url)).toEqual({ is: 'done', outcome: 'HTTP 200' })
  expect(proxy.asked).toEqual(['tool.test:80'])
  expect(await send('http://gone.test/hook')).toMatchObject({ is: 'unknown' })
  expect(proxy.asked).toEqual(['tool.test:80', 'gone.test:80'])
})

test('so does an https address, also where only HTTPS_PROXY is set', async () => {
  const proxy = await startProxy({})
  honourProxies(settingsOf({ https_proxy: proxy.url }).proxies)
  expect(await send('https://tool.test/hook')).toMatchObject({ is: 'unknown' })
  expect(proxy.asked).toEqual(['tool.test:443'])
})

test('Slack is asked through it: the Web API, and the socket of Socket Mode', async () => {
  const slack = await startSlack()
  const addresses: string[] = []
  const platform = { ...slack.platform, serveSocketMode: (url: string) => void addresses.push(url) }
  const socket = await startSocketMode({ ...slack, platform })
  slack.platform.serveSocketMode('ws://socket.test/link')
  const proxy = await startProxy({ 'slack.test': slack.apiUrl, 'socket.test': addresses[0] ?? '' })
  const database = await testDatabase()
  const env = { HTTP_PROXY: proxy.url, SLACK_APP_TOKEN: appToken, DATABASE_URL: database.url }
  const config = settingsOf(env)
  honourProxies(config.proxies)
  const apiUrl = 'http://slack.test/api/'
  const { delivery } = createClients(botToken, apiUrl, log, now)
  await delivery.chat.postMessage({ channel: 'C0GROWTH', text: 'through' })
  expect(await slack.messages('C0GROWTH')).toMatchObject([{ text: 'through' }])
  const stairway = compose({ ...config, port: 0, slack: { ...config.slack, apiUrl } }, log, now)
  onTestFinished(async () => {
    await stairway.bot.stop(0)
    await stairway.warehouses.close()
    await stairway.painter.close()
    await stairway.db.destroy()
    await socket.close()
    await slack.close()
    await database.drop()
  })
  await stairway.bot.start()
  await socket.connected()
  expect(new Set(proxy.asked)).toEqual(new Set(['slack.test:80', 'socket.test:80']))
})

describe('without one', () => {
  test('nothing changes', () => {
    honourProxies(settingsOf({ HTTP_PROXY: ' ', NO_PROXY: 'x' }).proxies)
    expect(getGlobalDispatcher()).toBe(before)
    expect(proxyInUse()).toBeUndefined()
  })
})
