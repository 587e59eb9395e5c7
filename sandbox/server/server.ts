import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { type ClockAnswer, type ClockRequest, type Done, PATHS } from '../contract.ts'
import type { Page } from '../page/bundle.ts'
import { isPerson, people } from '../workspace/workspace.ts'
import { ACT_REQUEST, perform } from './acts.ts'
import type { Changes } from './changes.ts'
import { mornings, nextMorning } from './clock.ts'
import { type Answered, bodyOf, type Handler, json, jsonOf, listen, parsed, Refused } from './http.ts'
import type { Room } from './room.ts'
import type { Sender } from './sender.ts'
import { stateOf } from './state.ts'

interface ServerOptions {
  /** The first port that is tried. */
  readonly port: number
  readonly page: Promise<Page>
  /** Requests wait for it. */
  readonly room: Promise<Room>
  readonly changes: Changes
  readonly sender: Sender
}

interface PageServer {
  /** Without a closing slash. */
  readonly url: string
  close(): Promise<void>
}

const CLOCK_REQUEST: z.ZodType<ClockRequest> = z.strictObject({
  to: z.enum(['hour', 'next-morning', 'week']),
})
const HOUR_MS = 3_600_000
const AHEAD: Readonly<Record<ClockRequest['to'], (now: Date) => Date>> = {
  hour: (now) => new Date(now.getTime() + HOUR_MS),
  'next-morning': nextMorning,
  week: (now) => mornings(now, 7),
}

/** The page, what it shows and does, and the tool that launches are sent to: on loopback only. */
export async function startPageServer(options: ServerOptions): Promise<PageServer> {
  const server = await listen(new Map([...pageRoutes(options), ...apiRoutes(options)]), options.port)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => end(server, options.changes),
  }
}

function end(server: Server, changes: Changes): Promise<void> {
  changes.close()
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function pageRoutes({ page }: ServerOptions): [string, Handler][] {
  const file = (name: 'html' | 'js' | 'css', type: string) => async (): Promise<Answered> => ({
    type: `${type}; charset=utf-8`,
    body: (await page)[name],
  })
  return [
    ['GET /', file('html', 'text/html')],
    ['GET /page.js', file('js', 'text/javascript')],
    ['GET /page.css', file('css', 'text/css')],
  ]
}

function apiRoutes({ room, changes, sender }: ServerOptions): [string, Handler][] {
  const move = movingOneAtATime(room, changes)
  return [
    [`GET ${PATHS.state}`, async (_request, url) => json(await stateFor(await room, url, changes.version))],
    [
      `GET ${PATHS.manifest}`,
      async () => ({ type: 'text/yaml; charset=utf-8', body: (await room).installed.source }),
    ],
    [`GET ${PATHS.files}`, async (_request, url) => fileOf(await room, url)],
    [
      `GET ${PATHS.events}`,
      async (_request, _url, response) => {
        await room
        changes.subscribe(response)
        return undefined
      },
    ],
    [
      `POST ${PATHS.act}`,
      async (request) => {
        const asked = await readAs(ACT_REQUEST, request)
        const done = await perform(await room, asked).catch(whyNot)
        changes.bump()
        return json(done)
      },
    ],
    [`POST ${PATHS.clock}`, async (request) => json(await move(await readAs(CLOCK_REQUEST, request)))],
    [
      `GET ${PATHS.inspector}`,
      async (_request, url) =>
        json((await room).slack.traffic.after(Number(url.searchParams.get('after')) || 0)),
    ],
    [
      'POST /sender',
      async (request) => {
        const body = await bodyOf(request)
        parsed(body)
        const received = await sender.receive(request.headers, body)
        if (!received.ok) throw new Refused(400, received.error)
        return json({ ok: true })
      },
    ],
  ]
}

/** A picture as it was uploaded; anything else is for the browser to keep, not to show. */
function fileOf({ slack }: Room, url: URL): Answered {
  const id = url.pathname.slice(PATHS.files.length) // Slack's ids need no escapes
  const file = slack.files.read(id)
  if (!file) throw new Refused(404, `There is no file ${id}`)
  const type = file.mimetype.startsWith('image/') ? file.mimetype : 'application/octet-stream'
  return { type, body: Buffer.from(file.content, 'base64') }
}

function stateFor(room: Room, url: URL, version: number) {
  const me = url.searchParams.get('as') ?? Object.keys(people)[0] ?? ''
  if (!isPerson(me)) throw new Refused(400, `There is nobody ${me} in this workspace`)
  return stateOf(room, me, version)
}

async function readAs<T>(schema: z.ZodType<T>, request: IncomingMessage): Promise<T> {
  const read = schema.safeParse(await jsonOf(request))
  if (read.success) return read.data
  throw new Refused(400, z.prettifyError(read.error))
}

/** What can't be done any more, as the person is told. */
function whyNot(error: unknown): Done {
  return { ok: false, error: error instanceof Error ? error.message : String(error) }
}

function movingOneAtATime(room: Promise<Room>, changes: Changes) {
  let last: Promise<unknown> = Promise.resolve()
  const move = async ({ to }: ClockRequest): Promise<ClockAnswer> => {
    const { clock } = await room
    await clock.moveTo(AHEAD[to](clock.now()))
    changes.bump()
    return { ok: true, now: clock.now().toISOString() }
  }
  return (request: ClockRequest) => {
    const moved = last.then(() => move(request))
    last = moved.catch(() => undefined) // told to whoever asked for it
    return moved
  }
}
