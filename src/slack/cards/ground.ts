import { peopleSince, turnsSince } from '../../domain/readout/changes.ts'
import type { GuardrailState } from '../../domain/readout/pieces.ts'
import type { ArmComparison, MeasuredMetric, MetricReadout, Readout } from '../../domain/readout/readout.ts'
import { liftsHidden, people } from '../../domain/readout/validity.ts'
import { dayWords, marginAllowed } from '../../domain/readout/words.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import { formatAbsolute, formatCount, formatSigned, formatSignedPercent } from '../../domain/text/numbers.ts'
import { bold, joinMd, type Mrkdwn, md, unbroken } from '../kit/mrkdwn.ts'
import { sinceWords } from '../kit/words.ts'
import { short } from './parts.ts'

/** What stands under a verdict: whose it is, its guardrails, its people, and what is new. */

const GUARDRAILS = 2
const TURNS = 2

/** A readout, and the last one that people were sent before it. */
export interface Seen {
  readonly readout: Readout
  readonly at: Date
  readonly before: { readonly readout: Readout; readonly at: Date } | null
}

/** Brief: without what the verdict says of harm, and without a split that is as planned. `*Spring win-back*, day 14 of 21 · unsubscribe within +0.5 points · 10 670 people, split as planned · since Friday +173`. */
export function groundLine(campaign: Campaign, seen: Seen, brief = false): Mrkdwn {
  const { readout } = seen
  const guarded = liftsHidden(readout) ? [] : guardrailsOf(readout, brief)
  const all = brief ? everybody(readout) : peopleLine(readout)
  const parts = [dayLine(campaign, readout), ...guarded, all, sinceLine(campaign, seen)]
  return unbroken(joinMd(parts, ' · '))
}

/** The same where nothing is new. */
export function sameLine(campaign: Campaign, seen: Seen): Mrkdwn {
  return joinMd([dayLine(campaign, seen.readout), everybody(seen.readout), sinceLine(campaign, seen)], ' · ')
}

/** `*Spring win-back*, day 14 of 21`. */
function dayLine({ brief }: Campaign, readout: Readout): Mrkdwn {
  return md`${bold(short(brief.name, 80))}, ${dayWords(readout)}`
}

function guardrailsOf({ metrics }: Readout, brief: boolean): Mrkdwn[] {
  const guards = metrics
    .filter(({ role }) => role === 'guardrail')
    .filter((each) => !brief || !isBeyond(each))
  const said = guards.slice(0, GUARDRAILS).map((metric) => short(guardrailWords(metric), 80))
  const more = guards.length - said.length
  return more > 0 ? [...said, md`${more} more guardrails below`] : said
}

const isBeyond = (metric: MetricReadout) =>
  metric.measured && metric.comparisons.some(({ guardrail }) => guardrail === 'beyond margin')

const WORST: readonly GuardrailState[] = ['beyond margin', 'not measured', 'not proven', 'within margin']

/** Of the arm that is worst: `unsubscribe within +0.5 points`, `unsubscribe +1.9 points, +0.5 points allowed`. */
function guardrailWords(metric: MetricReadout): string {
  const label = metric.label.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase())
  const allowed = marginAllowed(metric)
  if (!metric.measured) return `${label} not measured`
  const found = WORST.flatMap((state) => metric.comparisons.filter(({ guardrail }) => guardrail === state))[0]
  const within = allowed ? `within ${allowed}` : 'no worse'
  switch (found?.guardrail) {
    case 'within margin':
      return `${label} ${within}`
    case 'beyond margin':
      return `${label} ${liftAsAllowed(metric, found) ?? 'worse'}, ${allowed ?? 'nothing worse'} allowed`
    case 'not proven':
      return `${label} not proven ${within}`
    default:
      return `${label} not measured`
  }
}

/** On the scale of the margin, as it was registered. */
function liftAsAllowed(metric: MeasuredMetric, { relative, absolute }: ArmComparison): string | null {
  const shown = metric.margin?.unit === 'relative' ? relative : absolute
  if (!shown.computable) return null
  if (metric.margin?.unit === 'relative') return formatSignedPercent(shown.lift, 1)
  if (metric.kind === 'proportion') return `${formatSigned(shown.lift * 100, 1)} points`
  return formatAbsolute(metric.kind, shown, metric.unit).lift
}

const everybody = (readout: Readout) => `${formatCount(people(readout))} people`

function peopleLine(readout: Readout): string {
  const { sampleRatio } = readout
  const split = sampleRatio.healthy ? 'split as planned' : 'split off'
  return `${everybody(readout)}${sampleRatio.checked ? `, ${split}` : ''}`
}

/** `since Friday +173, Visit is measured again`; null before there is anything to compare. */
function sinceLine({ digest }: Campaign, { readout, at, before }: Seen): Mrkdwn | null {
  if (!before) return null
  const when = sinceWords(before.at, at, digest?.schedule.zone ?? 'UTC')
  const more = peopleSince(before.readout, readout) ?? 'nobody new'
  const turns = turnsSince(before.readout, readout).slice(0, TURNS)
  return md`since ${when} ${joinMd([more, ...turns.map((turn) => short(turn, 90))], ', ')}`
}
