import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Catalog, Team } from '../../domain/catalog/catalog.ts'
import type { Membership, TeamMembers } from '../../domain/people.ts'
import { STAIRWAY } from '../../domain/state/actor.ts'
import { type Belonging, isOutside } from '../belonging.ts'
import { idsIn } from '../named.ts'
import type { Names } from '../rich.ts'
import {
  lastingError,
  lookUpGroup,
  lookUpPerson,
  type Person,
  personChanged,
  unknownPerson,
} from './look-ups.ts'
import { createMemory, type Memory } from './memory.ts'

/**
 * Who is who in the workspace, remembered for a while: Slack allows about 100 look-ups a minute. None of these rejects:
 * a look-up that fails or is late leaves what was known before, else the id, the default zone, a team's listed members.
 */
export interface People {
  /** Names for every user id that stands in these facts, as a value or inside words. */
  names(...facts: readonly unknown[]): Promise<Names>
  /** Those of them whose account is deactivated. */
  deactivated(ids: readonly string[]): Promise<string[]>
  /** Those of them who are no members of the workspace, by their accounts: guests, people of other companies, bots. */
  outsiders(teamId: string, ids: readonly string[]): Promise<string[]>
  /** The zone a person reads and types times in. */
  zone(id: string): Promise<string>
  /** Where they belong, as far as Slack says. */
  belonging(id: string): Promise<Belonging>
  /** Members of the declared teams, user groups resolved, without those who have left. */
  members(): Promise<Membership>
}

/** What Slack tells by itself of people and groups. */
export interface Hearsay {
  /** Takes an account as its events bring it. Whether that is news for anybody but the person: they left, came back, or have another name. */
  personChanged(user: unknown): boolean
  /** What was known of a user group holds no more, not even while Slack does not answer. */
  groupChanged(id: string): void
}

export interface Knowledge extends Hearsay {
  /** For who waits at their Slack: no look-up holds them up for longer than a moment. */
  readonly forActs: People
  /** For jobs, which have the time to wait until a look-up has ended. `leftOut` is told where one gave nothing all the same. */
  forJobs(leftOut?: () => void): People
}

const HOUR_MS = 60 * 60_000
const PERSON = { freshMs: HOUR_MS, keptMs: 7 * 24 * HOUR_MS }
/** Who has left a group must not decide for it for long, only because Slack does not answer. */
const GROUP = { freshMs: 5 * 60_000, keptMs: HOUR_MS }
/** An act looks up people and groups, one after the other, within the two seconds that it has. */
const MOMENT_MS = 800

interface PeopleOptions {
  readonly client: WebClient
  readonly catalog: Catalog
  readonly defaultZone: string
  readonly now: () => Date
  readonly log: Logger
}

export function createPeople(options: PeopleOptions): Knowledge {
  const { client, now } = options
  const persons = createMemory<Person>({
    ...PERSON,
    now,
    lookUp: (id) => lookUpPerson(client, id),
    tell: told(options, 'person'),
  })
  const groups = createMemory<readonly string[]>({
    ...GROUP,
    now,
    lookUp: (id) => lookUpGroup(client, id),
    tell: told(options, 'user group'),
  })
  const memories = { persons, groups }
  return {
    forActs: peopleWith(options, memories, MOMENT_MS),
    forJobs: (leftOut) => peopleWith(options, memories, Number.POSITIVE_INFINITY, leftOut),
    personChanged(user) {
      const person = personChanged(user)
      if (!person) return false
      const before = persons.known(person.id)
      persons.learn(person.id, person)
      return (
        before !== undefined && (before.name !== person.name || before.deactivated !== person.deactivated)
      )
    },
    groupChanged: (id) => groups.forget(id),
  }
}

/** Says in the log once that something can't be read, and once that it can be again. */
function told({ log, catalog }: PeopleOptions, what: string) {
  return (id: string, failure: unknown) => {
    const teams = catalog.teams.filter(({ usergroup }) => usergroup === id).map(({ name }) => name)
    const about = { what, id, ...(teams.length > 0 ? { teams } : {}) }
    if (failure === undefined) log.info(about, 'It can be read again')
    else log.warn({ ...about, err: failure }, "It can't be read: what was known of it before counts")
  }
}

interface Memories {
  readonly persons: Memory<Person>
  readonly groups: Memory<readonly string[]>
}

function peopleWith(
  { catalog, defaultZone }: PeopleOptions,
  memories: Memories,
  patienceMs: number,
  leftOut: () => void = () => undefined,
): People {
  const { persons } = memories
  const person = async (id: string) => {
    const known = await persons.ask(id, patienceMs)
    if (!known) leftOut()
    return known ?? unknownPerson(id)
  }
  return {
    members: async () => {
      const teams = catalog.teams.map(
        async (team) => [team.name, await teamMembers(team, memories, patienceMs)] as const,
      )
      const members = new Map(await Promise.all(teams))
      if ([...members.values()].some(({ unread }) => unread === 'unavailable')) leftOut()
      return members
    },
    deactivated: async (ids) => {
      const found = await Promise.all(ids.map(person))
      return found.filter(({ deactivated }) => deactivated).map(({ id }) => id)
    },
    outsiders: async (teamId, ids) => {
      const found = await Promise.all(ids.map(person))
      return found.filter(({ id, belonging }) => !isMember(teamId, id, belonging)).map(({ id }) => id)
    },
    belonging: async (id) => (persons.known(id) ?? (await person(id))).belonging,
    zone: async (id) => (persons.known(id) ?? (await person(id))).zone ?? defaultZone,
    names: async (...facts) => {
      const ids = [...new Set(facts.flatMap((fact) => [...idsIn(fact)]))]
      const known = ids.map((id) => persons.known(id))
      const found = known.includes(undefined)
        ? await Promise.all(ids.map((id, at) => known[at] ?? person(id)))
        : known
      const byId = new Map(found.map((each) => [each?.id, each?.name]))
      return (id) => (id === STAIRWAY ? 'Stairway' : (byId.get(id) ?? id))
    },
  }
}

/** Slack's own bot does not say that it is one. */
const SLACKBOT = 'USLACKBOT'

function isMember(teamId: string, id: string, account: Belonging): boolean {
  if (account.bot || id === SLACKBOT) return false
  return !isOutside({ teamId, enterpriseId: account.enterprise, userTeamId: null }, account)
}

/** Whoever is listed counts, whatever becomes of the group. */
async function teamMembers(
  { members, usergroup }: Team,
  { persons, groups }: Memories,
  patienceMs: number,
): Promise<TeamMembers> {
  const listed = usergroup === undefined ? [] : await groups.ask(usergroup, patienceMs)
  const lasting = usergroup === undefined ? undefined : lastingError(groups.failure(usergroup))
  const grouped = lasting === undefined ? listed : undefined
  const all = [...new Set([...members, ...(grouped ?? [])])]
  const known = await Promise.all(all.map((id) => persons.ask(id, patienceMs)))
  const gone = new Set(all.filter((_, at) => known[at]?.deactivated))
  const living = new Set(all.filter((id) => !gone.has(id)))
  return Object.assign(living, {
    ...(gone.size > 0 ? { gone } : {}),
    ...(grouped ? {} : { unread: lasting ?? 'unavailable' }),
  })
}
