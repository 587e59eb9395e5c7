import type { Checks } from '../checks/check.ts'
import type {
  ApprovalPolicy,
  CampaignTemplate,
  Catalog,
  CheckDefinition,
  Freeze,
  MetricDefinition,
  TaskTemplate,
  Team,
} from '../domain/catalog/catalog.ts'
import type { TargetDefinition } from '../domain/catalog/targets.ts'
import { BUILT_IN_TEMPLATES } from '../domain/catalog/templates.ts'
import type { Sender, Targets } from '../targets/target.ts'
import type { Surroundings } from './around.ts'
import { freezeEdge, weeklyEdges } from './freezes.ts'
import { policyOf } from './policies.ts'
import { titleFromName } from './rules.ts'
import type { FileValue } from './schema.ts'

/** What stairway.yaml declares: what can be named, and what it is opened to. */
export interface Declaration {
  readonly catalog: Catalog
  readonly targets: Targets
  readonly checks: Checks
}

/** What there is without a stairway.yaml. */
export const NOTHING_DECLARED: Declaration = {
  catalog: {
    teams: [],
    policies: [],
    templates: BUILT_IN_TEMPLATES,
    warehouses: [],
    exposures: [],
    metrics: [],
    targets: [],
    checks: [],
    freezes: [],
  },
  targets: new Map(),
  checks: new Map(),
}

/** The catalog of a file whose mistakes are mended. */
export function catalogOf(file: FileValue, { timeZone }: Surroundings): Catalog {
  const teams = named(file.teams).map(teamOf)
  return {
    teams,
    policies: withDefault(named(file.policies).map(policyOf), teams),
    templates: overridden(named(file.templates).map(templateOf)),
    warehouses: named(file.warehouses).map(({ timeout, ...rest }) => ({ ...rest, timeoutSeconds: timeout })),
    exposures: named(file.exposures).map(({ segments, 'first-data': delay, drops, ...rest }) => ({
      ...rest,
      ...(segments !== undefined && { segments }),
      ...(delay !== undefined && { delayHours: delay }),
      ...(drops && { drops }),
    })),
    metrics: named(file.metrics).map(metricOf),
    targets: named(file.targets).map(({ opened, ...entry }) => ({
      ...titled(entry),
      host: opened.host,
      ...wordsOf(opened),
      ...(opened.undo ? { undoable: true } : {}),
      ...(opened.mails || opened.counts === 'sends' ? { mails: true as const } : {}),
      ...(opened.bounds ? { bounds: true as const } : {}),
    })),
    checks: named(file.checks).map(checkOf),
    freezes: file.freezes.map((freeze) => freezeOf(freeze, timeZone)),
    ...(file.drops ? { drops: file.drops } : {}),
  }
}

/** What is asked of the catalog's targets and checks, by their names. */
export function openedOf(file: FileValue): Pick<Declaration, 'targets' | 'checks'> {
  return {
    targets: new Map(named(file.targets).map(({ name, opened }) => [name, opened])),
    checks: new Map(named(file.checks).map(({ name, opened }) => [name, opened])),
  }
}

/** How the words of a step are typed that goes there. */
export function wordsOf(opened: Sender): Required<Pick<TargetDefinition, 'form' | 'unread' | 'thing'>> {
  return {
    form: opened.form,
    unread: (words) => opened.unread(words),
    thing: (words) => (opened.unread(words) === null ? (opened.thing?.(words) ?? null) : null),
  }
}

function titled({ name, kind, title }: { name: string; kind: string; title?: string | undefined }) {
  return { name, kind, title: title ?? titleFromName(name) }
}

function checkOf({ max_age, every, grace, warn, owner, ...entry }: Entry<'checks'>): CheckDefinition {
  return {
    ...titled(entry),
    maxAgeMinutes: max_age,
    everyMinutes: every,
    graceMinutes: grace,
    ...(warn === 'passes' && { warnPasses: true }),
    ...(owner !== undefined && { owner }),
  }
}

type Entry<Section extends keyof FileValue> =
  FileValue[Section] extends Record<string, infer Value> ? Value & { readonly name: string } : never

function named<Value extends object>(
  entries: Readonly<Record<string, Value>>,
): (Value & { readonly name: string })[] {
  return Object.entries(entries).map(([name, value]) => ({ ...value, name }))
}

function teamOf({ usergroup, lead, ...rest }: Entry<'teams'>): Team {
  return { ...rest, ...(usergroup !== undefined && { usergroup }), ...(lead !== undefined && { lead }) }
}

/** Without a policy called default: one approver of the first team of each kind, within three days. */
function withDefault(policies: readonly ApprovalPolicy[], teams: readonly Team[]): readonly ApprovalPolicy[] {
  if (teams.length === 0 || policies.some((policy) => policy.name === 'default')) return policies
  const requires = (['growth', 'data'] as const).flatMap((kind) => {
    const team = teams.find((each) => each.kind === kind)
    return team ? [{ team: team.name, count: 1 }] : []
  })
  return [{ name: 'default', requires, expiresAfterHours: 72 }, ...policies]
}

function templateOf({
  name,
  title,
  kind,
  policy,
  tasks,
  brief,
  digest,
}: Entry<'templates'>): CampaignTemplate {
  return {
    name,
    title: title ?? titleFromName(name),
    kind,
    policy,
    tasks: tasks.map(taskOf),
    ...(brief !== undefined && { brief }),
    ...(digest !== undefined && { digest }),
  }
}

function taskOf({
  optional,
  due,
  check,
  evidence,
  after,
  'depends-on': _,
  ...task
}: Entry<'templates'>['tasks'][number]): TaskTemplate {
  return {
    ...task,
    required: !optional,
    ...due,
    ...(check !== undefined && { check }),
    ...(evidence !== undefined && { asks: evidence }),
    ...(after.length > 0 && { after }),
  }
}

function overridden(templates: readonly CampaignTemplate[]): readonly CampaignTemplate[] {
  const kept = BUILT_IN_TEMPLATES.filter(
    (built) => !templates.some((template) => template.name === built.name),
  )
  return [...kept, ...templates]
}

function metricOf({ name, label, window, pre, cap, unit, ...rest }: Entry<'metrics'>): MetricDefinition {
  return {
    ...rest,
    name,
    label: label ?? titleFromName(name),
    ...(window !== undefined && { windowDays: window }),
    ...(pre !== undefined && { preDays: pre }),
    ...(cap !== undefined && { cap }),
    ...(unit !== undefined && { unit }),
  }
}

function freezeOf(entry: FileValue['freezes'][number], timeZone: string): Freeze {
  const { from = '', to = '', weekly, reason, override } = entry
  const zone = entry.zone ?? timeZone
  const terms = { reason, ...(override !== undefined && { override }) }
  const each = weekly === undefined ? null : weeklyEdges(weekly)
  if (each) return { weekly: each, zone, ...terms }
  const edges = { from: freezeEdge(from, 'from', zone), to: freezeEdge(to, 'to', zone) }
  if (!edges.from || !edges.to) throw new Error(`A freeze was let through without its dates: ${from}, ${to}`)
  return { from: edges.from, to: edges.to, ...terms }
}
