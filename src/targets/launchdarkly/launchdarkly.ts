import { map, word } from '../../config/fields.ts'
import { type Kind, named } from '../../config/kinds.ts'
import { type Answered, type Api, ask, isOk, isStatus, type Request, requestWords } from '../api.ts'
import { apiFields, apiKey, baseOf } from '../entry.ts'
import { waitUntil } from '../retry-after.ts'
import { get, part } from '../setting/reading.ts'
import { settingSender } from '../setting/sender.ts'
import type { Foresight, Reading, Seen, Setting } from '../setting/setting.ts'
import { backOf, type Goal, type Wish } from '../setting/wish.ts'
import type { Asked, Gate, Sender, Unseen } from '../target.ts'
import { FLAG, type Flag, type Instruction, instructionsFor, shareOf, stateWords } from './flag.ts'
import { servedSince } from './usage.ts'

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

export type Place = Pick<LaunchdarklySettings, 'base' | 'project' | 'environment'> & { readonly api: Api }

function apiOf({ base, token, timeoutSeconds }: LaunchdarklySettings): Api {
  return {
    base: `${baseOf(base)}/api/v2`,
    headers: { authorization: token, 'ld-api-version': '20240415' },
    secrets: [token],
    timeoutSeconds,
    limitEnds: (headers, now) => waitUntil(Number(headers.get('x-ratelimit-reset')), now),
  }
}

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
  const share = shareOf(place.environment, flag)
  const towards = (goal: Goal) => {
    if (flag.archived) return 'it is archived'
    const instructions = instructionsFor(place.environment, flag, goal)
    return typeof instructions === 'string' ? instructions : [patch(place, wish.thing, instructions)]
  }
  return {
    is: 'seen',
    state: stateWords(place.environment, flag),
    idle: !on,
    share,
    isSo: (goal) => (typeof goal === 'number' ? on && share === goal : on === (goal === 'on')),
    towards,
    where: place.environment,
    foresee: (asked) => foresee(place, wish, towards, asked),
    count: (asked) => servedSince(place, wish.thing, flag, asked),
  }
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
  return read.success ? `It would be ${stateWords(place.environment, read.data)} then` : 'It would be taken'
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
