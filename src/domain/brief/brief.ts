import { Refusal } from '../../refusal.ts'
import type { Catalog, MetricDefinition } from '../catalog/catalog.ts'
import type { Brief, PlannedStep } from '../state/brief.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { isBeforeLaunch } from '../state/stage.ts'
import { nearest } from '../text/nearest.ts'
import { quoted } from '../text/typed-value.ts'
import { type PlanTarget, refuseUnread } from './plan-values.ts'
import { refuseUnbounded } from './stages.ts'

export type BriefPatch = Partial<Brief>

/** What stairway.yaml declares that a brief can name; a direction is held against an outcome's where it is known. */
export interface Nameable {
  readonly metrics: readonly { readonly name: string; readonly direction?: MetricDefinition['direction'] }[]
  readonly exposures: readonly { readonly name: string }[]
  readonly targets: readonly PlanTarget[]
}

/** Fields that may change after the launch too: where and with whom, and which query says who is exposed. */
const ALWAYS_OPEN: ReadonlySet<keyof Brief> = new Set(['partner', 'channel', 'exposures'])

/** What a decision is about, so all but where and with whom: a change of one of these after submit needs a new approval. */
const DECIDED: readonly (keyof Brief)[] = [
  'name',
  'kind',
  'hypothesis',
  'outcome',
  'guardrails',
  'audience',
  'arms',
  'exposures',
  'horizonDays',
  'plan',
]

const PLURAL: ReadonlySet<keyof Brief> = new Set(['guardrails', 'arms', 'exposures'])

/** Whether a field of the brief may still change at this stage. */
export function isOpenField({ stage, endedAt }: Campaign, field: keyof Brief): boolean {
  return ALWAYS_OPEN.has(field) ? endedAt === null : isBeforeLaunch(stage)
}

/** One event a field that really changes. Throws a Refusal for a field that is closed at this stage or names nothing known. */
export function changeBrief(state: CampaignState, patch: BriefPatch, catalog: Catalog): CampaignEvent[] {
  const { campaign } = state
  const fields = (Object.keys(patch) as (keyof Brief)[]).filter(
    (field) => !same(campaign.brief[field], patch[field]),
  )
  for (const field of fields) {
    if (isOpenField(campaign, field)) continue
    throw new Refusal(
      'conflict',
      `${campaign.key} was launched: its ${fieldWords(field)} ${PLURAL.has(field) ? 'stay' : 'stays'} what was approved. Note a change with \`/campaign ask ${campaign.key} …\`, or stop it and start a new one.`,
    )
  }
  checkNames(Object.fromEntries(fields.map((field) => [field, patch[field]])), catalog)
  return fields.map(
    (field) =>
      ({ kind: 'brief_changed', field, from: campaign.brief[field], to: patch[field] }) as CampaignEvent,
  )
}

export interface DecidedField {
  readonly field: keyof Brief
  readonly from: Brief[keyof Brief]
  readonly to: Brief[keyof Brief]
}

/** What differs between two briefs of what a decision is about. */
export function decidedFields(before: Brief, after: Brief): DecidedField[] {
  return DECIDED.filter((field) => !same(before[field], after[field])).map((field) => ({
    field,
    from: before[field],
    to: after[field],
  }))
}

/** Whether a decision is about this part of the brief. */
export function isDecided(field: string): boolean {
  return (DECIDED as readonly string[]).includes(field)
}

/** What a brief still lacks before it can be decided, in words. */
export function missingFromBrief(brief: Brief): string[] {
  const missing: [boolean, string][] = [
    [brief.hypothesis === null, 'hypothesis'],
    [brief.outcome === null, 'outcome'],
    [brief.audience === null, 'audience'],
    [brief.arms.length < 2 && (brief.kind === 'experiment' || brief.outcome !== null), 'arms'],
    [brief.horizonDays === null, 'horizon'],
    [brief.outcome !== null && brief.exposures === null, 'exposures'],
    [brief.plan.length === 0, 'plan'],
  ]
  return missing.filter(([is]) => is).map(([, field]) => field)
}

