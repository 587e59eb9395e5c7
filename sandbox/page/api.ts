import {
  type Act,
  type ActRequest,
  type ClockAnswer,
  type ClockRequest,
  type Done,
  type Exchange,
  PATHS,
  type State,
} from '../contract.ts'

const SILENT = 'The workspace does not answer. Is it still running? Try again once it is.'

/** Never throws: what went wrong is the answer's error. */
async function ask<Answer>(path: string, init?: RequestInit): Promise<Answer | Required<Done>> {
  try {
    const response = await fetch(path, init)
    const body: unknown = await response.json()
    if (response.ok) return body as Answer
    const { error = `The workspace answered ${response.status}.` } = body as Done
    return { ok: false, error }
  } catch {
    return { ok: false, error: SILENT }
  }
}

const posted = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

export const fetchState = (as: string | null) =>
  ask<State>(as === null ? PATHS.state : `${PATHS.state}?as=${encodeURIComponent(as)}`)

export const sendAct = (as: string, act: Act): Promise<Done> =>
  ask<Done>(PATHS.act, posted({ as, act } satisfies ActRequest))

export const moveClock = (to: ClockRequest['to']): Promise<ClockAnswer> =>
  ask<ClockAnswer>(PATHS.clock, posted({ to } satisfies ClockRequest))

export const fetchExchanges = (after: number) => ask<Exchange[]>(`${PATHS.inspector}?after=${after}`)
