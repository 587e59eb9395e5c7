/** A quarter's ledger as a file: one line a campaign. */
import { type Cell, csv } from '../text/csv.ts'
import { FLIGHTS, type Journey } from './journey.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerRow } from './ledger-row.ts'
import { quarterText } from './quarter.ts'
import { scoresOf } from './score.ts'

type Column = readonly [name: string, of: (row: LedgerRow, ledger: Ledger) => Cell]

/** Lifts are fractions, days are days of 24 hours, instants are UTC. What was predicted is there once it was scored. */
const COLUMNS: readonly Column[] = [
  ['quarter', (_row, { quarter }) => quarterText(quarter)],
  ['campaign', ({ campaign }) => campaign.key],
  ['name', ({ campaign }) => campaign.brief.name],
  ['kind', ({ campaign }) => campaign.brief.kind],
  ['launched_in_quarter', ({ launched }) => (launched ? 'yes' : 'no')],
  ['live_at', ({ campaign }) => campaign.liveAt],
  ['concluded_at', ({ campaign, concluded }) => (concluded ? campaign.endedAt : null)],
  ['outcome_reached', (row) => conclusionOf(row)?.reached ?? null],
  ['growth', (row) => conclusionOf(row)?.growth ?? null],
  ['metric', ({ measured, campaign }) => measured?.metric ?? campaign.brief.outcome?.metric ?? null],
  ['better_is', ({ measured, campaign }) => measured?.direction ?? campaign.brief.outcome?.direction ?? null],
  ['arm', ({ measured }) => measured?.arm ?? null],
  ['best_of_arms', ({ measured }) => measured?.of ?? null],
  ['lift', ({ measured }) => measured?.lift ?? null],
  ['lift_se', ({ measured }) => measured?.se ?? null],
  ['lift_low', ({ measured }) => measured?.low ?? null],
  ['lift_high', ({ measured }) => measured?.high ?? null],
  ['lift_read_at', ({ measured }) => measured?.readAt ?? null],
  ['not_measured', (row) => reasonOf(row)],
  ['shrunk_lift', ({ shrunk }) => shrunk?.lift ?? null],
  ['shrunk_low', ({ shrunk }) => shrunk?.low ?? null],
  ['shrunk_high', ({ shrunk }) => shrunk?.high ?? null],
  ['towards_mean', ({ shrunk }) => shrunk?.towardsMean ?? null],
  [
    'campaigns_of_metric',
    ({ measured }, { metrics }) => metrics.find(({ metric }) => metric === measured?.metric)?.known ?? null,
  ],
  ...FLIGHTS.flatMap((flight): Column[] => [
    [`days_${flight.replace('-', '_')}`, ({ journey }) => rounded(journey.days[flight])],
    [`held_${flight.replace('-', '_')}`, ({ journey }) => heldBy(journey, flight)],
  ]),
  ['days_to_decision', ({ decisionDays }) => decisionWords(decisionDays)],
  ...(['growth', 'data'] as const).flatMap((team): Column[] => [
    [`predicted_${team}`, (row) => scoreOf(row, team)?.prediction.lift ?? null],
    [`predicted_${team}_low`, (row) => scoreOf(row, team)?.prediction.low ?? null],
    [`predicted_${team}_high`, (row) => scoreOf(row, team)?.prediction.high ?? null],
    [`error_${team}`, (row) => scoreOf(row, team)?.error ?? null],
  ]),
]

export function ledgerCsv(ledger: Ledger): string {
  return csv(
    COLUMNS.map(([name]) => name),
    ledger.rows.map((row) => COLUMNS.map(([, of]) => of(row, ledger))),
  )
}

function conclusionOf({ campaign, concluded }: LedgerRow) {
  return concluded ? campaign.conclusion : null
}

function reasonOf(row: LedgerRow): string | null {
  if (!row.concluded || row.measured) return null
  const measured = conclusionOf(row)?.measured
  return measured && !measured.found ? measured.reason : 'concluded before lifts were kept'
}

function scoreOf({ campaign, concluded }: LedgerRow, team: 'growth' | 'data') {
  return concluded ? scoresOf(campaign).find(({ prediction }) => prediction.team === team) : undefined
}

/** "late tasks: data (2.5 d); approval: growth (1 d)". */
function heldBy({ held }: Journey, flight: (typeof FLIGHTS)[number]): string | null {
  const said = held[flight].map(({ words, days }) => `${words} (${rounded(days)} d)`)
  return said.length === 0 ? null : said.join('; ')
}

/** "0.9", or "0.9; 2.1" where it was asked more than once. */
function decisionWords(days: readonly number[]): string | null {
  return days.length === 0 ? null : days.map((each) => `${rounded(each)}`).join('; ')
}

function rounded(days: number): number {
  return Math.round(days * 100) / 100
}
