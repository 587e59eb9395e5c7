import { Refusal } from '../../refusal.ts'
import type { Brief } from '../state/brief.ts'
import { readLength } from '../text/typed-length.ts'
import { NUMBER } from '../text/typed-number.ts'
import { tidyLine, unreadable, withinLength } from '../text/typed-value.ts'
import { bare, isBlank, plainSigns } from '../text/visible.ts'
import { ARMS_FORM, armsText, parseArms } from './arm-values.ts'
import { AUDIENCE_FORM, audienceText, parseAudience } from './audience-values.ts'
import type { BriefPatch, Nameable } from './brief.ts'
import { guardrailsForm, guardrailsText, type Measured, parseGuardrails } from './guardrail-values.ts'
import { outcomeForm, outcomeText, parseOutcome } from './metric-values.ts'
import { mentioned, type PlanForm, type PlanTarget, parsePlan, planForm, planText } from './plan-values.ts'

/** The fields of a brief that are typed as text; people stand in them as `{@U1}`. */
export const TEXT_FIELDS = [
  'name',
  'hypothesis',
  'outcome',
  'audience',
  'arms',
  'horizon',
  'guardrails',
  'plan',
  'exposures',
] as const
export type TextField = (typeof TEXT_FIELDS)[number]

const LONGEST_HYPOTHESIS = 2_000
const LONGEST_HORIZON = 365

const HORIZON_FORM = 'Write days or weeks: `14`, `14 days` or `2 weeks`, up to a year.'

/** What stairway.yaml declares that a value can name. */
export interface Declared extends Pick<Nameable, 'exposures' | 'targets'> {
  readonly metrics: readonly Measured[]
}

/** How a field is typed, with examples that name what is declared. */
export function fieldForm(field: TextField, { metrics, targets, exposures }: Declared): string {
  switch (field) {
    case 'name':
      return 'Write what people call it, in up to 150 characters.'
    case 'hypothesis':
      return 'Write what should happen, and why: `A reminder by e-mail brings lapsed customers back`.'
    case 'outcome':
      return outcomeForm(metrics)
    case 'guardrails':
      return guardrailsForm(metrics)
    case 'audience':
      return AUDIENCE_FORM
    case 'arms':
      return ARMS_FORM
    case 'horizon':
      return HORIZON_FORM
    case 'plan':
      return planForm(targets)
    case 'exposures':
      return exposuresForm(exposures)
  }
}

function exposuresForm([first]: Declared['exposures']): string {
  return `Write the name of one exposure query of stairway.yaml${first ? `, such as \`${first.name}\`` : ''}, or \`none\`.`
}

interface Field {
  /** The patch with nothing in the field; null for a field that is never empty. */
  readonly cleared: BriefPatch | null
  readonly parse: (typed: string, declared: Declared, plan?: PlanForm) => BriefPatch
  /** The value as `parse` reads it back; empty where there is none. */
  readonly text: (brief: Brief, targets: readonly PlanTarget[]) => string
}

const FIELDS: Readonly<Record<TextField, Field>> = {
  name: {
    cleared: null,
    parse: (typed) => ({ name: tidyLine(typed) }),
    text: (brief) => brief.name,
  },
  hypothesis: {
    cleared: { hypothesis: null },
    parse: (typed) => ({ hypothesis: withinLength('hypothesis', typed.trim(), LONGEST_HYPOTHESIS) }),
    text: (brief) => brief.hypothesis ?? '',
  },
  outcome: {
    cleared: { outcome: null },
    parse: (typed, { metrics }) => ({ outcome: parseOutcome(typed, metrics) }),
    text: (brief) => (brief.outcome ? outcomeText(brief.outcome) : ''),
  },
  audience: {
    cleared: { audience: null },
    parse: (typed) => ({ audience: parseAudience(typed) }),
    text: (brief) => (brief.audience ? audienceText(brief.audience) : ''),
  },
  arms: {
    cleared: { arms: [] },
    parse: (typed) => ({ arms: parseArms(typed) }),
    text: (brief) => armsText(brief.arms),
  },
  horizon: {
    cleared: { horizonDays: null },
    parse: (typed) => ({ horizonDays: parseHorizon(typed) }),
    text: (brief) => (brief.horizonDays === null ? '' : String(brief.horizonDays)),
  },
  guardrails: {
    cleared: { guardrails: [] },
    parse: (typed, { metrics }) => ({ guardrails: parseGuardrails(typed, metrics) }),
    text: (brief) => guardrailsText(brief.guardrails),
  },
  plan: {
    cleared: { plan: [] },
    parse: (typed, { targets }, form = mentioned(targets)) => ({ plan: parsePlan(typed, form) }),
    text: (brief, targets) => planText(brief.plan, targets),
  },
  exposures: {
    cleared: { exposures: null },
    parse: (typed, { exposures }) => ({ exposures: parseExposures(typed, exposures) }),
    text: (brief) => brief.exposures ?? '',
  },
}

/** One field as typed; nothing and `none` clear it. Throws a Refusal that shows what was seen and the form. */
export function parseBriefValue(
  field: TextField,
  typed: string,
  declared: Declared,
  plan?: PlanForm,
): BriefPatch {
  const { cleared, parse } = FIELDS[field]
  const empty = isBlank(typed)
  if (cleared && (empty || /^none$/i.test(bare(typed)))) return cleared
  if (empty) throw new Refusal('invalid', `A campaign has a ${field}. ${fieldForm(field, declared)}`)
  return parse(typed, declared, plan)
}

/** One field of a brief as `parseBriefValue` reads it back; empty where nothing is set. */
export function briefValueText(
  field: TextField,
  brief: Brief,
  { targets }: Pick<Declared, 'targets'> = { targets: [] },
): string {
  return FIELDS[field].text(brief, targets)
}

const DAYS_ALONE = new RegExp(`^${NUMBER}$`)
/** Of the units that make days. */
const DAYS = { d: 1, w: 7, h: 1 / 24 } as const

/** Days: `14`, `14 days`, `2 weeks`, `48h`. */
export function parseHorizon(typed: string): number {
  const line = tidyLine(bare(typed))
  const length = readLength(DAYS_ALONE.test(line) ? `${line} days` : line)
  const unit = length?.unit
  if (unit === 'mo' || unit === 'wd')
    throw unreadable('a horizon', typed, `A horizon is counted in days that are all as long. ${HORIZON_FORM}`)
  const days = length && (unit === 'd' || unit === 'w' || unit === 'h') ? length.count * DAYS[unit] : 0
  if (Number.isInteger(days) && days >= 1 && days <= LONGEST_HORIZON) return days
  throw unreadable('a horizon', typed, HORIZON_FORM)
}

function parseExposures(typed: string, declared: Declared['exposures']): string {
  const name = plainSigns(typed)
    .replace(/[\s`*"'“”‘’]+/g, ' ')
    .trim()
  if (/^[\w.-]{1,60}$/.test(name)) return name
  throw unreadable('an exposure query', typed, exposuresForm(declared))
}
