import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fate } from './fate.ts'

/**
 * What goes wrong with a call: `stored` where it is carried out all the same. `cut` never arrives, `lost` loses its answer,
 * `torn` half of it; `slow` takes its time and is well.
 */
export type Fault =
  | { readonly is: 'limited'; readonly seconds: number }
  | { readonly is: 'status'; readonly status: number; readonly stored: boolean }
  | { readonly is: 'garbage'; readonly stored: boolean }
  | { readonly is: 'says'; readonly error: string }
  | { readonly is: 'cut' | 'lost' | 'torn' | 'slow' }

/** What is to go wrong with the next call of this name; null where it goes well. */
export type FaultOf = (name: string) => Fault | null

/** Where calls under a path go. */
export type Routes = Readonly<Record<string, string>>

export interface Gate {
  readonly url: string
  close(): Promise<void>
}

interface Called {
  readonly name: string
  readonly to: string
  readonly incoming: IncomingMessage
  readonly body: Buffer
}

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

const SLOW_MS = 20
const PAGE = '<html><body><h1>502 Bad Gateway</h1></body></html>'

/** The one way of a process to the outside: calls meet its fate here, and go wrong as planned. */
export async function openGate(routes: Routes, fate: Fate, faultOf: FaultOf): Promise<Gate> {
  const server = createServer((incoming, response) => {
    through({ routes, fate, faultOf, here: () => url }, incoming, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Way {
  readonly routes: Routes
  readonly fate: Fate
  readonly faultOf: FaultOf
  readonly here: () => string
}

async function through(way: Way, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const called = await calledBy(way.routes, incoming)
  way.fate.meet('before call', called.name)
  const fault = way.faultOf(called.name)
  const answer = await answerTo(called, fault, way)
  way.fate.meet('after call', called.name)
  if (!answer) return void response.destroy()
  response.writeHead(answer.status, answer.headers)
  if (fault?.is !== 'torn') return void response.end(answer.body)
  response.write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy())
}

async function calledBy(routes: Routes, incoming: IncomingMessage): Promise<Called> {
  const { url = '/', method = '' } = incoming
  const [, first = '', rest = ''] = /^\/([^/?]+)(.*)$/.exec(url) ?? []
  const base = routes[first]
  if (base === undefined) throw new Error(`Nothing is at ${url}`)
  const last = rest.split('?')[0]?.split('/').at(-1) ?? ''
  const name = first !== 'slack' ? `${first} ${method}` : rest.startsWith('/upload/') ? 'upload' : last
  return { name, to: base + rest, incoming, body: await bytesOf(incoming) }
}

/** Null where nothing comes back. */
async function answerTo(called: Called, fault: Fault | null, way: Way): Promise<Answered | null> {
  if (fault?.is === 'cut') return null
  if (fault?.is === 'limited')
    return said(429, '{"ok":false,"error":"ratelimited"}', { 'retry-after': String(fault.seconds) })
  if (fault?.is === 'says') return said(200, JSON.stringify({ ok: false, error: fault.error }))
  if (fault?.is === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
  const isStored = !fault || !('stored' in fault) || fault.stored
  const answer = isStored ? await forwarded(called, way) : null
  if (fault?.is === 'lost') return null
  if (fault?.is === 'status') return said(fault.status, '{"ok":false,"error":"internal_error"}')
  return fault?.is === 'garbage' ? said(200, PAGE, { 'content-type': 'text/html' }) : answer
}

function said(status: number, text: string, headers: Record<string, string> = {}): Answered {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(text) }
}

/** An address that Slack gives for the bytes of a file leads through here, too. */
async function forwarded({ to, incoming, body }: Called, { routes, here }: Way): Promise<Answered> {
  const { host: _, connection: __, ...headers } = incoming.headers
  const answer = await asked(to, incoming.method ?? 'GET', headers, body)
  const slack = routes.slack ?? ''
  const text = answer.body.toString('utf8')
  if (!text.includes(`${slack}/upload/`)) return answer
  const { 'content-length': ___, ...kept } = answer.headers
  return { ...answer, headers: kept, body: Buffer.from(text.replace(`${slack}/`, `${here()}/slack/`)) }
}

function asked(url: string, method: string, headers: IncomingMessage['headers'], body: Buffer) {
  return new Promise<Answered>((resolve, reject) => {
    const sent = request(url, { method, headers: { ...headers, connection: 'close' } }, (answer) => {
      bytesOf(answer).then(
        (bytes) =>
          resolve({ status: answer.statusCode ?? 0, headers: ownHeaders(answer.headers), body: bytes }),
        reject,
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function ownHeaders(headers: IncomingMessage['headers']): Answered['headers'] {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...rest } = headers
  return rest
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
