import type { Reply, Seen } from './served.ts'

/** A flag in one environment. */
export interface PlayedFlag {
  enabled: boolean
  readonly strategies: PlayedStrategy[]
}

interface PlayedStrategy {
  readonly id: string
  readonly name: string
  readonly disabled: boolean
  readonly parameters: Record<string, string>
}

export interface UnleashPlay {
  readonly token: string
  /** The path that it is served under: '/acme'. */
  readonly under: string
  /** Of the project `default`, in `production`. */
  readonly flags: Readonly<Record<string, PlayedFlag>>
  /** Does a change, at once or later. */
  effect(change: () => void): void
  /** What its paid editions say of change requests. */
  changeRequests(): Reply
  /** Whether it takes no change of this key. */
  refuses(): boolean
  /** What clients were given of the flags, as they reported it. */
  readonly metrics?: readonly PlayedMetric[]
}

export interface PlayedMetric {
  readonly environment: string
  readonly timestamp: string
  readonly yes: number
}

/** A flag as it is made in Unleash: off, for everybody once it is on. */
export function newFlag(name: string, id: string): PlayedFlag {
  const parameters = { groupId: name, rollout: '100', stickiness: 'default' }
  return { enabled: false, strategies: [{ id, name: 'flexibleRollout', disabled: false, parameters }] }
}

export const unleashError = (status: number, name: string): Reply => ({
  status,
  body: { id: '895ec1f9-5447', name, message: 'A sentence', details: [{ message: 'A sentence' }] },
})

/** As unleash-server 8.2.0 answers, which tests/targets/unleash-real.test.ts asks for real. */
export function playUnleash(play: UnleashPlay): (seen: Seen) => Reply {
  const project = `${play.under}/api/admin/projects/default`
  return (seen) => {
    const { authorization } = seen.headers
    if (!authorization) return unleashError(401, 'AuthenticationRequired')
    if (authorization !== play.token) return unleashError(401, 'UnauthorizedError')
    if (seen.path === `${project}/change-requests/config`) return play.changeRequests()
    const metered = /^\/client-metrics\/features\/([^/]+)\/raw$/.exec(
      seen.path.slice(`${play.under}/api/admin`.length),
    )
    if (metered?.[1]) return metricsOf(play, metered[1], seen)
    const place = /^\/features\/([^/]+)\/environments\/production(\/.*)?$/.exec(
      seen.path.startsWith(project) ? seen.path.slice(project.length) : '',
    )
    const [, name = '', rest = ''] = place ?? []
    const flag = play.flags[decodeURIComponent(name)]
    if (!flag) return unleashError(404, 'NotFoundError')
    if (seen.method !== 'GET')
      return play.refuses() ? unleashError(403, 'PermissionError') : changed(play, flag, seen, rest)
    return { status: 200, body: { name, environment: 'production', ...flag } }
  }
}

function metricsOf({ metrics = [] }: UnleashPlay, featureName: string, { query }: Seen): Reply {
  const hours = Number(query.get('hoursBack'))
  if (!(hours >= 1 && hours <= 48)) return unleashError(400, 'BadDataError')
  const data = metrics.map((each) => ({ featureName, appName: 'web', no: 3, ...each }))
  return { status: 200, body: { version: 1, maturity: 'stable', data } }
}

function changed({ effect }: UnleashPlay, flag: PlayedFlag, { method, body }: Seen, rest: string): Reply {
  if (method === 'POST' && (rest === '/on' || rest === '/off') && body === null) {
    effect(() => {
      flag.enabled = rest === '/on'
    })
    return { status: 200 }
  }
  const one = flag.strategies.find(({ id }) => rest === `/strategies/${id}`)
  if (method !== 'PATCH' || !one || !Array.isArray(body)) return unleashError(404, 'NotFoundError')
  return patched(effect, one, body)
}

function patched(
  effect: UnleashPlay['effect'],
  { parameters, ...one }: PlayedStrategy,
  operations: readonly { readonly op: unknown; readonly path: unknown; readonly value: unknown }[],
): Reply {
  for (const { op, path, value } of operations) {
    if (op !== 'replace' || path !== '/parameters/rollout') return unleashError(500, 'UnknownError')
    if (!/^\d{1,3}$/.test(String(value))) return unleashError(400, 'BadDataError')
    effect(() => {
      parameters.rollout = String(value)
    })
  }
  return { status: 200, body: { ...one, parameters } }
}
