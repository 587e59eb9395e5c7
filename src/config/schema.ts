import { resolve } from 'node:path'
import { z } from 'zod'
import { isZone } from '../domain/local-time.ts'
import { digestSchedule, templateBrief } from './briefs.ts'
import {
  byName,
  choice,
  duration,
  line,
  list,
  map,
  nameOf,
  postgresUrl,
  signingSecret,
  sql,
  targetUrl,
  text,
  usergroupId,
  userId,
} from './fields.ts'
import { freezeEdge } from './freezes.ts'
import type { Declared } from './rules.ts'

/** What the fields of the file are held against. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  /** The folder of the file, from which its paths are read. */
  readonly folder: string
  /** The zone of dates and times that name none. */
  readonly timeZone: string
}

export interface DeclaredNames {
  readonly policies: readonly string[]
  readonly warehouses: readonly string[]
  readonly declared: Declared
}

export type FileValue = z.output<ReturnType<typeof fileSchema>>

/** The shape of stairway.yaml, with references to `names` checked, secrets fetched and paths made absolute. */
export function fileSchema(around: Surroundings, names: DeclaredNames) {
  return map({
    teams: byName(team),
    policies: byName(policy),
    templates: byName(template(around, names)),
    warehouses: byName(warehouse(around)),
    exposures: byName(query(names, {})),
    metrics: byName(query(names, metricFields)),
    targets: byName(target(around)),
    freezes: list(freeze)
      .nullish()
      .transform((freezes) => freezes ?? []),
  })
}

const team = map({
  kind: choice('growth', 'data'),
  members: list(userId).default([]),
  usergroup: usergroupId.optional(),
  lead: userId.optional(),
})

const COUNT = 'a whole number of people, from 1 to 20'
const policy = map({
  requires: z.record(
    z.string(),
    z
      .number({ error: COUNT })
      .refine((count) => Number.isInteger(count) && count >= 1 && count <= 20, { error: COUNT }),
    { error: 'a map of team names to counts' },
  ),
  expires: duration('h', 720, '72h').default(72),
})

const task = map({
  title: line(60),
  step: choice('collect', 'model', 'analyze'),
  team: choice('growth', 'data'),
  optional: z.boolean({ error: 'true or false' }).default(false),
  due: duration('d', 365, '3d').optional(),
})

function template({ timeZone }: Surroundings, names: DeclaredNames) {
  return map({
    title: line(60).optional(),
    kind: choice('campaign', 'experiment').default('campaign'),
    policy: nameOf('policy', names.policies).default('default'),
    tasks: list(task).refine((tasks) => tasks.length >= 1 && tasks.length <= 100, {
      error: '1 to 100 tasks',
    }),
    brief: templateBrief(names.declared).optional(),
    digest: digestSchedule(timeZone).optional(),
  })
}

const queryTimeout = duration('s', 600, '30s').default(30)

function warehouse({ env, folder }: Surroundings) {
  const path = (kind: RegExp, example: string) =>
    text(`a path such as ${example}`, (value) => kind.test(value) && !value.includes('://')).transform(
      (value) => resolve(folder, value),
    )
  const types = 'postgres, sqlite or files'
  return z.discriminatedUnion(
    'type',
    [
      map({ type: z.literal('postgres'), url: postgresUrl(env), timeout: queryTimeout }),
      map({ type: z.literal('sqlite'), file: path(/\S/, './events.db'), timeout: queryTimeout }),
      map({
        type: z.literal('files'),
        tables: z.record(
          z.string(),
          path(/\.(?:csv|csv\.gz|parquet)$/i, './data/orders-*.parquet (or .csv, .csv.gz)'),
          {
            error: 'a map of table names to paths',
          },
        ),
        timeout: queryTimeout,
      }),
    ],
    { error: (issue) => (issue.code === 'invalid_union' ? types : `a map whose type is ${types}`) },
  )
}

const metricFields = {
  label: line(60).optional(),
  kind: choice('proportion', 'mean'),
  direction: choice('up', 'down'),
  window: duration('d', 365, '14d').optional(),
  unit: line(12).optional(),
}

function query<Fields extends z.ZodRawShape>(names: DeclaredNames, fields: Fields) {
  return map({ ...fields, warehouse: nameOf('warehouse', names.warehouses), sql: sql() })
}

function target({ env }: Surroundings) {
  return map({
    title: line(60).optional(),
    url: targetUrl(env),
    secret: signingSecret(env),
    timeout: duration('s', 60, '10s').default(10),
  })
}

const edge = text(
  'a date, or a date and time, such as 2026-11-27 or 2026-11-27 18:00',
  (value) => freezeEdge(value, 'from', 'UTC') !== null,
)
const freeze = map({
  from: edge,
  to: edge,
  reason: line(150),
  zone: text('a time zone, such as Europe/Berlin', isZone).optional(),
})
