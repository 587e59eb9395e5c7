import { PLAN_KEYWORDS } from '../domain/brief/plan-values.ts'
import { isZone } from '../domain/time/local-time.ts'
import type { FaultOf, Surroundings } from './around.ts'
import { CLIENTS } from './clients.ts'
import { freezeEdge } from './freezes.ts'
import { hint, type Problem, pathWords, seenWords } from './problems.ts'

/**
 * Rules between the parts of stairway.yaml. They look at the file as it was read, whatever its shape, so that
 * they find their mistakes even where the shape has others.
 */
export function brokenRules(file: unknown, { timeZone, isInstalled, faultOf }: Surroundings): Problem[] {
  return [
    ...NAMED.flatMap((section) => oddNames(file, section)),
    ...keywordMistakes(file),
    ...entriesOf(file, 'teams').flatMap(([name, team]) => teamMistakes(name, team)),
    ...entriesOf(file, 'policies').flatMap(([name, policy]) => policyMistakes(name, policy, file)),
    ...entriesOf(file, 'templates').flatMap(([name, template]) => twice(titlesOf(name, template))),
    ...entriesOf(file, 'warehouses').flatMap(([name, warehouse]) => tableMistakes(name, warehouse)),
    ...entriesOf(file, 'warehouses').flatMap(([name, warehouse]) => loginMistakes(name, warehouse)),
    ...entriesOf(file, 'warehouses').flatMap(([name, warehouse]) =>
      missingClient(name, warehouse, isInstalled),
    ),
    ...entriesOf(file, 'exposures').flatMap(([name, query]) => twice(segmentsOf(name, query))),
    ...(['exposures', 'metrics', 'checks'] as const).flatMap((section) =>
      sqlMistakes(file, section, faultOf),
    ),
    ...twice(entriesOf(file, 'metrics').map(([name, metric]) => labelOf(name, metric))),
    ...entriesOf(file, 'metrics').flatMap(([name, metric]) => capMistakes(name, metric)),
    ...listOf(file, 'freezes').flatMap((freeze, index) => freezeMistakes(freeze, index, timeZone)),
  ]
}

const NAMED = [
  'teams',
  'policies',
  'templates',
  'warehouses',
  'exposures',
  'metrics',
  'targets',
  'checks',
] as const

export function namesOf(file: unknown, section: (typeof NAMED)[number]): string[] {
  return entriesOf(file, section).map(([name]) => name)
}

