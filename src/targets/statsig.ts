import { z } from 'zod'
import { map, word } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { TargetCount } from '../domain/state/arrivals.ts'
import { type Answered, type Api, isStatus, type Request } from './api.ts'
import { apiFields, apiKey, baseOf } from './entry.ts'
import { get, part } from './setting/reading.ts'
import { settingSender } from './setting/sender.ts'
import type { Reading, Seen, Setting } from './setting/setting.ts'
import type { Goal, Wish } from './setting/wish.ts'
import type { Asked, Counting, Gate, Sender } from './target.ts'

/**
 * Gates and experiments of Statsig: the Console API, console-api/capiopenapi.json of statsig-io/docs (version 20240601).
 * Reviews are kept only where the header asks for it. Its 401 repeats the key in its text, and its 429 says in no header
 * when the limit ends (https://docs.statsig.com/console-api/introduction).
 */
export const statsig: Kind<Sender> = {
  kind: 'statsig',
  entry: ({ env }) =>
    map({
      ...named('statsig'),
      ...apiFields('https://statsigapi.net'),
      key: apiKey(env, 'a Console API key'),
      environment: word('the name of an environment').default('production'),
    }).transform(({ kind, title, ...entry }) => ({
      kind,
      title,
      opened: statsigSender({ ...entry, timeoutSeconds: entry.timeout, deadlineMinutes: entry.deadline }),
    })),
}

interface StatsigSettings {
  readonly base: string
  /** A Console key: console-… */
  readonly key: string
  /** Whose rule a share is set of; the switch of a gate is for all of them. */
  readonly environment: string
  readonly timeoutSeconds: number
  readonly deadlineMinutes: number
}

export function statsigSender(settings: StatsigSettings): Sender {
  const { base, key, environment, timeoutSeconds } = settings
  const headers = {
    'statsig-api-key': key,
    'statsig-api-version': '20240601',
    'x-respect-review-settings': 'true',
  }
  const api = { base: `${baseOf(base)}/console/v1`, headers, secrets: [key], timeoutSeconds }
  const setting: Setting = {
    api,
    speech: { experiments: true, decimals: 2 },
    patienceMs: settings.deadlineMinutes * 60_000,
    read: (wish, asked) =>
      wish.to === 'running' ? readExperiment(api, wish, asked) : readGate(api, environment, wish, asked),
    refusal: meaningOf,
  }
  return settingSender(setting)
}

const REVIEWED = z.object({ requiredReview: z.boolean() }).nullish()

const GATE = z.object({
  data: z.object({
    isEnabled: z.boolean(),
    status: z.string(),
    rules: z.array(
      z.object({
        id: z.string().optional(),
        passPercentage: z.number(),
        environments: z.array(z.string()).nullish(),
      }),
    ),
    reviewSettings: REVIEWED,
  }),
})
type GateData = z.infer<typeof GATE>['data']

async function readGate(api: Api, environment: string, { thing }: Wish, asked: Asked): Promise<Reading> {
  const path = `/gates/${part(thing)}`
  const got = await get(api, path, GATE, asked)
  if (got.is === 'got') return gateSeen(path, got.body.data, environment)
  return isStatus(got.answer, 404) ? { is: 'missing', where: 'this project of Statsig' } : got
}

function gateSeen(path: string, gate: GateData, environment: string): Seen {
  const rule = ruleOf(gate, environment)
  const { isEnabled, status } = gate
  return {
    is: 'seen',
    state: isEnabled && rule && rule.share !== 100 ? `${status}, ${rule.share}%` : status,
    idle: !isEnabled,
    share: rule?.share ?? null,
    gates: gatesOf(gate.reviewSettings),
    isSo: (goal) =>
      typeof goal === 'number' ? isEnabled && rule?.share === goal : isEnabled === (goal === 'on'),
    towards: (goal) => (status === 'Archived' ? 'it is archived' : requestsFor(path, rule, isEnabled, goal)),
  }
}

