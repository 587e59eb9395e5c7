import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import * as limits from '../../sandbox/workspace/block-limits.ts'
import { slackClient } from '../../sandbox/workspace/http.ts'
import { type FakeSlack, type SlackOptions, startSlack } from '../../sandbox/workspace/web-api.ts'
import { botToken } from '../../sandbox/workspace/workspace.ts'

export const signingSecret = 'shh'
const NOON = new Date('2026-03-02T12:00:00Z')
const ends: (() => Promise<unknown>)[] = []

/** Ends, the newest first, what was started here: for afterEach. */
export async function endAll(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end()
}

/** A Slack at noon of 2 March 2026, within Slack's limits. */
export async function slackOf(options: SlackOptions = {}): Promise<FakeSlack> {
  const slack = await startSlack({ now: () => NOON, check: limits, ...options })
  ends.push(slack.close)
  return slack
}

/** A Web API client that tries once. */
export function webClient(slack: FakeSlack, token = botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  })
}

/** A real Bolt app over HTTP, and people who talk to it. */
export async function boltOf(slack: FakeSlack, listen: (app: App) => void) {
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR })
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } }
  const app = new App({ token: botToken, receiver, clientOptions, logLevel: LogLevel.ERROR })
  listen(app)
  const server = await app.start({ port: 0, host: '127.0.0.1' })
  ends.push(() => app.stop())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  return { url, client: slackClient({ url, signingSecret, slack }) }
}

export const section = (text: string, block_id?: string) => ({
  type: 'section',
  ...(block_id ? { block_id } : {}),
  text: { type: 'mrkdwn', text },
})
export const button = (text: string, action_id: string, value: string) => ({
  type: 'button',
  text: { type: 'plain_text', text },
  action_id,
  value,
})
