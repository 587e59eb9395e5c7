import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Done } from '../contract.ts'
import { Lost } from '../workspace/post.ts'

/** A "no" of the page's server, with its HTTP status. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Body and type of an answer; nothing where the response is already under way. */
export type Answered = { readonly type: string; readonly body: string | Uint8Array } | undefined
export type Handler = (request: IncomingMessage, url: URL, response: ServerResponse) => Promise<Answered>

const LARGEST_BODY = 1_000_000
const DEEPEST = 50
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // A picture that another site's page puts into itself comes without an Origin.
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
}

/** Serves `routes` ("GET /path", "GET /folder/" for all that is in it) on loopback, on the first free port from `port` on; only to pages of its own. */
export async function listen(routes: ReadonlyMap<string, Handler>, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    route(routes, request, response).then(
      (answered) => answered && send(response, 200, answered),
      (error: unknown) => sendError(response, error),
    )
  })
  await onFreePort(server, port)
  return server
}

async function onFreePort(server: Server, port: number): Promise<void> {
  for (let tried = port; ; tried += 1) {
    const taken = await new Promise<boolean>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' && tried < port + 100 ? resolve(true) : reject(error)
      server.once('error', failed)
      server.listen(tried, '127.0.0.1', () => {
        server.off('error', failed)
        resolve(false)
      })
    })
    if (!taken) return
  }
}

async function route(
  routes: ReadonlyMap<string, Handler>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answered> {
  const host = request.headers.host ?? ''
  refuseOthers(request, host)
  const url = urlOf(request, host)
  const folder = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1)
  const within = folder === '/' ? undefined : routes.get(`${request.method} ${folder}`)
  const handler = routes.get(`${request.method} ${url.pathname}`) ?? within
  if (handler) return handler(request, url, response)
  throw new Refused(404, `There is nothing at ${request.method} ${url.pathname}`)
}

/** `//evil.example/` names another host, and not a path of this one. */
function urlOf({ url = '/' }: IncomingMessage, host: string): URL {
  if (url.startsWith('/') && !url.startsWith('//') && URL.canParse(url, `http://${host}`))
    return new URL(url, `http://${host}`)
  throw new Refused(400, 'This is no path of this server')
}

/** Another site's page must not act here: not by a name that it points to this machine, and not by a form. */
function refuseOthers({ headers, socket }: IncomingMessage, host: string): void {
  const own = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`]
  const open = `open http://${own[0]}/ in a browser of this machine`
  if (!own.includes(host.toLowerCase())) throw new Refused(403, `Nothing is shown at ${host}: ${open}`)
  if (headers.origin !== undefined && headers.origin !== `http://${host}`)
    throw new Refused(403, `Pages of ${headers.origin} have no access: ${open}`)
}

/** A JSON body; throws a Refused for anything else. */
export async function jsonOf(request: IncomingMessage): Promise<unknown> {
  if (!request.headers['content-type']?.startsWith('application/json'))
    throw new Refused(415, 'The body has to be application/json')
  return parsed(await bodyOf(request))
}

/** `body` as JSON; throws a Refused where it is none, or deeper than anything that is sent here. */
export function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body)
    if (isDeeper(value, DEEPEST)) throw new Refused(400, `The body is nested more than ${DEEPEST} times`)
    return value
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refused(400, 'The body is not JSON')
    throw error
  }
}

/** Level by level, since what is too deep is too deep for a function that calls itself. */
function isDeeper(value: unknown, most: number): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return false
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  // To leave it early must not cut the connection: the answer goes back on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length
    if (size > LARGEST_BODY) throw new Refused(413, `The body has more than ${LARGEST_BODY} bytes`)
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function json(value: unknown): Answered {
  return { type: 'application/json; charset=utf-8', body: JSON.stringify(value) }
}

function send(response: ServerResponse, status: number, { type, body }: NonNullable<Answered>): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type }).end(body)
}

function sendError(response: ServerResponse, error: unknown): void {
  const { status, message } = told(error)
  const done: Done = { ok: false, error: message }
  if (response.headersSent) response.destroy()
  else send(response, status, { type: 'application/json; charset=utf-8', body: JSON.stringify(done) })
}

/** A connection that was cut is no breakdown: the same can be asked again. */
function told(error: unknown): { status: number; message: string } {
  if (error instanceof Lost) return { status: 503, message: `${error.message}. Nothing is lost: try again.` }
  const message = error instanceof Error ? error.message : String(error)
  return { status: error instanceof Refused ? error.status : 500, message }
}