interface Rule {
  readonly id: string
  readonly share: number
}

/** Null where no share of everybody stands: no rule for that environment, or several. */
function ruleOf({ rules }: GateData, environment: string): Rule | null {
  const [one, ...others] = rules.filter(({ environments }) => environments?.includes(environment) ?? true)
  if (one?.id === undefined || others.length > 0) return null
  return { id: one.id, share: one.passPercentage }
}

/** The share before the switch, so that nobody gets it by an older one. */
function requestsFor(
  path: string,
  rule: Rule | null,
  isEnabled: boolean,
  goal: Goal,
): readonly Request[] | string {
  if (typeof goal !== 'number')
    return [{ method: 'PUT', path: `${path}/${goal === 'on' ? 'enable' : 'disable'}` }]
  if (!rule) return 'a share is set where the environment has one rule'
  const share: Request = {
    method: 'PATCH',
    path: `${path}/rules/${part(rule.id)}`,
    body: { passPercentage: goal },
  }
  return [
    ...(rule.share === goal ? [] : [share]),
    ...(isEnabled ? [] : [{ method: 'PUT' as const, path: `${path}/enable` }]),
  ]
}

const EXPERIMENT = z.object({ data: z.object({ status: z.string(), reviewSettings: REVIEWED }) })

async function readExperiment(api: Api, { thing }: Wish, asked: Asked): Promise<Reading> {
  const path = `/experiments/${part(thing)}`
  const got = await get(api, path, EXPERIMENT, asked)
  if (got.is === 'unread')
    return isStatus(got.answer, 404) ? { is: 'missing', where: 'this project of Statsig' } : got
  const { status, reviewSettings } = got.body.data
  const active = status === 'active'
  return {
    is: 'seen',
    state: status,
    idle: !active,
    gates: gatesOf(reviewSettings),
    count: (asked) => exposed(api, path, asked),
    isSo: (goal) => active === (goal === 'running'),
    towards: (goal): readonly Request[] | string => {
      if (goal === 'stopped') return [{ method: 'PUT', path: `${path}/abandon`, body: ABANDONED }]
      if (status !== 'setup') return 'only one that is set up and was not started can be started'
      return [{ method: 'PUT', path: `${path}/start`, body: {} }]
    },
  }
}

const EXPOSURES = z.object({
  data: z.array(z.object({ results: z.array(z.object({ date: z.iso.date(), exposures: z.number() })) })),
})

const DAY = 86_400_000

/**
 * Whom it was shown to first, by the day. Its days begin where the project says, so that only the second day after is
 * one that surely began later, and it is added up once it is over.
 */
async function exposed(
  api: Api,
  path: string,
  asked: Counting,
): Promise<TargetCount | { readonly why: string }> {
  const got = await get(api, `${path}/cumulative_exposures`, EXPOSURES, asked)
  if (got.is === 'unread') return { why: got.answer.words }
  const today = Math.floor(asked.since.getTime() / DAY) * DAY
  const from = new Date(today + 2 * DAY)
  const upTo = (day: number) =>
    got.body.data.reduce((sum, { results }) => {
      const days = results.filter(({ date }) => Date.parse(date) <= day)
      return sum + days.reduce((most, { exposures }) => Math.max(most, exposures), 0)
    }, 0)
  const count = upTo(Number.POSITIVE_INFINITY) - upTo(today + DAY)
  const settledAt = new Date(from.getTime() + 2 * DAY)
  return { of: 'exposures', count, fromAt: from, lastHour: null, newestAt: null, settledAt }
}

const ABANDONED = { decisionReason: 'Taken back by Stairway' }

function gatesOf(review: z.infer<typeof REVIEWED>): readonly Gate[] {
  if (!review?.requiredReview) return []
  return [{ words: 'its changes want a review there', link: null, refuses: ['send', 'undo'] }]
}

function meaningOf({ status }: Answered): string | null {
  return status === 403 ? 'the key may not, or it wants a review there' : null
}
