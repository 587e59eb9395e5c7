import { z } from 'zod'
import { map, word } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import { type Answered, type Api, isStatus, type Lost, type Request } from './api.ts'
import { apiFields, apiKey, baseOf } from './entry.ts'
import { waitUntil } from './retry-after.ts'
import { get, part, unseen } from './setting/reading.ts'
import { settingSender } from './setting/sender.ts'
import type { Foresight, Reading, Seen, Setting } from './setting/setting.ts'
import type { Goal, Wish } from './setting/wish.ts'
import type { Asked, Sender, Unseen } from './target.ts'

/**
 * Features and experiments of GrowthBook: docs/openapi.yaml and packages/back-end/src/api of its repository. An id that
 * it does not know, and a request without a key, are 400 there. Approvals answer 403, which nothing tells before;
 * a warning that somebody has to confirm answers 422, and is not confirmed here.
 */
export const growthbook: Kind<Sender> = {
  kind: 'growthbook',
  entry: ({ env }) =>
    map({
      ...named('growthbook'),
      ...apiFields(USUAL_BASE),
      key: apiKey(env, 'a secret key or personal access token'),
      environment: word('the id of an environment').default('production'),
    }).transform(({ kind, title, ...entry }) => ({
      kind,
      title,
      opened: growthbookSender({ ...entry, timeoutSeconds: entry.timeout, deadlineMinutes: entry.deadline }),
    })),
}

const USUAL_BASE = 'https://api.growthbook.io/api'

interface GrowthbookSettings {
  /** https://api.growthbook.io/api, or API_HOST of an own server with /api behind it. */
  readonly base: string
  readonly key: string
  readonly environment: string
  readonly timeoutSeconds: number
  readonly deadlineMinutes: number
}

export function growthbookSender(settings: GrowthbookSettings): Sender {
  const api = apiOf(settings)
  const setting: Setting = {
    api,
    speech: { experiments: true, decimals: 2 },
    patienceMs: settings.deadlineMinutes * 60_000,
    read: (wish, asked) =>
      wish.to === 'running'
        ? readExperiment(api, wish, asked)
        : readFeature(api, settings.environment, wish, asked),
    refusal: meaningOf,
  }
  return settingSender(setting)
}

function apiOf({ base, key, timeoutSeconds }: GrowthbookSettings): Api {
  return {
    base: baseOf(base),
    headers: { authorization: `Bearer ${key}` },
    secrets: [key],
    timeoutSeconds,
    // Seconds until its window of a minute ends (express-rate-limit, draft 6 of the standard).
    limitEnds: (headers, now) =>
      waitUntil(now.getTime() + Number(headers.get('ratelimit-reset')) * 1_000, now),
  }
}

const RULE = z.looseObject({
  type: z.string(),
  enabled: z.boolean().optional(),
  coverage: z.number().optional(),
  allEnvironments: z.boolean().optional(),
  environments: z.array(z.string()).optional(),
})
const FEATURE = z.object({
  feature: z.object({
    archived: z.boolean().optional(),
    rules: z.array(RULE),
    environments: z.record(z.string(), z.object({ enabled: z.boolean() })),
  }),
})
type Feature = z.infer<typeof FEATURE>['feature']
type Rule = z.infer<typeof RULE>

async function readFeature(api: Api, environment: string, { thing }: Wish, asked: Asked): Promise<Reading> {
  const path = `/v2/features/${part(thing)}`
  const got = await get(api, path, FEATURE, asked)
  if (got.is === 'unread') return isUnknown(got.answer) ? { is: 'missing', where: 'GrowthBook' } : got
  const { enabled } = got.body.feature.environments[environment] ?? {}
  if (enabled === undefined) return { is: 'missing', where: environment }
  return featureSeen(path, got.body.feature, environment, enabled)
}

const ERROR = z.object({ message: z.string() })

/** Its words alone tell an id that it does not know from other mistakes. */
function isUnknown(answer: Answered | Lost): boolean {
  if (!isStatus(answer, 400, 404)) return false
  const read = ERROR.safeParse(answer.body)
  return read.success && /^could not find\b/i.test(read.data.message)
}