export function fieldWords(field: keyof Brief): string {
  if (field === 'horizonDays') return 'horizon'
  if (field === 'plan') return 'launch plan'
  return field === 'partner' ? 'data partner' : field
}

export interface NamedMetric {
  readonly name: string
  readonly role: 'goal' | 'guardrail' | 'secondary'
  /** Null where stairway.yaml does not declare it any more. */
  readonly metric: MetricDefinition | null
}

/** The metrics a campaign reads, each once: goal first, then guardrails, then those beside it. */
export function metricsOf(brief: Brief, catalog: Catalog): NamedMetric[] {
  const named = [
    ...(brief.outcome ? [{ role: 'goal' as const, name: brief.outcome.metric }] : []),
    ...brief.guardrails.map((guardrail) => ({ role: 'guardrail' as const, name: guardrail.metric })),
    ...(brief.outcome?.secondary ?? []).map((name) => ({ role: 'secondary' as const, name })),
  ]
  const each = named.filter(({ name }, index) => named.findIndex((other) => other.name === name) === index)
  return each.map((one) => ({
    ...one,
    metric: catalog.metrics.find(({ name }) => name === one.name) ?? null,
  }))
}

/** Throws a Refusal for a metric, exposure query or target that stairway.yaml does not declare, and for a step that its target can't read. */
export function checkNames(patch: BriefPatch, catalog: Nameable): void {
  const metrics = catalog.metrics.map((metric) => metric.name)
  const used = [
    ...(patch.outcome ? [patch.outcome.metric, ...patch.outcome.secondary] : []),
    ...(patch.guardrails ?? []).map((g) => g.metric),
  ]
  for (const name of used) known('metric', name, metrics)
  if (patch.outcome) sameDirection(patch.outcome, catalog)
  if (patch.exposures)
    known(
      'exposure query',
      patch.exposures,
      catalog.exposures.map((each) => each.name),
    )
  refuseWaitingFirst(patch.plan ?? [])
  for (const step of patch.plan ?? []) if (step.kind === 'sent') checkStep(step, catalog)
}

function refuseWaitingFirst([first]: readonly PlannedStep[]): void {
  if (!first?.after) return
  const why = 'The first step waits for nothing: it leaves when the campaign is launched.'
  throw new Refusal('invalid', `${why} \`/campaign launch <key> at:<when>\` sets that.`)
}

/** Throws a Refusal for a step of a target that is not declared, that it can't read, or whose people it can't bound. */
function checkStep(
  step: Extract<PlannedStep, { kind: 'sent' }>,
  { targets }: Pick<Nameable, 'targets'>,
): void {
  known(
    'target',
    step.target,
    targets.map((each) => each.name),
  )
  const target = targets.find((each) => each.name === step.target)
  if (!target) return
  refuseUnread(target, step.words)
  refuseUnbounded(step, target)
}

function sameDirection({ metric, direction }: NonNullable<Brief['outcome']>, catalog: Nameable): void {
  const declared = catalog.metrics.find((each) => each.name === metric)?.direction
  if (!declared || declared === direction) return
  throw new Refusal(
    'invalid',
    `stairway.yaml says that ${metric} is better when it goes ${declared}, so it can't be an outcome to bring it ${direction}.`,
  )
}

function known(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return
  const list =
    names.length === 0
      ? `stairway.yaml declares no ${what}`
      : `stairway.yaml declares ${names.slice(0, 20).join(', ')}`
  const near = nearest(name, names)
  const meant = near === null ? '' : ` Did you mean ${near}?`
  throw new Refusal('unknown', `There is no ${what} ${quoted(name)}: ${list}.${meant}`)
}

/** Equal as JSON, in whatever order the fields of an object stand. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, ordered) === JSON.stringify(b, ordered)
}

function ordered(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}
