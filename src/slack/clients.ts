import { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import { boltLogger } from './bolt-logger.ts'
import { patientFetch } from './http.ts'

interface Clients {
  /** Answers the person who just acted: trigger ids live 3 s, so a second try would come too late. */
  readonly reply: WebClient
  /** Reads people and groups: safe to ask again. Whoever remembers them keeps to a rate limit. */
  readonly lookUp: WebClient
  /** Posts for the outbox, which itself decides when something may be sent again. */
  readonly delivery: WebClient
}

/** The Web API clients, one for each manner of failing; where Slack asks one to wait, all of them do. `slackApiUrl` is another API host, as GovSlack needs. */
export function createClients(
  token: string,
  slackApiUrl: string | undefined,
  log: Logger,
  now: () => Date,
): Clients {
  const fetch = patientFetch(now)
  const host = { logger: boltLogger(log), fetch, ...(slackApiUrl ? { slackApiUrl } : {}) }
  const once = { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }
  return {
    reply: new WebClient(token, { ...host, ...once, timeout: 2_500 }),
    lookUp: new WebClient(token, {
      ...host,
      retryConfig: { retries: 1, minTimeout: 200 },
      rejectRateLimitedCalls: true,
      timeout: 5_000,
    }),
    delivery: new WebClient(token, { ...host, ...once, timeout: 10_000 }),
  }
}