function featureSeen(path: string, feature: Feature, environment: string, enabled: boolean): Seen {
  const share = shareOf(feature, environment)
  const isSo = (goal: Goal) =>
    typeof goal === 'number' ? enabled && share === goal : enabled === (goal === 'on')
  const state = !enabled ? 'off' : share !== null && share !== 100 ? `on for ${share}%` : 'on'
  return {
    is: 'seen',
    where: environment,
    state: feature.archived ? `${state}, archived` : state,
    idle: !enabled,
    share,
    isSo,
    towards: (goal) => {
      if (feature.archived) return 'it is archived'
      if (typeof goal !== 'number')
        return [{ method: 'POST', path: `${path}/toggle`, body: toggled(environment, goal) }]
      if (share === null) return 'a share is set where one rollout is the only rule'
      return [{ method: 'POST', path, body: divided(feature, environment, goal) }]
    },
  }
}

function toggled(environment: string, goal: Goal) {
  return { environments: { [environment]: goal === 'on' }, reason: 'By Stairway' }
}

/** All rules go back as they came but for the share, as its documents ask for; the switch goes with them. */
function divided({ rules }: Feature, environment: string, share: number) {
  const [one] = rulesIn(rules, environment)
  const changed = rules.map((rule) => (rule === one ? { ...rule, coverage: share / 100 } : rule))
  return { rules: changed, environments: { [environment]: { enabled: true } } }
}

function shareOf({ rules }: Feature, environment: string): number | null {
  const [one, ...others] = rulesIn(rules, environment)
  if (one?.type !== 'rollout' || one.coverage === undefined || others.length > 0) return null
  return Number((one.coverage * 100).toFixed(4))
}

function rulesIn(rules: readonly Rule[], environment: string): Rule[] {
  return rules.filter(
    ({ enabled, allEnvironments, environments }) =>
      enabled !== false && (allEnvironments || environments?.includes(environment)),
  )
}

const EXPERIMENT = z.object({
  experiment: z.object({
    status: z.string(),
    archived: z.boolean().optional(),
    enhancedStatus: z.object({ status: z.string() }).optional(),
  }),
})

async function readExperiment(api: Api, wish: Wish, asked: Asked): Promise<Reading> {
  const path = `/v1/experiments/${part(wish.thing)}`
  const got = await get(api, path, EXPERIMENT, asked)
  if (got.is === 'unread') return isUnknown(got.answer) ? { is: 'missing', where: 'GrowthBook' } : got
  const { status, archived, enhancedStatus } = got.body.experiment
  const running = status === 'running'
  return {
    is: 'seen',
    state: enhancedStatus?.status ?? status,
    idle: !running,
    isSo: (goal) => running === (goal === 'running'),
    towards: (goal): readonly Request[] | string => {
      if (goal === 'stopped') return [{ method: 'POST', path: `${path}/stop`, body: STOPPED }]
      if (status !== 'draft' || archived) return 'only a draft can be started'
      return [{ method: 'POST', path: `${path}/start`, body: { skipChecklist: false } }]
    },
    foresee: async (asked) => (running ? { gates: [] } : foresee(api, wish, asked)),
  }
}

/** "Did not finish": taken back is no result. */
const STOPPED = { results: 'dnf', reason: 'Taken back by Stairway' }

const CHECKLIST = z.object({
  checklistItems: z.array(z.object({ required: z.boolean(), status: z.string(), reason: z.string() })),
})

async function foresee(api: Api, wish: Wish, asked: Asked): Promise<Foresight | Unseen> {
  const got = await get(api, `/v1/experiments/${part(wish.thing)}/start-checklist`, CHECKLIST, asked)
  if (got.is === 'unread') return isStatus(got.answer, 404) ? { gates: [] } : unseen(got)
  const open = got.body.checklistItems.filter(({ required, status }) => required && status !== 'complete')
  const link = api.base === USUAL_BASE ? `https://app.growthbook.io/experiment/${part(wish.thing)}` : null
  return { gates: open.map(({ reason }) => ({ words: withoutStop(reason), link, refuses: ['send'] })) }
}

const withoutStop = (words: string) => words.replace(/\.$/, '')

const CODES: Readonly<Record<string, string>> = {
  checklist_incomplete: 'its checklist is not complete there',
  pending_draft_publish_failed: 'a draft of a linked feature can’t be published',
  invalid_status: 'it is in no status that allows that',
}
const CODED = z.object({ code: z.string() })

function meaningOf({ status, body }: Answered): string | null {
  if (status === 403) return 'the key may not, or it wants an approval there'
  if (status === 422) return 'it warns, and somebody has to confirm that there'
  const read = CODED.safeParse(body)
  return read.success ? (CODES[read.data.code] ?? null) : null
}
