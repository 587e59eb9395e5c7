/** What a quarter's campaigns brought: launches, wins, days in each flight, measured and shrunk lifts, predictions. */

import type { Campaign } from '../state/campaign.ts'
import type { RecordedEvent } from '../state/events.ts'
import type { MeasuredLift } from '../state/growth.ts'
import { type DecisionTimes, decisionDays, decisionTimes } from './decisions.ts'
import { type FlightTimes, flightTimes } from './flights.ts'
import { journeyOf } from './journey.ts'
import type { LedgerRow } from './ledger-row.ts'
import { isBetter } from './measured.ts'
import type { Quarter } from './quarter.ts'
import type { Scored } from './score.ts'
import { type Prior, priorOf, shrink } from './shrinkage.ts'
import { type TeamCalibration, teamCalibrations } from './team-calibration.ts'
import { type Share, wilson } from './wilson.ts'

/** What a campaign adds to what is known of its metric and its teams. */
export interface Known extends Scored {
  readonly endedAt: Date | null
}

interface LedgerFacts {
  readonly quarter: Quarter
  /** IANA zone by whose clocks quarters begin. */
  readonly zone: string
  readonly from: Date
  readonly to: Date
  readonly now: Date
  /** The campaigns of the workspace that went live or were concluded from `from` to `to`. */
  readonly campaigns: readonly Campaign[]
  /** Of every campaign that was concluded before `to` and measured a lift, the oldest first. */
  readonly known: readonly Known[]
  /** By id, those of the quarter's campaigns. */
  readonly histories: ReadonlyMap<number, readonly RecordedEvent[]>
}

export interface MetricLine {
  readonly metric: string
  readonly label: string
  /** Concluded campaigns of the metric with a measured lift, up to the quarter's end. */
  readonly known: number
  /** Null with fewer than three. */
  readonly prior: Prior | null
}

export interface Ledger {
  readonly quarter: Quarter
  /** What it covers so far: the quarter's end, or now. */
  readonly until: Date
  readonly isOver: boolean
  readonly launches: number
  readonly concluded: number
  /** Of those concluded, the ones whose desired outcome was reached. */
  readonly wins: Share
  /** Of those with a measured lift, the ones whose whole interval is better. */
  readonly better: Share
  readonly flights: readonly FlightTimes[]
  /** Null where no verdict asked for a decision. */
  readonly decisions: DecisionTimes | null
  readonly metrics: readonly MetricLine[]
  /** Newest launch first. */
  readonly rows: readonly LedgerRow[]
  readonly selection: Selection | null
  readonly teams: readonly TeamCalibration[]
}

/** Of the wins: how large they look on average, and how large they are once shrunk. Improvement upwards, fractions. */
interface Selection {
  readonly n: number
  readonly measured: number
  readonly shrunk: number
}

function isLaunchedIn({ liveAt }: Campaign, from: Date, to: Date): boolean {
  return liveAt !== null && from <= liveAt && liveAt < to
}

function isConcludedIn({ stage, endedAt }: Campaign, from: Date, to: Date): boolean {
  return stage === 'concluded' && endedAt !== null && from <= endedAt && endedAt < to
}

export function ledgerOf(facts: LedgerFacts): Ledger {
  const { quarter, to, now, campaigns } = facts
  const until = new Date(Math.min(now.getTime(), to.getTime()))
  const known = facts.known.filter(({ endedAt }) => endedAt !== null && endedAt < to)
  const metrics = metricLines(known)
  const rows = campaigns
    .map((campaign) => rowOf(campaign, facts, until, metrics))
    .sort((a, b) => startOf(b) - startOf(a))
  const concluded = rows.filter((row) => row.concluded)
  const measured = concluded.flatMap((row) => row.measured ?? [])
  return {
    quarter,
    until,
    isOver: now >= to,
    launches: rows.filter((row) => row.launched).length,
    concluded: concluded.length,
    wins: wilson(concluded.filter(isWin).length, concluded.length),
    better: wilson(measured.filter(isBetter).length, measured.length),
    flights: flightTimes(rows),
    decisions: decisionTimes(
      rows.map(({ campaign }) => campaign),
      until,
    ),
    metrics: metrics.filter(({ metric }) => measured.some((each) => each.metric === metric)),
    rows,
    selection: selectionOf(concluded),
    teams: teamCalibrations(known, quarter, facts.zone),
  }
}

function rowOf(
  campaign: Campaign,
  { from, to, histories }: LedgerFacts,
  until: Date,
  metrics: readonly MetricLine[],
): LedgerRow {
  const concluded = isConcludedIn(campaign, from, to)
  const measured = concluded ? measuredOf(campaign) : null
  const prior = metrics.find(({ metric }) => metric === measured?.metric)?.prior
  return {
    campaign,
    launched: isLaunchedIn(campaign, from, to),
    concluded,
    measured,
    shrunk: measured && prior ? shrink(measured, prior) : null,
    decisionDays: decisionDays(campaign, until),
    journey: journeyOf(histories.get(campaign.id) ?? [], campaign.id, until),
  }
}

function metricLines(known: readonly Known[]): MetricLine[] {
  const all = known.flatMap((each) => measuredOf(each) ?? [])
  return [...new Set(all.map(({ metric }) => metric))].map((metric) => {
    const lifts = all.filter((each) => each.metric === metric)
    return { metric, label: lifts.at(-1)?.label ?? metric, known: lifts.length, prior: priorOf(lifts) }
  })
}

function selectionOf(concluded: readonly LedgerRow[]): Selection | null {
  const won = concluded.flatMap((row) => {
    const { measured, shrunk } = row
    if (!isWin(row) || !measured || !shrunk) return []
    const sign = measured.direction === 'up' ? 1 : -1
    return [{ measured: sign * measured.lift, shrunk: sign * shrunk.lift }]
  })
  if (won.length === 0) return null
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    n: won.length,
    measured: mean(won.map((each) => each.measured)),
    shrunk: mean(won.map((each) => each.shrunk)),
  }
}

function isWin({ campaign }: LedgerRow): boolean {
  return campaign.conclusion?.reached === 'yes'
}

function measuredOf({ conclusion }: Pick<Known, 'conclusion'>): MeasuredLift | null {
  return conclusion?.measured?.found ? conclusion.measured : null
}

function startOf({ campaign }: LedgerRow): number {
  return (campaign.liveAt ?? campaign.createdAt).getTime()
}
