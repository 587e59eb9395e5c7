/** A ledger in sentences. Names are as they were typed: whoever prints escapes them. */
import {
  formatNumber,
  formatPoints,
  formatRelative,
  formatSigned,
  formatSignedPercent,
} from '../text/numbers.ts'
import type { Calibration } from './calibration.ts'
import type { DecisionTimes } from './decisions.ts'
import type { FlightTimes } from './flights.ts'
import type { Ledger, MetricLine } from './ledger.ts'
import type { LedgerRow } from './ledger-row.ts'
import { quarterWords } from './quarter.ts'
import type { TeamCalibration } from './team-calibration.ts'
import type { Share } from './wilson.ts'

/** "3 launches, 2 concluded. 1 of 2 reached the desired outcome (50 %, 95 % 9 … 91 %)." */
export function ledgerLine({ launches, concluded, wins, better }: Ledger): string {
  const done = `${counted(launches, 'launch', 'launches')}, ${concluded} concluded.`
  if (concluded === 0) return `${done} A win rate needs conclusions.`
  const lifts =
    better.of === 0
      ? 'No lift was measured.'
      : `${better.count} of ${better.of} ${better.count === 1 || better.of === 1 ? 'is a proven win' : 'are proven wins'}.`
  return `${done} ${wins.count} of ${wins.of} reached the desired outcome (${shareWords(wins)}). ${lifts}`
}

/** "50 %, 95 % 9 … 91 %" */
function shareWords({ share, low, high }: Share): string {
  const percent = (value: number) => formatNumber(value * 100, 0)
  return `${percent(share ?? 0)} %, 95 % ${percent(low)} … ${percent(high)} %`
}

/** Days. */
const WORTH_SAYING = 0.05

/** "median 3.1 days (1.2 to 9, 3 campaigns); 41 % late tasks: data, 22 % waiting for its date" */
export function flightWords({ n, median, least, most, held }: FlightTimes): string {
  const range = n === 1 ? '1 campaign' : `${daysText(least)} to ${daysText(most)}, ${n} campaigns`
  const by = held
    .filter(({ days, share }) => days >= WORTH_SAYING && share >= 0.005)
    .slice(0, 4)
    .map(({ words, share }) => `${formatNumber(share * 100, 0)} % ${words}`)
  const holds = by.length > 0 ? by.join(', ') : 'nothing held it'
  return `median ${daysText(median)} days (${range}); ${holds}`
}

/** "2 made, median 1.5 days after the verdict (0.9 to 2.1); 1 waits" */
export function decisionWords({ n, median, least, most, waiting }: DecisionTimes): string {
  const waits = waiting === 0 ? '' : `${waiting} ${waiting === 1 ? 'waits' : 'wait'}`
  if (n === 0) return waits
  const range = n === 1 ? '' : ` (${daysText(least)} to ${daysText(most)})`
  const made = `${n} made, ${n === 1 ? '' : 'median '}${daysText(median)} days after the verdict${range}`
  return waits ? `${made}; ${waits}` : made
}

/** The two cells and the interval of a lift: raw, and shrunk beside it. */
export function rowWords({ campaign, concluded, measured, shrunk }: LedgerRow): {
  readonly metric: string
  readonly raw: { readonly lift: string; readonly interval: string } | null
  readonly shrunk: { readonly lift: string; readonly interval: string } | null
  /** "yes", or what it still waits for. */
  readonly reached: string
} {
  const found = campaign.conclusion?.measured
  return {
    metric: measured?.label ?? campaign.brief.outcome?.metric ?? '',
    raw: measured && formatRelative(measured),
    shrunk: shrunk && formatRelative(shrunk),
    reached: !concluded
      ? 'not concluded'
      : `${campaign.conclusion?.reached ?? ''}${found && !found.found ? `; lift not known, since ${found.reason}` : ''}`,
  }
}

/** How the lifts of a metric were shrunk; null where too few are known. */
export function metricWords({ label, known, prior }: MetricLine): string | null {
  if (!prior) return null
  const { mean, meanSe, tau } = prior
  const spread =
    tau === 0
      ? 'chance alone explains how they differ, so all are shrunk to it'
      : `true lifts spread by ${formatPoints(tau, 1)}`
  return `${label}: ${known} campaigns known, on average ${formatSignedPercent(mean, 1)} (± ${formatPoints(1.96 * meanSe, 1)}); ${spread}.`
}

export const WINNERS_CURSE =
  "What is called a win was picked because it looked large, so on average it looks larger than it is (the winner's curse). A shrunk lift is pulled towards the mean of its metric, the more the less exactly it was measured."

/** "The 3 wins measure +9.1 % on average; shrunk, +6.2 %." */
export function selectionWords({ selection }: Ledger): string | null {
  if (!selection) return null
  const { n, measured, shrunk } = selection
  const which = n === 1 ? 'The win measures' : `The ${n} wins measure`
  const mean = n === 1 ? '' : ' on average'
  return `${which} ${formatSignedPercent(measured, 1)}${mean}; shrunk, ${formatSignedPercent(shrunk, 1)}.`
}

/** "growth  6 predictions, 2.1 points too optimistic on average; measured inside 3 of 5 stated ranges (about 3.6 if they were right)". */
export function teamWords({ team, all, quarters }: TeamCalibration): string {
  const over = quarters.length > 1 ? `. By quarter: ${quarters.map(quarterLine).join('; ')}` : ''
  return `${team}: ${calibrationWords(all)}${over}`
}

function quarterLine({ quarter, calibration }: TeamCalibration['quarters'][number]): string {
  const { n, meanError, inRange } = calibration
  const ranges = inRange.of >= FEWEST_RANGES ? `, ${inRange.count} of ${inRange.of} in range` : ''
  return `${quarterWords(quarter)} ${formatSigned((meanError ?? 0) * 100, 1)} points of ${n}${ranges}`
}

/** Of fewer, how many came true says nothing. */
const FEWEST_RANGES = 5

function calibrationWords({ n, meanError, inRange, expectedInRange, inMeasured }: Calibration): string {
  const error = meanError ?? 0
  const side =
    Math.abs(error) < 0.0005
      ? 'on neither side'
      : `${formatPoints(Math.abs(error), 1)} too ${error > 0 ? 'optimistic' : 'cautious'}`
  const ranges =
    inRange.of < FEWEST_RANGES
      ? ''
      : `; measured inside ${inRange.count} of ${counted(inRange.of, 'stated range', 'stated ranges')} (about ${formatNumber(expectedInRange, 1)} if they were right)`
  return `${counted(n, 'prediction', 'predictions')}, on average ${side}; ${inMeasured} inside the measured interval${ranges}`
}

/** "3.1"; whole days from ten on, and 0 for what is shorter than an hour or so. */
export function daysText(days: number): string {
  return formatNumber(days, days >= 9.95 || days < WORTH_SAYING ? 0 : 1)
}

/** "Q1 2026, so far" or "Q4 2025". */
export function ledgerTitle({ quarter, isOver }: Ledger): string {
  return `${quarterWords(quarter)}${isOver ? '' : ', so far'}`
}

function counted(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`
}
