import { Refusal } from '../../refusal.ts'
import type { Audience, Brief } from '../state/brief.ts'
import { readLength } from '../text/typed-length.ts'
import { AMOUNT, NUMBER, readWhole } from '../text/typed-number.ts'
import { tidyLine, unreadable, withinLength } from '../text/typed-value.ts'
import { bare, isBlank, plainSigns } from '../text/visible.ts'
import { ARMS_FORM, armsText, parseArms } from './arm-values.ts'
import type { BriefPatch } from './brief.ts'
import {
  GUARDRAILS_FORM,
  guardrailsText,
  type Measured,
  OUTCOME_FORM,
  outcomeText,
  parseGuardrails,
  parseOutcome,
} from './metric-values.ts'
import { PLAN_FORM, type PlanForm, parsePlan, planText } from './plan-values.ts'

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
const LONGEST_AUDIENCE = 500
const LONGEST_HORIZON = 365
const LARGEST_AUDIENCE = 1e10

const AUDIENCE_FORM =
  'Write who they are and how many: `Lapsed 90 days, EU size:42610`; the size may be left out.'
const HORIZON_FORM = 'Write days or weeks: `14`, `14 days` or `2 weeks`, up to a year.'
const EXPOSURES_FORM = 'Write the name of one exposure query of stairway.yaml, or `none`.'

/** How each field is typed, with examples. */
export const FIELD_FORMS: Readonly<Record<TextField, string>> = {
  name: 'Write what people call it, in up to 150 characters.',
  hypothesis: 'Write what should happen, and why: `A reminder by e-mail brings lapsed customers back`.',
  outcome: OUTCOME_FORM,
  audience: AUDIENCE_FORM,
  arms: ARMS_FORM,
  horizon: HORIZON_FORM,
  guardrails: GUARDRAILS_FORM,
  plan: PLAN_FORM,
  exposures: EXPOSURES_FORM,
}

interface Field {
  /** The patch with nothing in the field; null for a field that is never empty. */
  readonly cleared: BriefPatch | null
  readonly parse: (typed: string, metrics: readonly Measured[], plan?: PlanForm) => BriefPatch
  /** The value as `parse` reads it back; empty where there is none. */
  readonly text: (brief: Brief) => string
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
    parse: (typed, metrics) => ({ outcome: parseOutcome(typed, metrics) }),
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
    parse: (typed, metrics) => ({ guardrails: parseGuardrails(typed, metrics) }),
    text: (brief) => guardrailsText(brief.guardrails),
  },
  plan: {
    cleared: { plan: [] },
    parse: (typed, _metrics, form) => ({ plan: parsePlan(typed, form) }),
    text: (brief) => planText(brief.plan),
  },
  exposures: {
    cleared: { exposures: null },
    parse: (typed) => ({ exposures: parseExposures(typed) }),
    text: (brief) => brief.exposures ?? '',
  },
}

/** One field as typed; nothing and `none` clear it. Throws a Refusal that shows what was seen and the form. */
export function parseBriefValue(
  field: TextField,
  typed: string,
  metrics: readonly Measured[],
  plan?: PlanForm,
): BriefPatch {
  const { cleared, parse } = FIELDS[field]
  const empty = isBlank(typed)
  if (cleared && (empty || /^none$/i.test(bare(typed)))) return cleared
  if (empty) throw new Refusal('invalid', `A campaign has a ${field}. ${FIELD_FORMS[field]}`)
  return parse(typed, metrics, plan)
}

/** One field of a brief as `parseBriefValue` reads it back; empty where nothing is set. */
export function briefValueText(field: TextField, brief: Brief): string {
  return FIELDS[field].text(brief)
}

const SIZE = new RegExp(String.raw`(?:^|\s)size[:=] ?(${AMOUNT})(?=\s|$)`, 'iu')
/** `EU customers, 12.000 people`: behind a comma at the end it is nobody's words. */
const SIZE_SPOKEN = new RegExp(String.raw`^(.*\S), ?(${AMOUNT}) (?:people|persons|customers|users)\.?$`, 'iu')
/** Amid the words nobody knows where a number with spaces ends. */
const SIZE_APART = /(?:^|\s)size[:=] ?\S*\d \d/i
/** What makes another number of the one before it: thousands in other languages, a share, the rest of a range. */
const SIZE_GOES_ON =
  /^ ?(?:[-–—+%±/]|(?:percent|per cent|pct|to|or|bis|lakhs?|crores?|cr|hundred|dozen|tsd|tausend|mil|mille|millones|mrd|milliarden?|b|t|trillion)(?![\p{L}\p{N}]))/iu

/** `Lapsed 90 days, EU size:42 610`. */
export function parseAudience(typed: string): Audience {
  const spoken = tidyLine(typed)
  const line = SIZE.test(spoken) ? spoken : spoken.replace(SIZE_SPOKEN, '$1 size:$2')
  const found = SIZE.exec(line)
  if (!found && /(?:^|\s)size[:=]/i.test(line)) throw unreadable('an audience', typed, AUDIENCE_FORM)
  if (found && !line.endsWith(found[0]) && SIZE_APART.test(line))
    throw unreadable('an audience', typed, `Write the size last, or without spaces. ${AUDIENCE_FORM}`)
  if (found && SIZE_GOES_ON.test(line.slice(found.index + found[0].length)))
    throw unreadable('an audience', typed, `Write the size in digits. ${AUDIENCE_FORM}`)
  const words = withinLength(
    'audience',
    tidyLine(found ? line.replace(found[0], ' ') : line),
    LONGEST_AUDIENCE,
  )
  if (isBlank(words)) throw unreadable('an audience', typed, `Who are they? ${AUDIENCE_FORM}`)
  return { words, size: found?.[1] === undefined ? null : readSize(found[1], typed) }
}

function readSize(digits: string, typed: string): number {
  const size = readWhole(digits)
  if (size !== null && size >= 1 && size <= LARGEST_AUDIENCE) return size
  throw unreadable('an audience', typed, `The size is a whole number of people. ${AUDIENCE_FORM}`)
}

function audienceText({ words, size }: Audience): string {
  return size === null ? words : `${words} size:${size}`
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

function parseExposures(typed: string): string {
  const name = plainSigns(typed)
    .replace(/[\s`*"'“”‘’]+/g, ' ')
    .trim()
  if (/^[\w.-]{1,60}$/.test(name)) return name
  throw unreadable('an exposure query', typed, EXPOSURES_FORM)
}
