import { createHmac } from 'node:crypto'
import { createClient, type Kind, type Payload, type Retry, type SlackClient } from './client.ts'
import { type Posted, post } from './post.ts'
import { isRecord } from './types.ts'
import type { FakeSlack } from './web-api.ts'
import { team } from './workspace.ts'

export interface HttpClientOptions {
  /** The bot's request URL, such as http://127.0.0.1:3000/slack/events. */
  readonly url: string
  readonly signingSecret: string
  readonly slack: FakeSlack
  readonly teamId?: string
  /** The workspace that those who act are of, where it is another one. */
  readonly userTeamId?: string
  /** Their company, on Enterprise Grid. */
  readonly enterpriseId?: string
  /** Milliseconds that an ack may take; without it any time. */
  readonly patience?: number | undefined
}

/** People whose Slack reaches the bot by signed HTTP requests. */
export function slackClient(options: HttpClientOptions): SlackClient {
  const { url, signingSecret, slack, teamId = team.id, patience } = options
  const deliver = async (kind: Kind, payload: Payload, retry?: Retry) => {
    const [type, body] = encode(kind, of(options, payload))
    const headers = { 'content-type': type, ...signature(body, signingSecret), ...retryHeaders(retry) }
    return readAck(await post(url, headers, body))
  }
  return createClient({ deliver }, slack.platform, teamId, patience)
}

/** Interactions alone say of which workspace who acts is. */
function of({ userTeamId, enterpriseId }: HttpClientOptions, payload: Payload): Payload {
  if (!isRecord(payload.user) || userTeamId === undefined) return payload
  const enterprise = enterpriseId === undefined ? null : { id: enterpriseId, name: enterpriseId }
  return { ...payload, user: { ...payload.user, team_id: userTeamId }, enterprise }
}

/** Slack's v0 signature headers of a raw body, made at `at` (seconds). */
export function signature(body: string, secret: string, at = Math.floor(Date.now() / 1000)) {
  const digest = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${digest}` }
}

/** The content type and body that Slack sends a payload with. */
export function encode(kind: Kind, payload: Payload): [string, string] {
  if (kind === 'events_api') return ['application/json', JSON.stringify(payload)]
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : payload
  return [
    'application/x-www-form-urlencoded',
    new URLSearchParams(fields as Record<string, string>).toString(),
  ]
}

function retryHeaders(retry: Retry | undefined): Record<string, string> {
  return retry ? { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason } : {}
}

function readAck({ status, headers, body }: Posted): { status: number; body: unknown } {
  const json = headers['content-type']?.includes('application/json')
  return { status, body: body === '' ? undefined : json ? JSON.parse(body) : body }
}
