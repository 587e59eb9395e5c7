import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a vendor was asked; `body` is its JSON, null where none came. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

/** An answer; `cut`: the connection ends without one; `silence`: it stays open; `torn`: it ends within the body. */
export type VendorReply =
  | {
      readonly status: number
      readonly body?: unknown
      readonly headers?: Readonly<Record<string, string>>
      readonly torn?: boolean
    }
  | 'silence'
  | 'cut'

/** `after`: its effect has happened all the same. `on`: of requests such as these alone. */
export interface Fault {
  readonly reply: VendorReply
  readonly after?: boolean
  readonly on?: (seen: Seen) => boolean
}

export interface Vendor {
  /** Such as http://127.0.0.1:40001 */
  readonly base: string
  readonly seen: readonly Seen[]
  /** These come first, in order: a fault before, or instead of, the vendor's own answer. */
  failWith(...faults: readonly Fault[]): void
  close(): Promise<void>
}

/** A vendor on loopback that answers by `plays`, which a test writes from the vendor's own documents. */
export async function startVendor(plays: (seen: Seen) => VendorReply): Promise<Vendor> {
  const seen: Seen[] = []
  const faults: Fault[] = []
  const server = createServer(async (request, response) => {
    const one = await seenOf(request)
    seen.push(one)
    const at = faults.findIndex(({ on }) => !on || on(one))
    const [fault] = at < 0 ? [] : faults.splice(at, 1)
    const own = fault && !fault.after ? null : plays(one)
    answer(response, fault?.reply ?? own ?? { status: 500 })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    failWith: (...next) => void faults.push(...next),
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

function answer(response: ServerResponse, reply: VendorReply): void {
  if (reply === 'silence') return
  if (reply === 'cut') return void response.destroy()
  const { status, headers = {}, body, torn = false } = reply
  const text = body === undefined ? '' : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  if (torn) response.write(text.slice(0, -1), () => response.destroy())
  else response.end(text)
}
