import { deferred } from './log.ts'
import type { Answer, Args } from './types.ts'

/**
 * What goes wrong with a call of a method: 429 with Retry-After in seconds; an HTTP status, or 200 with something
 * else than an answer, before or after the call was carried out; one of Slack's error codes; or carried out and the
 * connection cut, before the answer or within it.
 */
export type Fault =
  | { readonly retryAfter: number }
  | { readonly status: number; readonly stored?: boolean }
  | { readonly body: string; readonly stored?: boolean }
  | { readonly error: string }
  | 'lost'
  | 'torn'

/** What is to go wrong with a call, by its arguments; null where it goes well. */
type FaultOf = (args: Args) => Fault | null

/** A call whose answer waits: `arrived` when it was carried out, answered after `release()`. */
export interface Hold {
  readonly arrived: Promise<void>
  release(): void
}

export interface Reply {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body: Answer
  /** Sent as it is in place of the answer. */
  readonly raw?: string
  /** The connection ends within the body. */
  readonly torn?: boolean
}

type Perform = () => Promise<Answer>
type Planned = (perform: Perform, refuse: (body: Answer) => Answer) => Promise<Reply | 'cut'>

export interface Faults {
  failNext(method: string, fault: Fault): void
  /** Every call that nothing else was planned for, until the end that it returns. */
  failEach(method: string, faultOf: FaultOf): () => void
  holdNext(method: string): Hold
  /** Carries a call out as planned for it, or plainly. `refused` is told an answer that came without it. */
  run(
    call: { readonly method: string; readonly args: Args },
    perform: Perform,
    refused: (body: Answer) => void,
  ): Promise<Reply | 'cut'>
  /** Lets go of every held answer. */
  releaseAll(): void
}

export function createFaults(): Faults {
  const planned = new Map<string, Planned[]>()
  const lasting = new Map<string, FaultOf>()
  const releases: (() => void)[] = []
  const plan = (method: string, next: Planned) => {
    planned.set(method, [...(planned.get(method) ?? []), next])
  }
  const plannedFor = (method: string, args: Args): Planned => {
    const next = planned.get(method)?.shift()
    const fault = next ? null : lasting.get(method)?.(args)
    return next ?? (fault ? failing(fault) : plainly)
  }
  return {
    failNext: (method, fault) => plan(method, failing(fault)),
    failEach(method, faultOf) {
      lasting.set(method, faultOf)
      return () => void lasting.delete(method)
    },
    holdNext(method) {
      const arrival = deferred<void>()
      const released = deferred<void>()
      releases.push(released.resolve)
      plan(method, async (perform) => {
        const body = await perform()
        arrival.resolve()
        await released.promise
        return { status: 200, body }
      })
      return { arrived: arrival.promise, release: released.resolve }
    },
    run: ({ method, args }, perform, refused) =>
      plannedFor(method, args)(perform, (body) => {
        refused(body)
        return body
      }),
    releaseAll: () => {
      for (const release of releases) release()
    },
  }
}

const plainly: Planned = async (perform) => ({ status: 200, body: await perform() })

function failing(fault: Fault): Planned {
  return async (perform, refuse) => {
    if (fault === 'lost') {
      await perform()
      return 'cut'
    }
    if (fault === 'torn') return { status: 200, body: await perform(), torn: true }
    if ('body' in fault) {
      const body = fault.stored ? await perform() : refuse(outage)
      return { status: 200, body, raw: fault.body }
    }
    if ('error' in fault) return { status: 200, body: refuse({ ok: false, error: fault.error }) }
    if ('retryAfter' in fault) return rateLimited(fault.retryAfter, refuse)
    if (fault.stored) await perform()
    return { status: fault.status, body: fault.stored ? outage : refuse(outage) }
  }
}

const outage: Answer = { ok: false, error: 'internal_error' }

function rateLimited(seconds: number, refuse: (body: Answer) => Answer): Reply {
  const headers = { 'retry-after': String(seconds) }
  return { status: 429, headers, body: refuse({ ok: false, error: 'ratelimited' }) }
}
