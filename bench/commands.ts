import { type Agent, type IncomingMessage, request } from 'node:http'
import { commandOf } from '../sandbox/workspace/envelopes.ts'
import { encode, signature } from '../sandbox/workspace/http.ts'
import { team } from '../sandbox/workspace/workspace.ts'

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
    const port = ports[lane % ports.length]
    const delivery = `${process.pid}.${++typed}`
    const answering = { trigger_id: delivery, response_url: responseUrl }
    const [type, body] = encode('slash_commands', { ...fields, command: '/campaign', text, ...answering })
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
