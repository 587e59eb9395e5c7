import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import type { TargetDefinition } from '../../src/domain/catalog/targets.ts'
import type { Targets } from '../../src/targets/target.ts'
import { type WebhookSettings, webhookSender } from '../../src/targets/webhook.ts'
import { SECRET } from '../support/stand.ts'

export interface Received {
  readonly id: string
  readonly idempotencyKey: string
  readonly body: unknown
  /** Null, or what the library says is wrong with the signature. */
  readonly wrong: string | null
}

/**
 * A status with headers and words, after which the connection ends where it is `torn`, and stays open where it is
 * `endless`; `silence`: the connection stays open
 * and no answer comes; `cut`: it ends without one.
 */
export type Reply =
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly torn?: boolean
      readonly endless?: boolean
    }
  | 'silence'
  | 'cut'

/** A tool on loopback that a launch step calls: it verifies every signature and answers as told, else with 200. */
export interface Receiver {
  readonly url: string
  readonly settings: WebhookSettings
  /** As `sender`, in a catalog and opened. */
  readonly target: TargetDefinition
  readonly targets: Targets
  readonly requests: readonly Received[]
  replyWith(...replies: Reply[]): void
  /** Runs when a request has arrived, before it is answered. */
  onRequest(work: () => Promise<unknown>): void
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const requests: Received[] = []
  const replies: Reply[] = []
  let during = async (): Promise<unknown> => undefined
  const server = createServer(async (request, response) => {
    requests.push(received(request, await textOf(request)))
    await during()
    answer(response, replies.shift() ?? { status: 200 })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/hook`
  const settings = { url, secret: SECRET, timeoutSeconds: 5, deadlineMinutes: 60 }
  return {
    url,
    settings,
    target: { name: 'sender', kind: 'webhook', title: 'Start the send', host: `127.0.0.1:${port}` },
    targets: new Map([['sender', webhookSender(settings)]]),
    requests,
    replyWith: (...next) => void replies.push(...next),
    onRequest: (work) => {
      during = work
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function received({ headers }: IncomingMessage, payload: string): Received {
  const header = (name: string) => String(headers[name] ?? '')
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature']
  const signed = Object.fromEntries(names.map((name) => [name, header(name)]))
  return {
    id: header('webhook-id'),
    idempotencyKey: header('idempotency-key'),
    body: JSON.parse(payload),
    wrong: problemOf(() => new Webhook(SECRET).verify(payload, signed)),
  }
}

function problemOf(check: () => unknown): string | null {
  try {
    check()
    return null
  } catch (error) {
    return String(error)
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'silence') return
  if (reply === 'cut') return void response.destroy()
  const { status, headers, body = 'whatever it says', torn = false, endless = false } = reply
  response.writeHead(status, headers)
  if (torn) response.write(body, () => response.destroy())
  else if (endless) response.write(body)
  else response.end(body)
}
