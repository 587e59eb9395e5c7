/** A guardrail beyond its margin: told once, whoever sees it first, and stopped by where that was approved. */

import type { UserId } from '../people.ts'
import { beyondWords } from '../readout/beyond.ts'
import type { Crossing, Ground } from '../readout/pieces.ts'
import type { ArmComparison, MeasuredMetric, Readout, ShownLift } from '../readout/readout.ts'
import { problemWords, validityProblems } from '../readout/validity.ts'
import { decidingEnds } from '../readout/words.ts'
import type { Guardrail } from '../state/brief.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import type { ArmSeen, Breach, Harm, Watcher } from '../state/incidents.ts'
import { approvedBy } from '../state/requests.ts'
import { isOut } from '../state/stage.ts'
import { formatAbsolute, formatCount, formatRelative, formatValue } from '../text/numbers.ts'

/** Guardrails whose whole always-valid interval is beyond the margin: never those of a fixed interval. */
export function breachesIn(readout: Readout): Breach[] {
  return readout.metrics.flatMap((metric) =>
    metric.measured && metric.role === 'guardrail'
      ? metric.comparisons
          .filter(({ harmed }) => harmed === true)
          .map((comparison) => breachOf(metric, comparison))
      : [],
  )
}

/** The events of harm that is new, and the stop where it was approved; none where all was told. */
export function harmEvents(
  { campaign }: Pick<CampaignState, 'campaign'>,
  readout: Readout | null,
  by: Watcher,
  now: Date,
): CampaignEvent[] {
  const { stage, harms, key } = campaign
  const found = readout ? breachesIn(readout) : []
  if (!readout || found.length === 0 || !isOut({ stage })) return []
  const told = new Set(harms.flatMap((harm) => harm.found.map(identity)))
  const fresh = found.filter((each) => !told.has(identity(each)))
  const problems = validityProblems(readout)
  const stops =
    problems.length === 0 && found.some(({ metric }) => stopsOn(campaign.brief.guardrails, metric))
  if (fresh.length === 0 && !stops) return []
  const harm: Harm = {
    n: harms.length + 1,
    at: now,
    by,
    day: readout.day,
    found: stops ? found : fresh,
    problems: problems.map((problem) => problemWords(problem, readout)),
    stops,
  }
  const event: CampaignEvent = { kind: 'harm_found', harm }
  if (!stops) return [event]
  const words = `${harmWords(harm)} ${key} was approved with "stop on harm".`
  return [event, { kind: 'stopped', words, undoes: true, asked: true }]
}

/** What looks after it have to know; harm on data with a fault settles nothing. */
export function harmCrossings(harms: readonly Harm[]): Crossing[] {
  return harms
    .filter(({ problems }) => problems.length === 0)
    .flatMap(({ found, day }) =>
      found.map(({ metric, control, treatment }): Crossing => {
        const on = { control: groundOf(control), treatment: groundOf(treatment) }
        const rests =
          on.control && on.treatment ? { on: { control: on.control, treatment: on.treatment } } : {}
        return { arm: treatment.arm, metric, kind: 'harm', day, ...rests }
      }),
    )
}

function groundOf({ n, sum, sumSquares }: ArmSeen): Ground | null {
  return sum === undefined || sumSquares === undefined ? null : { n, sum, sumSquares }
}

function stopsOn(guardrails: readonly Guardrail[], metric: string): boolean {
  return guardrails.some((guardrail) => guardrail.metric === metric && guardrail.stopOnHarm === true)
}

/** Owner and those who approved it, each once. */
export function toldOfHarm({ campaign, request }: CampaignState): UserId[] {
  return [...new Set([campaign.owner, ...approvedBy(request)])]
}

/** `Unsubscribe is 1.9 points higher in mail; 0.5 was allowed.` */
export function harmWords({ found }: Pick<Harm, 'found'>): string {
  return found.map((breach) => `${breachWords(breach)}.`).join(' ')
}

function breachWords({ kind, unit, label, treatment: { arm }, lift, margin }: Breach): string {
  return beyondWords({ kind, unit, label, arm, lift, margin: margin ?? null })
}

/** `control 0.20 % (n 5 000) · mail 1.20 % (n 5 000): +1.00 points, 95 % +0.52 … +1.48 points at any number of looks`. */
export function evidenceWords({ kind, unit, control, treatment, lift }: Breach): string {
  const arms = [control, treatment].map(
    ({ arm, n, value }) =>
      `${arm} ${value === null ? 'no value' : formatValue(kind, value, unit)} (n ${formatCount(n)})`,
  )
  if (!lift) return arms.join(' · ')
  const text = lift.scale === 'relative' ? formatRelative(lift) : formatAbsolute(kind, lift, unit)
  return `${arms.join(' · ')}: ${text.lift}, 95 % ${text.interval}, at any number of looks`
}

function identity({ metric, treatment }: Breach): string {
  return JSON.stringify([metric, treatment.arm])
}

function breachOf(metric: MeasuredMetric, comparison: ArmComparison): Breach {
  const { name, label, kind, unit, margin } = metric
  const [control, treatment] = [metric.values[0]?.arm ?? '', comparison.arm]
  const { everybody } = comparison
  return {
    ...{ metric: name, label, kind, unit, ...(margin ? { margin } : {}) },
    control: everybody ? { arm: control, ...everybody.control } : armSeen(metric, control),
    treatment: everybody ? { arm: treatment, ...everybody.treatment } : armSeen(metric, treatment),
    lift: liftOf(everybody ?? comparison, margin?.unit ?? 'absolute'),
  }
}

function armSeen({ values }: MeasuredMetric, arm: string): ArmSeen {
  const { n = 0, value = null, sum = null, sumSquares = null } = values.find((each) => each.arm === arm) ?? {}
  return { arm, n, value, ...(sum === null || sumSquares === null ? {} : { sum, sumSquares }) }
}

/** On the scale of the margin; where that can't be shown, on the other one. */
function liftOf(
  { relative, absolute }: Pick<ArmComparison, 'relative' | 'absolute'>,
  scale: 'relative' | 'absolute',
): Breach['lift'] {
  const shown = { relative, absolute }
  const other = scale === 'relative' ? 'absolute' : 'relative'
  return deciding(shown[scale], scale) ?? deciding(shown[other], other)
}

function deciding(lift: ShownLift, scale: 'relative' | 'absolute'): Breach['lift'] {
  const ends = lift.computable ? decidingEnds(lift) : null
  return lift.computable && ends ? { scale, lift: lift.lift, ...ends } : null
}
