import { resolve } from 'node:path'
import { z } from 'zod'
import type { Check } from '../checks/check.ts'
import { isZone } from '../domain/time/local-time.ts'
import { USUAL_TARGET } from '../targets/all.ts'
import type { Sender } from '../targets/target.ts'
import type { DeclaredNames, Surroundings } from './around.ts'
import { digestSchedule, templateBrief } from './briefs.ts'
import { checkEntry } from './checks.ts'
import { drops } from './drops.ts'
import {
  byName,
  byteSize,
  choice,
  duration,
  endpoint,
  held,
  isJson,
  line,
  list,
  map,
  nameOf,
  postgresUrl,
  share,
  sql,
  text,
  usergroupId,
  userId,
  word,
} from './fields.ts'
import { freezeEdge, weeklyEdges } from './freezes.ts'
import { type Kind, ofKind } from './kinds.ts'
import { policy } from './policies.ts'
import { dependsOn, due, evidence, inOrder } from './template-tasks.ts'

export type FileValue = z.output<ReturnType<typeof fileSchema>>

/** Of what kinds targets and checks can be. */
export interface Kinds {
  readonly targets: readonly Kind<Sender>[]
  readonly checks: readonly Kind<Check>[]
}

/** The shape of stairway.yaml, with references to `names` checked, secrets fetched and paths made absolute. */
export function fileSchema(around: Surroundings, names: DeclaredNames, kinds: Kinds) {
  return map({
    teams: byName(team),
    policies: byName(
      policy(
        names,
        kinds.targets.map(({ kind }) => kind),
      ),
    ),
    templates: byName(template(around, names)),
    warehouses: byName(warehouse(around)),
    exposures: byName(
      query(names, {
        segments: list(segment)
          .refine(...UP_TO_THREE)
          .optional(),
        'first-data': duration('h', 168, '24h').optional(),
        drops: drops.optional(),
      }),
    ),
    metrics: byName(query(names, metricFields)),
    targets: byName(ofKind('target', kinds.targets, [around, names], USUAL_TARGET)),
    checks: byName(checkEntry(kinds.checks, [around, names])),
    freezes: list(freeze)
      .nullish()
      .transform((freezes) => freezes ?? []),
    drops: drops.nullish(),
  })
}

const team = map({
  kind: choice('growth', 'data'),
  members: list(userId).default([]),
  usergroup: usergroupId.optional(),
  lead: userId.optional(),
})

function task(names: DeclaredNames) {
  return map({
    title: line(60),
    step: choice('collect', 'model', 'analyze'),
    team: choice('growth', 'data'),
    optional: z.boolean({ error: 'true or false' }).default(false),
    due: due.optional(),
    'depends-on': dependsOn.optional(),
    evidence: evidence.optional(),
    check: nameOf('check', names.checks).optional(),
  })
}

function template({ timeZone }: Surroundings, names: DeclaredNames) {
  return map({
    title: line(60).optional(),
    kind: choice('campaign', 'experiment').default('campaign'),
    policy: nameOf('policy', names.policies).default('default'),
    tasks: list(task(names))
      .refine((tasks) => tasks.length >= 1 && tasks.length <= 100, { error: '1 to 100 tasks' })
      .transform(inOrder),
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
  const types = 'postgres, sqlite, files, bigquery or snowflake'
  return z.discriminatedUnion(
    'type',
    [
      map({ type: z.literal('postgres'), url: postgresUrl(env), timeout: queryTimeout }),
      map({ type: z.literal('sqlite'), file: path(/\S/, './events.db'), timeout: queryTimeout }),
      map({
        type: z.literal('files'),
        tables: z.record(
          z.string(),
          path(
            /\.(?:[ct]sv(?:\.gz|\.zst)?|parquet)$/i,
            './data/orders-*.parquet (or .csv, .tsv, also .gz and .zst)',
          ),
          {
            error: 'a map of table names to paths',
          },
        ),
        dates: choice('dmy', 'mdy').exactOptional(),
        memory: byteSize.exactOptional(),
        timeout: queryTimeout,
      }),
      bigquery(env),
      snowflake(env),
    ],
    { error: (issue) => (issue.code === 'invalid_union' ? types : `a map whose type is ${types}`) },
  )
}

function bigquery(env: NodeJS.ProcessEnv) {
  return map({
    type: z.literal('bigquery'),
    project: text('the id of a Google Cloud project, such as my-project', (value) =>
      /^[a-z0-9.-]+(:[a-z0-9-]+)?$/.test(value),
    ),
    credentials: held(env, 'the JSON of a credential', isJson).exactOptional(),
    location: word('a location, such as EU or europe-west3').exactOptional(),
    endpoint: endpoint.exactOptional(),
    maximumBytesBilled: byteSize.exactOptional(),
    timeout: queryTimeout,
  })
}

function snowflake(env: NodeJS.ProcessEnv) {
  return map({
    type: z.literal('snowflake'),
    account: word('the identifier of an account, such as myorg-account123'),
    user: word('the name of a user'),
    privateKey: held(env, 'a private key in PEM', (value) =>
      value.includes('PRIVATE KEY-----'),
    ).exactOptional(),
    token: held(env, 'a programmatic access token', () => true).exactOptional(),
    password: held(env, 'a password', () => true).exactOptional(),
    warehouse: word('the name of a virtual warehouse').exactOptional(),
    database: word('the name of a database').exactOptional(),
    schema: word('the name of a schema').exactOptional(),
    role: word('the name of a role').exactOptional(),
    endpoint: endpoint.exactOptional(),
    timeout: queryTimeout,
  })
}

const TAKEN = ['unit', 'arm', 'exposed_at']

const segment = text(
  `the name of a column beside ${TAKEN.join(', ')}, such as country`,
  (value) => /^[a-z_][a-z0-9_]{0,39}$/i.test(value) && !TAKEN.includes(value.toLowerCase()),
)

const UP_TO_THREE = [
  (columns: readonly string[]) => columns.length >= 1 && columns.length <= 3,
  { error: '1 to 3 columns' },
] as const

const metricFields = {
  label: line(60).optional(),
  kind: choice('proportion', 'mean', 'ratio'),
  direction: choice('up', 'down'),
  window: duration('d', 365, '14d').optional(),
  pre: duration('d', 365, '28d').optional(),
  cap: share(90, '99.9%').optional(),
  unit: line(12).optional(),
}

function query<Fields extends z.ZodRawShape>(names: DeclaredNames, fields: Fields) {
  return map({ ...fields, warehouse: nameOf('warehouse', names.warehouses), sql: sql() })
}

const edge = text(
  'a date, or a date and time, such as 2026-11-27 or 2026-11-27 18:00',
  (value) => freezeEdge(value, 'from', 'UTC') !== null,
)

const weekly = text(
  'a time of each week, such as Fri 15:00 – Mon 08:00',
  (value) => weeklyEdges(value) !== null,
)

const freeze = map({
  from: edge.optional(),
  to: edge.optional(),
  weekly: weekly.optional(),
  reason: line(150),
  zone: text('a time zone, such as Europe/Berlin', isZone).optional(),
  override: list(userId)
    .refine((people) => people.length >= 1 && people.length <= 20, { error: '1 to 20 entries' })
    .optional(),
}).refine(
  ({ from, to, weekly: each }) =>
    each === undefined ? from !== undefined && to !== undefined : from === undefined && to === undefined,
  { error: 'expected from and to, or weekly', params: { whole: true } },
)
