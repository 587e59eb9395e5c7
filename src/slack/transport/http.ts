import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { defaultBodyLimit, HTTPModuleFunctions, HTTPReceiver, isRawBodyError } from '@slack/bolt'
import type { Logger } from '../../log.ts'
import { boltLogger } from '../bolt-logger.ts'
import { CHECK, PAYLOAD } from './payload.ts'
import { type Listen, type Own, portOf, routeOf, type Transport } from './transport.ts'

const EVENTS = '/slack/events'
const SKEW_SECONDS = 300

interface HttpOptions {
  readonly log: Logger
  readonly signingSecret: string
  readonly own: Own
}

/** Slack calls us. What is no request of Slack's never reaches Bolt, which reads bodies where nobody catches. */
export function httpTransport({ log, signingSecret, own }: HttpOptions): Transport {
  const receiver = new HTTPReceiver({
    signingSecret,
    signatureVerification: false, // done before, by the same function of Bolt's
    endpoints: [EVENTS],
    logger: boltLogger(log),
    processEventErrorHandler: async ({ error, response }) => {
      log.warn({ err: error }, 'A request that can not be read')
      if (!response.headersSent) end(response, 400)
      return false
    },
  })
  receiver.requestListener = admitting(beside(own, receiver.requestListener), signingSecret, log)
  let server: Server | undefined
  return {
    receiver,
    start: async (listen: Listen) => {
      server = (await receiver.start(listen as never)) as Server
      return portOf(server)
    },
    stop: async (finished) => {
      const closed = receiver.stop()
      await finished
      server?.closeAllConnections()
      await closed
    },
  }
}

function beside(own: Own, slack: RequestListener): RequestListener {
  return (request, response) => (routeOf(own, request) ?? slack)(request, response)
}

/** Never rejects: what is no request of Slack's is answered here. */
function admitting(listener: RequestListener, signingSecret: string, log: Logger): RequestListener {
  return (request, response) => {
    refusal(request, signingSecret)
      .then(
        ({ status, why }) => {
          if (status === null) return listener(request, response)
          log.warn({ status, why }, 'Request refused')
          end(response, status)
        },
        (error: unknown) => {
          log.error({ err: error }, 'A request failed')
          if (!response.headersSent) end(response, 500)
        },
      )
      .catch((error: unknown) => {
        log.warn({ err: error }, 'A request without a handler')
        if (!response.headersSent) end(response, 404)
      })
  }
}

interface Verdict {
  /** Null where the request goes on. */
  readonly status: 400 | 401 | 413 | null
  readonly why?: string
}

async function refusal(request: IncomingMessage, signingSecret: string): Promise<Verdict> {
  const path = pathOf(request)
  if (path === null) return { status: 400, why: 'no path of this server' }
  if (path !== EVENTS || request.method !== 'POST') return { status: null }
  try {
    const signed = { signingSecret, bodyLimit: defaultBodyLimit }
    const buffered = await HTTPModuleFunctions.parseAndVerifyHTTPRequest(signed, request)
    return shapeOf(buffered)
  } catch (error) {
    if (isRawBodyError(error) && error.statusCode === 413) return { status: 413, why: error.message }
    return { status: 401, why: error instanceof Error ? error.message : String(error) }
  }
}

type Buffered = Awaited<ReturnType<typeof HTTPModuleFunctions.parseAndVerifyHTTPRequest>>

function shapeOf(request: Buffered): Verdict {
  const body = bodyOf(request)
  if (CHECK.safeParse(body).success) return { status: null }
  // Bolt refuses only what is too old; what is signed for tomorrow would be good until then.
  if (Number(request.headers['x-slack-request-timestamp']) > Date.now() / 1_000 + SKEW_SECONDS)
    return { status: 401, why: 'The timestamp lies more than five minutes ahead' }
  return PAYLOAD.safeParse(body).success ? { status: null } : { status: 400, why: 'no payload of Slack' }
}

function bodyOf(request: Buffered): unknown {
  try {
    return HTTPModuleFunctions.parseHTTPRequestBody(request)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Null where it names another host, or nothing that is an address. */
function pathOf({ url = '' }: IncomingMessage): string | null {
  if (!url.startsWith('/') || url.startsWith('//') || !URL.canParse(url, 'http://localhost')) return null
  return new URL(url, 'http://localhost').pathname
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end()
}
