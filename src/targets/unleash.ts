import { z } from 'zod'
import { map, targetUrl, word } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import { type Api, isStatus, type Request } from './api.ts'
import { apiFields, apiKey, baseOf } from './entry.ts'
import { countedIn, hourFrom } from './setting/buckets.ts'
import { get, part, unseen } from './setting/reading.ts'
import { settingSender } from './setting/sender.ts'
import type { Foresight, Reading, Seen, Setting } from './setting/setting.ts'
import type { Goal, Wish } from './setting/wish.ts'
import type { Asked, Counting, Gate, Sender, Unseen } from './target.ts'

/**
 * Flags of Unleash, in one environment: features/feature-toggle/feature-toggle-controller of unleash-server 8.2.0, which
 * a test runs for real. Turning on and off answers 200 with nothing. Change requests are of its paid editions:
 * there 403 is the answer to whoever may not skip them, and their settings can be read before
 * (frontend useChangeRequestsEnabled of the same source); the open edition answers 404 to that. What clients were given is
 * counted by the hour (features/metrics/client-metrics/client-metrics): 1 to 48 hours back.
 */
export const unleash: Kind<Sender> = {
  kind: 'unleash',
  entry: ({ env }) =>
    map({
      ...named('unleash'),
      ...apiFields(),
      base: targetUrl(env),
      token: apiKey(env, 'an admin or service account token'),
      project: word('the id of a project').default('default'),
      environment: word('the name of an environment'),
    }).transform(({ kind, title, ...entry }) => ({
      kind,
      title,
      opened: unleashSender({ ...entry, timeoutSeconds: entry.timeout, deadlineMinutes: entry.deadline }),
    })),
}

interface UnleashSettings {
  /** With the path that it is served under: https://eu.app.unleash-hosted.com/acme. */
  readonly base: string
  readonly token: string
  readonly project: string
  readonly environment: string
  readonly timeoutSeconds: number
  readonly deadlineMinutes: number
}

export function unleashSender(settings: UnleashSettings): Sender {
  const { project, environment, token, timeoutSeconds } = settings
  // Its older versions take a key for wrong that has "Bearer" before it.
  const api = {
    base: baseOf(settings.base),
    headers: { authorization: token },
    secrets: [token],
    timeoutSeconds,
  }
  const place: Place = { api, project, environment }
  const setting: Setting = {
    api,
    speech: { experiments: false, decimals: 0 },
    patienceMs: settings.deadlineMinutes * 60_000,
    read: (wish, asked) => read(place, wish, asked),
    refusal: ({ status }) => (status === 403 ? REFUSED : null),
  }
  return settingSender(setting)
}

interface Place {
  readonly api: Api
  readonly project: string
  readonly environment: string
}

const REFUSED = 'the key may not, or the environment wants a change request'

const ENVIRONMENT = z.object({
  enabled: z.boolean(),
  strategies: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      disabled: z.boolean().nullish(),
      parameters: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
})
type Environment = z.infer<typeof ENVIRONMENT>

function pathOf({ project, environment }: Place, flag: string): string {
  return `/api/admin/projects/${part(project)}/features/${part(flag)}/environments/${part(environment)}`
}

async function read(place: Place, wish: Wish, asked: Asked): Promise<Reading> {
  const path = pathOf(place, wish.thing)
  const got = await get(place.api, path, ENVIRONMENT, asked)
  if (got.is === 'got')
    return {
      ...seenOf(path, got.body),
      where: place.environment,
      foresee: (asked) => foresee(place, wish, asked),
      count: (asked) => count(place, wish, asked),
    }
  const where = `${place.project}/${place.environment}`
  return isStatus(got.answer, 404) ? { is: 'missing', where } : got
}

function seenOf(path: string, environment: Environment): Seen {
  const { enabled } = environment
  const rollout = rolloutOf(environment)
  const state = !enabled ? 'off' : rollout && rollout.share !== 100 ? `on for ${rollout.share}%` : 'on'
  return {
    is: 'seen',
    state,
    idle: !enabled,
    share: rollout?.share ?? null,
    isSo: (goal) =>
      typeof goal === 'number' ? enabled && rollout?.share === goal : enabled === (goal === 'on'),
    towards: (goal) => requestsFor(path, rollout, enabled, goal),
  }
}

interface Rollout {
  readonly id: string
  readonly share: number
}

/** Null where no share of everybody stands: no strategy that has one, or several strategies. */
function rolloutOf({ strategies }: Environment): Rollout | null {
  const [one, ...others] = strategies.filter(({ disabled }) => !disabled)
  if (!one || others.length > 0 || one.name !== 'flexibleRollout') return null
  const share = Number(one.parameters?.rollout)
  return Number.isFinite(share) ? { id: one.id, share } : null
}

/** The share before the switch, so that nobody gets it by an older one. */
function requestsFor(
  path: string,
  rollout: Rollout | null,
  enabled: boolean,
  goal: Goal,
): readonly Request[] | string {
  if (typeof goal !== 'number') return [{ method: 'POST', path: `${path}/${goal}` }]
  if (!rollout) return 'a share is set where one gradual rollout is the only strategy'
  const share: Request = {
    method: 'PATCH',
    path: `${path}/strategies/${part(rollout.id)}`,
    body: [{ op: 'replace', path: '/parameters/rollout', value: String(goal) }],
  }
  return [
    ...(rollout.share === goal ? [] : [share]),
    ...(enabled ? [] : [{ method: 'POST' as const, path: `${path}/on` }]),
  ]
}

const METRICS = z.object({
  data: z.array(z.object({ environment: z.string(), timestamp: z.coerce.date(), yes: z.number() })),
})

/** How often clients got it, by the hour of the last two days at most: what they reported is never less than an hour. */
async function count({ api, environment }: Place, { thing }: Wish, asked: Counting) {
  const from = hourFrom(asked.since, asked.now)
  if (from >= asked.now) return countedIn([], from)
  const hours = Math.ceil((asked.now.getTime() - from.getTime()) / 3_600_000) + 1
  const path = `/api/admin/client-metrics/features/${part(thing)}/raw`
  const request = { method: 'GET' as const, path, query: { hoursBack: String(hours) } }
  const got = await get(api, request, METRICS, asked)
  if (got.is === 'unread') return { why: got.answer.words }
  const here = got.body.data.filter((each) => each.environment === environment)
  return countedIn(
    here.map(({ timestamp, yes }) => ({ at: timestamp, count: yes })),
    from,
  )
}

const CHANGE_REQUESTS = z.array(z.object({ environment: z.string(), changeRequestEnabled: z.boolean() }))

async function foresee(place: Place, { thing }: Wish, asked: Asked): Promise<Foresight | Unseen> {
  const path = `/api/admin/projects/${part(place.project)}/change-requests/config`
  const got = await get(place.api, path, CHANGE_REQUESTS, asked)
  if (got.is === 'unread') return isStatus(got.answer, 403, 404) ? { gates: [] } : unseen(got)
  const on = got.body.some((each) => each.environment === place.environment && each.changeRequestEnabled)
  return { gates: on ? [gateOf(place, thing)] : [] }
}

function gateOf({ api, project, environment }: Place, thing: string): Gate {
  return {
    words: `change requests are on in ${environment}: only a key that may skip them can change it`,
    link: `${api.base}/projects/${part(project)}/features/${part(thing)}`,
    refuses: ['send', 'undo'],
  }
}
