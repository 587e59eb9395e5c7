import { type Agent, type IncomingMessage, request } from 'node:http'
import { commandOf, frameOf } from '../sandbox/workspace/envelopes.ts'
import { encode, signature } from '../sandbox/workspace/http.ts'
import { team } from '../sandbox/workspace/workspace.ts'
import { CLICK } from '../src/slack/cards/buttons.ts'

export const SIGNING_SECRET = 'bench-secret'
export const CHANNEL = 'C0GROWTH'
export const OWNER = 'U0ANA'

/** What came back for one slash command. */
export interface Answer {
  readonly status: number
  readonly body: string
  /** Slack's id of the payload, which the event of a change keeps. */
  readonly delivery: string
}

/** Types `/campaign <text>` as the owner, and gives the answer to it. A lane keeps to one of the servers. */
export type Type = (text: string, lane?: number) => Promise<Answer>

/** Signed slash commands to servers of this machine. */
export function typist(agent: Agent, ports: readonly number[], responseUrl: string): Type {
  const fields = commandOf(team.id, OWNER, CHANNEL)
  return (text, lane = 0) => {
    const delivery = `${process.pid}.${++typed}`
    const answering = { trigger_id: delivery, response_url: responseUrl }
    const payload = { ...fields, command: '/campaign', text, ...answering }
    return send(agent, ports[lane % ports.length], encode('slash_commands', payload), delivery)
  }
}

/** Clicks on the card of a campaign, by its id, for its tasks. */
export function clicker(
  agent: Agent,
  ports: readonly number[],
  responseUrl: string,
): (campaignId: number, lane?: number) => Promise<Answer> {
  const frame = { type: 'block_actions', ...frameOf(team.id, OWNER), response_url: responseUrl }
  const container = { type: 'message', message_ts: '1.1', channel_id: CHANNEL, is_ephemeral: false }
  const place = { container, channel: { id: CHANNEL, name: 'growth' }, state: { values: {} } }
  return (campaignId, lane = 0) => {
    const delivery = `${process.pid}.${++typed}`
    const button = { type: 'button', action_id: CLICK.tasks, block_id: 'b', action_ts: delivery }
    const actions = [{ ...button, value: JSON.stringify({ c: campaignId }) }]
    const payload = { ...frame, ...place, trigger_id: delivery, actions }
    return send(agent, ports[lane % ports.length], encode('interactive', payload), delivery)
  }
}

function send(
  agent: Agent,
  port: number | undefined,
  [type, body]: readonly [string, string],
  delivery: string,
): Promise<Answer> {
  const headers = {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...signature(body, SIGNING_SECRET),
  }
  const place = { agent, host: '127.0.0.1', port, path: '/slack/events', method: 'POST', headers }
  return new Promise((resolve, reject) => {
    const sent = request(place, (response) => {
      bodyOf(response, (text) => resolve({ status: response.statusCode ?? 0, body: text, delivery }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

let typed = 0

function bodyOf(response: IncomingMessage, then: (body: string) => void): void {
  let body = ''
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    body += chunk
  })
  response.on('end', () => then(body))
}
