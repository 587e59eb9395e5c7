import { fetch, type Response } from 'undici'
import { dispatcherFor, refusePrivate } from './address.ts'
import { Unread } from './unread.ts'

export interface Place {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the address may be of a private network. */
  readonly private: boolean
  /** Bytes of an answer; more are refused. */
  readonly most: number
  readonly timeoutSeconds: number
}

/** An answer of a status, its text read whole. Follows no redirect. */
export interface Fetched {
  readonly status: number
  readonly text: string
}

/** Throws Unread where there is no answer that can be read; its words hold no part of the address but the host. */
export async function fetched(place: Place, signal: AbortSignal): Promise<Fetched> {
  const url = new URL(place.url)
  if (!place.private) refusePrivate(url)
  const within = AbortSignal.any([signal, AbortSignal.timeout(place.timeoutSeconds * 1_000)])
  try {
    const response = await fetch(url, optionsOf(place, within))
    const text = await textOf(response, place.most)
    if (response.status >= 300 && response.status < 400)
      throw new Unread(`HTTP ${response.status}, and I follow no redirects`)
    return { status: response.status, text }
  } catch (error) {
    throw unread(error, place.timeoutSeconds)
  }
}

/** Of what only runs of dbt write as large. */
export const MOST_BYTES = 100_000_000

/** The text of a success. Throws Unread for any other answer too. */
export async function fetchedWell(place: Place, signal: AbortSignal): Promise<string> {
  const { status, text } = await fetched(place, signal)
  if (status !== 200) throw new Unread(`HTTP ${status}`)
  return text
}

function optionsOf({ headers = {}, private: allowed }: Place, signal: AbortSignal) {
  const dispatcher = dispatcherFor(allowed)
  const sent = { accept: 'application/json', 'user-agent': 'Stairway', ...headers }
  return { headers: sent, redirect: 'manual' as const, signal, ...(dispatcher ? { dispatcher } : {}) }
}

async function textOf({ body }: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > most) throw new Unread(`its answer is larger than ${Math.round(most / 1_000_000)} MB`)
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function unread(error: unknown, seconds: number): unknown {
  if (!(error instanceof Error)) return error
  if (error instanceof Unread) return error
  if (error.name === 'TimeoutError') return new Unread(`no answer within ${seconds} s`)
  if (error.cause instanceof Unread) return error.cause
  const { code } = (error.cause ?? {}) as { code?: unknown }
  if (code === 'STAIRWAY_LEASE' && error.cause instanceof Error) return new Unread(error.cause.message) // src/lease.ts says it in words
  return new Unread(typeof code === 'string' ? `no connection (${code})` : 'no connection')
}
