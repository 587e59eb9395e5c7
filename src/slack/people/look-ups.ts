import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { tidyLine } from '../../domain/text/typed-value.ts'
import { isBlank, visible } from '../../domain/text/visible.ts'
import { isZone } from '../../domain/time/local-time.ts'
import { type Belonging, belongingOf } from '../belonging.ts'
import { clip } from '../kit/text.ts'

export interface Person {
  readonly id: string
  readonly name: string
  /** IANA zone from the person's profile, where it is one that this machine knows. */
  readonly zone: string | null
  /** They have left; nobody reads what is sent to them. */
  readonly deactivated: boolean
  readonly belonging: Belonging
}

/** Slack's own limit of a display name. */
const NAME = 80

/** On one line, without what has no width: what can't be seen is no name. */
const text = z
  .string()
  .transform((name) => tidyLine(visible(name)))
  .refine((name) => !isBlank(name))
  .optional()
  .catch(undefined)

/** Of an account, what is used; what is of another type than Slack promises counts as not there. */
const ACCOUNT = z.object({
  name: text,
  real_name: text,
  deleted: z.boolean().catch(false),
  tz: z.string().refine(isZone).nullable().catch(null),
  profile: z.object({ display_name: text, real_name: text }).catch({}),
})

const USER_ID = /^[UW][A-Z0-9]{2,}$/

const GROUP = z.object({ users: z.array(z.unknown()) })

const CHANGED = z.object({ id: z.string().regex(USER_ID) })

/** Who somebody is of whom nothing is known. */
export function unknownPerson(id: string): Person {
  return { id, name: id, zone: null, deactivated: false, belonging: belongingOf(null) }
}

/** Who somebody is. Rejects with what Slack said. */
export async function lookUpPerson(client: WebClient, id: string): Promise<Person> {
  try {
    const { user } = await client.users.info({ user: id })
    return personOf(id, user)
  } catch (error) {
    if (UNKNOWN.includes(slackError(error) ?? '')) return unknownPerson(id)
    throw error
  }
}

const UNKNOWN: readonly string[] = ['user_not_found', 'user_not_visible', 'users_not_found']

/** The person of an event that brings their account; null where it is none. */
export function personChanged(user: unknown): Person | null {
  const { data } = CHANGED.safeParse(user)
  return data ? personOf(data.id, user) : null
}

function personOf(id: string, user: unknown): Person {
  const { profile, real_name, name, tz, deleted } = ACCOUNT.parse(user)
  const called = profile.display_name ?? profile.real_name ?? real_name ?? name ?? id
  return { id, name: clip(called, NAME), zone: tz, deactivated: deleted, belonging: belongingOf(user) }
}

/** Members of a user group. Rejects with what Slack said. */
export async function lookUpGroup(client: WebClient, usergroup: string): Promise<readonly string[]> {
  const { users } = GROUP.parse(await client.usergroups.users.list({ usergroup }))
  return users.filter((id): id is string => typeof id === 'string' && USER_ID.test(id))
}

/** Slack's error code; undefined where what failed is no answer of its own. */
export function slackError(error: unknown): string | undefined {
  const code = (error as { data?: { error?: unknown } } | undefined)?.data?.error
  return typeof code === 'string' ? code : undefined
}

const PASSES: readonly string[] = [
  'fatal_error',
  'internal_error',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
]

/** Slack's error code where somebody has to do something about it; undefined for what passes by itself. */
export function lastingError(error: unknown): string | undefined {
  const code = slackError(error)
  return code === undefined || PASSES.includes(code) ? undefined : code
}
