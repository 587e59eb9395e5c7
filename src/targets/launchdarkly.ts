import { z } from 'zod'
import { map, word } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import { type Answered, type Api, ask, isOk, isStatus, type Request, requestWords } from './api.ts'
import { apiFields, apiKey, baseOf } from './entry.ts'
import { waitUntil } from './retry-after.ts'
import { get, part } from './setting/reading.ts'
import { settingSender } from './setting/sender.ts'
import type { Foresight, Reading, Seen, Setting } from './setting/setting.ts'
import { backOf, type Goal, type Wish } from './setting/wish.ts'
import type { Asked, Gate, Sender, Unseen } from './target.ts'

/**
 * Flags of LaunchDarkly, by semantic patches: https://launchdarkly.com/docs/api/feature-flags/patch-feature-flag.
 * A patch is taken as a whole or not at all, and one that changes nothing is no change. Its refusals: 405 where an
 * approval is required, 400 for a clash with a pending change, 409 for a lock
 * (https://launchdarkly.com/docs/api, "Errors").
 */
export const launchdarkly: Kind<Sender> = {
  kind: 'launchdarkly',
  entry: ({ env }) =>
    map({
      ...named('launchdarkly'),
      ...apiFields('https://app.launchdarkly.com'),
      token: apiKey(env, 'an access token'),
      project: word('the key of a project'),
      environment: word('the key of an environment'),
    }).transform(({ kind, title, ...entry }) => ({
      kind,
      title,
      opened: launchdarklySender({
        ...entry,
        timeoutSeconds: entry.timeout,
        deadlineMinutes: entry.deadline,
      }),
    })),
}

interface LaunchdarklySettings {
  /** https://app.launchdarkly.com, app.eu.launchdarkly.com or app.launchdarkly.us. */
  readonly base: string
  readonly token: string
  readonly project: string
  readonly environment: string
  readonly timeoutSeconds: number
  readonly deadlineMinutes: number
}

export function launchdarklySender(settings: LaunchdarklySettings): Sender {
  const place: Place = { ...settings, api: apiOf(settings) }
  const setting: Setting = {
    api: place.api,
    speech: { experiments: false, decimals: 2 },
    patienceMs: settings.deadlineMinutes * 60_000,
    read: (wish, asked) => read(place, wish, asked),
    refusal: meaningOf,
  }
  return settingSender(setting)
}

type Place = Pick<LaunchdarklySettings, 'base' | 'project' | 'environment'> & { readonly api: Api }

function apiOf({ base, token, timeoutSeconds }: LaunchdarklySettings): Api {
  return {
    base: `${baseOf(base)}/api/v2`,
    headers: { authorization: token, 'ld-api-version': '20240415' },
    secrets: [token],
    timeoutSeconds,
    limitEnds: (headers, now) => waitUntil(Number(headers.get('x-ratelimit-reset')), now),
  }
}

const FLAG = z.object({
  archived: z.boolean().optional(),
  variations: z.array(z.object({ _id: z.string(), value: z.unknown() })),
  defaults: z.object({ onVariation: z.number() }).optional(),
  environments: z.record(
    z.string(),
    z.object({
      on: z.boolean(),
      fallthrough: z
        .object({
          variation: z.number().optional(),
          rollout: z
            .object({
              variations: z.array(z.object({ variation: z.number(), weight: z.number() })),
              contextKind: z.string().nullish(),
              bucketBy: z.string().nullish(),
              experimentAllocation: z.unknown().optional(),
            })
            .optional(),
        })
        .optional(),
    }),
  ),
})
type Flag = z.infer<typeof FLAG>

const pathOf = ({ project }: Place, flag: string) => `/flags/${part(project)}/${part(flag)}`

async function read(place: Place, wish: Wish, asked: Asked): Promise<Reading> {
  const request = {
    method: 'GET' as const,
    path: pathOf(place, wish.thing),
    query: { env: place.environment },
  }
  const got = await get(place.api, request, FLAG, asked)
  const missing = { is: 'missing', where: `${place.project}/${place.environment}` } as const
  if (got.is === 'unread') return isStatus(got.answer, 404) ? missing : got
  return place.environment in got.body.environments ? seenOf(place, wish, got.body) : missing
}

function seenOf(place: Place, wish: Wish, flag: Flag): Seen {
  const { on } = flag.environments[place.environment] ?? { on: false }
  const share = shareOf(place, flag)
  const towards = (goal: Goal) => {
    if (flag.archived) return 'it is archived'
    const instructions = instructionsFor(place, flag, goal)
    return typeof instructions === 'string' ? instructions : [patch(place, wish.thing, instructions)]
  }
  return {
    is: 'seen',
    state: stateWords(place, flag),
    idle: !on,
    isSo: (goal) => (typeof goal === 'number' ? on && share === goal : on === (goal === 'on')),
    towards,
    foresee: (asked) => foresee(place, wish, towards, asked),
  }
}

function stateWords(place: Place, flag: Flag): string {
  if (!flag.environments[place.environment]?.on) return 'off'
  const share = shareOf(place, flag)
  return share === null || share === 100 ? 'on' : `on for ${share}%`
}

