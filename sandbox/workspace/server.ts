import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Reply } from './faults.ts'
import { parseArgs } from './payloads.ts'
import type { Pipeline } from './pipeline.ts'
import { asText } from './types.ts'

/** The HTTP side: `url` without a closing slash; `close` throws what broke down in here. */
export interface SlackServer {
  readonly url: string
  close(): Promise<void>
}

/** Serves /api/<method>, /upload/<id> and /response/<id> on a free loopback port. */
export async function startServer(pipeline: Pipeline): Promise<SlackServer> {
  const breakdowns: unknown[] = []
  const server = createServer((request, response) => {
    answer(pipeline, request)
      .catch((error): Reply | 'cut' => {
        if (!request.complete) return 'cut' // whoever asked went away
        breakdowns.push(error)
        return { status: 500, body: { ok: false, error: 'fatal_error' } }
      })
      .then((reply) => send(response, reply))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      if (breakdowns.length > 0) throw new AggregateError(breakdowns, 'The Slack of the tests broke down')
    },
  }
}

async function answer(pipeline: Pipeline, request: IncomingMessage): Promise<Reply | 'cut'> {
  const path = request.url ?? ''
  const bytes = await buffer(request)
  if (path.startsWith('/upload/')) return pipeline.upload(path, bytes)
  const args = parseArgs(request.headers['content-type'] ?? '', bytes.toString('utf8'))
  if (path.startsWith('/response/')) return pipeline.respond(`http://${request.headers.host}${path}`, args)
  if (!path.startsWith('/api/')) return { status: 404, body: { ok: false, error: 'not_found' } }
  const { token: inBody, ...rest } = args
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? asText(inBody)
  return pipeline.call(path.slice('/api/'.length), rest, token)
}

function send(response: ServerResponse, reply: Reply | 'cut'): void {
  if (reply === 'cut') {
    response.destroy()
    return
  }
  response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers })
  const body = reply.raw ?? JSON.stringify(reply.body)
  if (reply.torn) response.write(body.slice(0, body.length / 2), () => response.destroy())
  else response.end(body)
}
