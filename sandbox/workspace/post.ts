import { type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Posted {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** No whole answer came: what was asked for may have been done. */
export class Lost extends Error {
  override readonly name = 'Lost'
}

/**
 * The workspace's one way to ask over HTTP. Each on a connection of its own, since one that is kept may be reset while
 * nobody speaks; not fetch, which takes several times as long for calls as small as these. Throws a Lost.
 */
export function post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Posted> {
  return new Promise<Posted>((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false, headers }, (response) => {
      const { statusCode: status = 0, headers } = response
      text(response).then((body) => resolve({ status, headers, body }), reject)
    })
    sent.on('error', reject).end(body)
  }).catch((error: Error) => {
    throw new Lost(`${new URL(url).host} gave no whole answer (${error.message})`, { cause: error })
  })
}

const TIMES = 3

/** The same for what only reads: a loss is asked again. */
export async function rereading(ask: () => Promise<Posted>): Promise<Posted> {
  for (let time = 1; ; time += 1)
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Lost) || time === TIMES) throw error
    }
}
