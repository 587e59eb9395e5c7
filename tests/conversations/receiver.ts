import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes...!').toString('base64')}`

export interface Received {
  readonly id: string
  readonly idempotencyKey: string
  readonly body: unknown
}

type Answer = number | { readonly status: number; readonly retryAfter: number }

/** A tool that a launch step calls: it verifies each signature, and answers as told. */
export interface Receiver {
  readonly url: string
  readonly requests: readonly Received[]
  /** The next answers, in order: a status, or one that asks to wait so many seconds; 200 once they are used up. */
  answerWith(...answers: Answer[]): void
  /** What it answers once they are used up. */
  answerBy(usual: () => Answer): void
  /** It received these before. */
  remember(requests: readonly Received[]): void
  close(): Promise<void>
}

export async function createReceiver(): Promise<Receiver> {
  const requests: Received[] = []
  const answers: Answer[] = []
  let usual = (): Answer => 200
  const server = createServer(async (request, response) => {
    requests.push(verified(request, await bodyOf(request)))
    const answer = answers.shift() ?? usual()
    if (typeof answer === 'number') response.writeHead(answer).end()
    else response.writeHead(answer.status, { 'retry-after': String(answer.retryAfter) }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    requests,
    answerWith: (...next) => void answers.push(...next),
    answerBy: (answer) => {
      usual = answer
    },
    remember: (earlier) => void requests.push(...earlier),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The library refuses timestamps that are far from the machine's clock; the test's clock is, so only the signature counts. */
function verified(request: IncomingMessage, payload: string): Received {
  const header = (name: string) => String(request.headers[name] ?? '')
  const at = new Date(Number(header('webhook-timestamp')) * 1_000)
  const expected = new Webhook(SECRET).sign(header('webhook-id'), at, payload)
  if (expected !== header('webhook-signature')) throw new Error('A request with a wrong signature')
  return { id: header('webhook-id'), idempotencyKey: header('idempotency-key'), body: JSON.parse(payload) }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
