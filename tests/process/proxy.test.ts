import { expect, test } from 'vitest'
import { startProxy } from '../support/proxy.ts'
import { failMain } from './run-main.ts'

test('the process that people run goes through the proxy of its environment', {
  timeout: 300_000,
}, async () => {
  const proxy = await startProxy({})
  const { code } = await failMain({
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_API_URL: 'https://slack.test/api/',
    HTTPS_PROXY: proxy.url,
    PORT: '0',
  })
  expect(code).toBe(1) // it can't be reached from there either
  expect(new Set(proxy.asked)).toEqual(new Set(['slack.test:443']))
})