/** `audience-sync` reads Audience sync where nothing else is given. */
export function titleFromName(name: string): string {
  const words = name.replace(/[-_]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function oddNames(file: unknown, section: (typeof NAMED)[number]): Problem[] {
  const odd = namesOf(file, section).filter((name) => !/^[a-z0-9][a-z0-9_-]{0,39}$/.test(name))
  return odd.map((name) =>
    problem(
      [section, name],
      'a name here has up to 40 small letters, digits, dashes and underscores, such as web-events.',
    ),
  )
}

/** A step begins with the name of its target, so none is called what begins another step. */
function keywordMistakes(file: unknown): Problem[] {
  const taken = namesOf(file, 'targets').filter((name) => PLAN_KEYWORDS.some((word) => word === name))
  return taken.map((name) =>
    problem(['targets', name], `a launch plan reads ${name} as something else: call the target otherwise.`),
  )
}

function teamMistakes(name: string, team: unknown): Problem[] {
  const members = listOf(team, 'members')
  if (
    isMap(team) &&
    members.length === 0 &&
    !team.usergroup &&
    (Array.isArray(team.members) || !team.members)
  ) {
    return [problem(['teams', name], 'nobody is in this team: give it members or a usergroup.')]
  }
  return twice(members.map((member, index) => ({ path: ['teams', name, 'members', index], value: member })))
}

function policyMistakes(name: string, policy: unknown, file: unknown): Problem[] {
  const path = ['policies', name, 'requires']
  const requires = entriesOf(policy, 'requires')
  if (isMap(policy) && isMap(policy.requires) && requires.length === 0) {
    return [problem(path, 'is empty: expected at least one team that must approve')]
  }
  return requires.flatMap(([team, count]) => countMistakes([...path, team], team, count, file))
}

function countMistakes(path: PropertyKey[], team: string, count: unknown, file: unknown): Problem[] {
  const teams = entriesOf(file, 'teams')
  const [, declared] = teams.find(([name]) => name === team) ?? []
  if (declared === undefined)
    return [
      problem(
        path,
        `there is no team of that name.${hint(
          team,
          teams.map(([name]) => name),
        )}`,
      ),
    ]
  const members = listOf(declared, 'members').length
  const closed = isMap(declared) && !declared.usergroup && members > 0
  if (!closed || typeof count !== 'number' || count <= members) return []
  return [
    problem(path, `${count} must approve, but the team has ${members}, so that it could never be reached.`),
  ]
}

function tableMistakes(name: string, warehouse: unknown): Problem[] {
  const tables = entriesOf(warehouse, 'tables')
  if (isMap(warehouse) && isMap(warehouse.tables) && tables.length === 0) {
    return [problem(['warehouses', name, 'tables'], 'is empty: expected at least one table and its file')]
  }
  const odd = tables.filter(([table]) => !/^[a-z_][a-z0-9_]{0,62}$/.test(table))
  return odd.map(([table]) =>
    problem(
      ['warehouses', name, 'tables', table],
      'a table name has small letters, digits and underscores, such as web_events.',
    ),
  )
}

function missingClient(
  name: string,
  warehouse: unknown,
  isInstalled: Surroundings['isInstalled'],
): Problem[] {
  const client = isMap(warehouse) ? CLIENTS[String(warehouse.type)] : undefined
  if (!client || isInstalled(client.name)) return []
  const say = `needs a package that is not installed: run npm install ${client.install} where Stairway runs.`
  return [problem(['warehouses', name, 'type'], say)]
}

function sqlMistakes(
  file: unknown,
  section: 'exposures' | 'metrics' | 'checks',
  faultOf: FaultOf,
): Problem[] {
  const types = new Map(entriesOf(file, 'warehouses').map(([name, held]) => [name, isMap(held) && held.type]))
  return entriesOf(file, section).flatMap(([name, query]) => {
    if (!isMap(query) || typeof query.sql !== 'string') return []
    const fault = faultOf(query.sql, String(types.get(String(query.warehouse))))
    return fault === undefined ? [] : [problem([section, name, 'sql'], `${fault}.`)]
  })
}

const LOGINS = ['privateKey', 'token', 'password']

function loginMistakes(name: string, warehouse: unknown): Problem[] {
  if (!isMap(warehouse) || warehouse.type !== 'snowflake') return []
  const given = LOGINS.filter((login) => warehouse[login] !== undefined)
  if (given.length === 1) return []
  const seen = given.length === 0 ? 'none' : given.join(' and ')
  return [problem(['warehouses', name], `expected one of ${LOGINS.join(', ')}, saw ${seen}`)]
}

interface Placed {
  readonly path: readonly PropertyKey[]
  readonly value: unknown
}

function titlesOf(name: string, template: unknown): Placed[] {
  return listOf(template, 'tasks').map((task, index) => ({
    path: ['templates', name, 'tasks', index, 'title'],
    value: isMap(task) ? task.title : undefined,
  }))
}

function segmentsOf(name: string, query: unknown): Placed[] {
  return listOf(query, 'segments').map((value, index) => ({
    path: ['exposures', name, 'segments', index],
    value,
  }))
}

function labelOf(name: string, metric: unknown): Placed {
  const given = isMap(metric) ? metric.label : undefined
  return { path: ['metrics', name, 'label'], value: given ?? titleFromName(name) }
}

function capMistakes(name: string, metric: unknown): Problem[] {
  if (!isMap(metric) || metric.kind !== 'proportion' || metric.cap === undefined) return []
  const say = 'a proportion has nothing to cut: each person counts once or not at all. Leave cap out.'
  return [problem(['metrics', name, 'cap'], say)]
}

function twice(all: readonly Placed[]): Problem[] {
  const same = (value: unknown) => (typeof value === 'string' ? value.trim().toLowerCase() : value)
  return all.flatMap(({ path, value }, index) => {
    const first = all.findIndex((other) => same(other.value) === same(value))
    if (value === undefined || value === null || first === index) return []
    return [problem(path, `${seenWords(value)} stands twice, first at ${pathWords(all[first]?.path ?? [])}.`)]
  })
}

function freezeMistakes(freeze: unknown, index: number, timeZone: string): Problem[] {
  if (!isMap(freeze) || typeof freeze.from !== 'string' || typeof freeze.to !== 'string') return []
  const zone = typeof freeze.zone === 'string' && isZone(freeze.zone) ? freeze.zone : timeZone
  const from = freezeEdge(freeze.from, 'from', zone)
  const to = freezeEdge(freeze.to, 'to', zone)
  if (!from || !to || from < to) return []
  return [
    problem(
      ['freezes', index, 'to'],
      `expected a time after from (${freeze.from}), saw ${seenWords(freeze.to)}`,
    ),
  ]
}

function problem(path: readonly PropertyKey[], message: string): Problem {
  return { path: pathWords(path), message }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function entriesOf(value: unknown, key: string): [string, unknown][] {
  const held = isMap(value) ? value[key] : undefined
  return isMap(held) ? Object.entries(held) : []
}

function listOf(value: unknown, key: string): unknown[] {
  const held = isMap(value) ? value[key] : undefined
  return Array.isArray(held) ? held : []
}
