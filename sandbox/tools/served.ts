import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a tool was asked; `body` is its JSON, null where none came. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Served {
  /** Such as http://127.0.0.1:40001 */
  readonly base: string
  close(): Promise<void>
}

/** Somebody's HTTP API on loopback; `respond` ends the response, or leaves it open. */
export async function serve(respond: (seen: Seen, response: ServerResponse) => void): Promise<Served> {
  const server = createServer((request, response) => {
    seenOf(request).then(
      (seen) => respond(seen, response),
      () => reply(response, { status: 400 }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function seenOf(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendor')
  const { method = '', headers } = request
  return { method, path: pathname, query: searchParams, headers, body: text === '' ? null : JSON.parse(text) }
}

export function reply(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? '' : JSON.stringify(body))
}
