import type { WebClient } from '@slack/web-api'
import type { Catalog, Team } from '../domain/catalog/catalog.ts'
import type { Membership } from '../domain/people.ts'
import { STAIRWAY } from '../domain/state/actor.ts'
import { peopleIn } from '../domain/text/tokens.ts'
import type { Names } from './rich.ts'

interface Person {
  readonly id: string
  readonly name: string
  /** IANA zone from the person's profile. */
  readonly zone: string | null
  /** They have left; nobody reads what is sent to them. */
  readonly deactivated: boolean
}

/** Who is who in the workspace, remembered for a while: Slack allows about 100 look-ups a minute. */
export interface People {
  person(id: string): Promise<Person>
  /** Names for every user id that stands in these facts, as a value or inside words. */
  names(...facts: readonly unknown[]): Promise<Names>
  /** Those of them whose account is deactivated. */
  deactivated(ids: readonly string[]): Promise<string[]>
  /** The zone a person reads and types times in. */
  zone(id: string): Promise<string>
  /** Members of the declared teams, user groups resolved. */
  members(): Promise<Membership>
}

const PERSON_MS = 60 * 60_000
const TEAM_MS = 5 * 60_000

interface PeopleOptions {
  readonly client: WebClient
  readonly catalog: Catalog
  readonly defaultZone: string
  readonly now: () => Date
}

export function createPeople({ client, catalog, defaultZone, now }: PeopleOptions): People {
  const person = remembering(PERSON_MS, now, (id) => lookUp(client, id))
  const members = remembering(TEAM_MS, now, () => membership(client, catalog.teams))
  return {
    person: person.ask,
    members: () => members.ask('all'),
    deactivated: async (ids) => {
      const found = await Promise.all(ids.map(person.ask))
      return found.filter(({ deactivated }) => deactivated).map(({ id }) => id)
    },
    zone: async (id) => (person.known(id) ?? (await person.ask(id))).zone ?? defaultZone,
    names: async (...facts) => {
      const ids = facts.flatMap((fact) => [...idsIn(fact)])
      const asked = ids.filter((id) => !person.known(id))
      const found = asked.length > 0 ? await Promise.all(ids.map(person.ask)) : ids.map(person.known)
      const byId = new Map(found.map((each) => [each?.id, each?.name]))
      return (id) => (id === STAIRWAY ? 'Stairway' : (byId.get(id) ?? id))
    },
  }
}

interface Remembered<T> {
  readonly until: number
  readonly answer: Promise<T>
  value?: T
}

interface Remembering<T> {
  readonly ask: (id: string) => Promise<T>
  /** What is remembered and has come, so that a drawing need not wait for each of its names. */
  readonly known: (id: string) => T | undefined
}

/** Remembers answers for `ms`, and asks once for those who ask at the same time; a failure is not remembered. */
function remembering<T>(ms: number, now: () => Date, ask: (id: string) => Promise<T>): Remembering<T> {
  const kept = new Map<string, Remembered<T>>()
  const fresh = (id: string) => {
    const entry = kept.get(id)
    return entry && entry.until > now().getTime() ? entry : undefined
  }
  return {
    known: (id) => fresh(id)?.value,
    ask(id) {
      const known = fresh(id)
      if (known) return known.answer
      const entry: Remembered<T> = { until: now().getTime() + ms, answer: ask(id) }
      kept.set(id, entry)
      entry.answer.then(
        (value) => {
          entry.value = value
        },
        () => kept.delete(id),
      )
      return entry.answer
    },
  }
}

async function lookUp(client: WebClient, id: string): Promise<Person> {
  try {
    const { user } = await client.users.info({ user: id })
    const name =
      user?.profile?.display_name || user?.profile?.real_name || user?.real_name || user?.name || id
    return { id, name, zone: user?.tz ?? null, deactivated: user?.deleted === true }
  } catch (error) {
    if (isUnknown(error)) return { id, name: id, zone: null, deactivated: false }
    throw error
  }
}

function isUnknown(error: unknown): boolean {
  const code = (error as { data?: { error?: string } }).data?.error
  return code === 'user_not_found' || code === 'user_not_visible' || code === 'users_not_found'
}

async function membership(client: WebClient, teams: readonly Team[]): Promise<Membership> {
  const resolved = teams.map(
    async (team) => [team.name, new Set([...team.members, ...(await groupMembers(client, team))])] as const,
  )
  return new Map(await Promise.all(resolved))
}

async function groupMembers(client: WebClient, team: Team): Promise<string[]> {
  if (!team.usergroup) return []
  const { users } = await client.usergroups.users.list({ usergroup: team.usergroup })
  return users ?? []
}

/** What is drawn again need not be looked through again: facts are never changed, only replaced. */
const lookedThrough = new WeakMap<object, ReadonlySet<string>>()

/** Every user id that is a value, or a key, or stands in words. */
function idsIn(fact: unknown): ReadonlySet<string> {
  const object = typeof fact === 'object' ? fact : null
  const known = object && lookedThrough.get(object)
  if (known) return known
  const ids = new Set<string>()
  collectIds(fact, ids)
  if (object) lookedThrough.set(object, ids)
  return ids
}

function collectIds(fact: unknown, ids: Set<string>): void {
  if (typeof fact === 'string') collectFrom(fact, ids)
  if (typeof fact !== 'object' || fact === null || fact instanceof Date) return
  if (fact instanceof Map || fact instanceof Set) {
    for (const value of fact.values()) collectIds(value, ids)
    return
  }
  for (const [key, value] of Object.entries(fact)) {
    collectFrom(key, ids)
    collectIds(value, ids)
  }
}

function collectFrom(text: string, ids: Set<string>): void {
  if (/^[UW][A-Z0-9]{2,}$/.test(text)) ids.add(text)
  else for (const id of peopleIn(text)) ids.add(id)
}