/** Of those whom no rule of its own names, how many percent get what it is on with; null where that can't be said. */
function shareOf({ environment }: Place, flag: Flag): number | null {
  const on = onVariation(flag)
  const { variation, rollout } = flag.environments[environment]?.fallthrough ?? {}
  if (on === null) return null
  if (!rollout) return variation === undefined ? null : variation === on ? 100 : 0
  const weights = rollout.variations.filter((each) => each.variation === on).map(({ weight }) => weight)
  return weights.reduce((sum, weight) => sum + weight, 0) / 1_000
}

/** Of a flag with two variations that which it is on with. */
function onVariation({ variations, defaults }: Flag): number | null {
  if (variations.length !== 2) return null
  const yes = variations.findIndex(({ value }) => value === true)
  return yes >= 0 ? yes : (defaults?.onVariation ?? null)
}

type Instruction = Readonly<Record<string, unknown>>

function instructionsFor({ environment }: Place, flag: Flag, goal: Goal): readonly Instruction[] | string {
  if (goal === 'off') return [{ kind: 'turnFlagOff' }]
  if (typeof goal !== 'number') return [{ kind: 'turnFlagOn' }]
  const on = onVariation(flag)
  const { rollout } = flag.environments[environment]?.fallthrough ?? {}
  if (on === null) return 'a share is set of a flag with two variations, one of them its usual when on'
  if (rollout?.experimentAllocation) return 'an experiment runs on its default rule'
  const weights = flag.variations.map(({ _id }, index) => {
    const share = index === on ? goal : 100 - goal
    return [_id, Math.round(share * 1_000)]
  })
  const divided = {
    kind: 'updateFallthroughVariationOrRollout',
    rolloutWeights: Object.fromEntries(weights),
    ...(rollout?.contextKind && { rolloutContextKind: rollout.contextKind }),
    ...(rollout?.bucketBy && { rolloutBucketBy: rollout.bucketBy }),
  }
  return [divided, { kind: 'turnFlagOn' }]
}

function patch(place: Place, thing: string, instructions: readonly Instruction[]): Request {
  return {
    method: 'PATCH',
    path: pathOf(place, thing),
    headers: { 'content-type': 'application/json; domain-model=launchdarkly.semanticpatch' },
    body: { environmentKey: place.environment, comment: 'By Stairway', instructions },
  }
}

/** A dry run answers with the flag as it would be, or refuses as the change itself would be refused. */
async function foresee(
  place: Place,
  wish: Wish,
  towards: Seen['towards'],
  asked: Asked,
): Promise<Foresight | Unseen> {
  const sent = await dryRun(place, wish, towards(wish.to), asked)
  const back = backOf(wish)
  const undone = back === null ? null : await dryRun(place, wish, towards(back), asked)
  for (const answer of [sent, undone]) if (answer && 'is' in answer) return answer
  return { gates: gatesOf(sent, undone), would: sent && 'would' in sent ? sent.would : undefined }
}

type DryRun = { readonly gate: Gate } | { readonly would: string } | Unseen | null

async function dryRun(
  place: Place,
  { thing }: Wish,
  way: readonly Request[] | string,
  asked: Asked,
): Promise<DryRun> {
  const [request] = typeof way === 'string' ? [] : way
  if (!request) return null
  const answer = await ask(place.api, { ...request, query: { dryRun: 'true' } }, asked)
  const refusal = isStatus(answer, 400, 403, 405, 409) ? answer : null
  if (refusal)
    return {
      gate: {
        words: `${meaningOf(refusal)} (HTTP ${refusal.status})`,
        link: linkTo(place, thing),
        refuses: [],
      },
    }
  if (!isOk(answer)) return { is: 'unseen', why: answer.words }
  return { would: `${requestWords(place.api, request)}\n${afterwards(place, answer)}` }
}

function linkTo({ base, project, environment }: Place, thing: string): string {
  return `${baseOf(base)}/projects/${part(project)}/flags/${part(thing)}/targeting?env=${part(environment)}`
}

function afterwards(place: Place, { body }: Answered): string {
  const read = FLAG.safeParse(body)
  return read.success ? `It would be ${stateWords(place, read.data)} then` : 'It would be taken'
}

/** What refuses both is said once. */
function gatesOf(sent: DryRun, undone: DryRun): readonly Gate[] {
  const [first, second] = [sent, undone].map((run) => (run && 'gate' in run ? run.gate : null))
  if (first && second && first.words === second.words) return [{ ...first, refuses: ['send', 'undo'] }]
  return [
    ...(first ? [{ ...first, refuses: ['send'] as const }] : []),
    ...(second ? [{ ...second, refuses: ['undo'] as const }] : []),
  ]
}

function meaningOf({ status }: Answered): string | null {
  if (status === 405) return 'it wants an approval there'
  if (status === 400) return 'a pending change there may stand against it'
  if (status === 409) return 'another change holds it'
  return status === 403 ? 'the token may not change it' : null
}
