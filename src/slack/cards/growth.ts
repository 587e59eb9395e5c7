import { FLIGHTS } from '../../domain/growth/journey.ts'
import type { Ledger } from '../../domain/growth/ledger.ts'
import type { LedgerRow } from '../../domain/growth/ledger-row.ts'
import {
  daysText,
  decisionWords,
  flightWords,
  ledgerLine,
  ledgerTitle,
  metricWords,
  rowWords,
  selectionWords,
  teamWords,
  WINNERS_CURSE,
} from '../../domain/growth/ledger-words.ts'
import { type Quarter, quarterBefore, quarterText, quarterWords } from '../../domain/growth/quarter.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, type KitBlock, note, section } from '../kit/blocks.ts'
import { fitParts, MESSAGE } from '../kit/fit.ts'
import { bold, code, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { table } from '../kit/table.ts'
import { clip } from '../kit/text.ts'
import { CLICK } from './buttons.ts'
import type { Look } from './look.ts'
import { keyLink, packed, short } from './parts.ts'

/** Rows that are said in words too; the table and the file have all of them. */
const SAID = 12
const ROOM = 60

const COLUMNS = [
  { label: 'Campaign', wrap: true },
  { label: 'Metric' },
  { label: 'Measured', align: 'right' },
  { label: '95 %', align: 'right' },
  { label: 'Shrunk', align: 'right' },
  { label: '95 %', align: 'right' },
  { label: 'Reached' },
  { label: 'Days', align: 'right' },
] as const

/** `/campaign growth`: what a quarter's campaigns brought. `sent` is said in place of the button that sends the files. */
export function growthMessage(ledger: Ledger, look: Look, sent: string | null = null): Message {
  const title = md`${bold(md`Growth, ${ledgerTitle(ledger)}`)}`
  const head = lines(title, ledgerLine(ledger))
  if (ledger.rows.length === 0)
    return message({
      text: lines(title, md`Nothing was launched or concluded in it.`, quarterBeforeLine(ledger)),
    })
  const rows = ledger.rows.slice(0, SAID).map((row) => rowLine(row, look))
  const left = ledger.rows.length - rows.length
  const more = left > 0 ? [md`and ${left} more in the table and in the file`] : []
  const parts = [...flightLines(ledger), ...decisionLine(ledger), ...liftLines(ledger), ...teamLines(ledger)]
  const inFile = () => note(md`More did not fit here: the file has everything.`)
  const droppable = (blocks: readonly KitBlock[]) => ({ items: blocks.map((block) => [block]), more: inFile })
  return message({
    text: lines(sent, head, ...parts, ...rows, ...more),
    blocks: fitParts(
      [
        section(head),
        table(COLUMNS, ledger.rows.map(cells)),
        droppable(packed(parts, 1_900).map((text) => section(text))),
        sent ? section(sent) : actions([sendButton(ledger)]),
        droppable(packed([...rows, ...more], 1_900).map((text) => note(text))),
        note(joinMd([asOf(ledger), quarterBeforeLine(ledger)], ' ')),
      ],
      MESSAGE,
    ),
  })
}

/** What is said where the files are on their way. */
export function ledgerComing(quarter: Quarter): string {
  return `Picture and CSV of ${quarterWords(quarter)} come to your messages with Stairway.`
}

/** Files can't stand in a private answer, so they come by direct message. */
const sendButton = ({ quarter }: Ledger) =>
  button({
    text: 'Send me picture and CSV',
    actionId: CLICK.sendLedger,
    value: buttonValue(quarter),
    readAs: `Send me picture and CSV of ${quarterWords(quarter)}`,
  })

function cells(row: LedgerRow): string[] {
  const { metric, raw, shrunk, reached } = rowWords(row)
  return [
    `${clip(row.campaign.brief.name, ROOM)} (${row.campaign.key})`,
    clip(metric, ROOM),
    raw?.lift ?? '',
    raw?.interval ?? '',
    shrunk?.lift ?? '',
    shrunk?.interval ?? '',
    clip(reached, ROOM),
    FLIGHTS.map((flight) => daysText(row.journey.days[flight])).join(' + '),
  ]
}

/** "winback  Purchase +8.1 % (95 % …), shrunk +6.0 % (95 % …) · reached yes · days 3.1 + 1.0 + 14". */
function rowLine(row: LedgerRow, look: Look): Mrkdwn {
  const { metric, raw, shrunk, reached } = rowWords(row)
  const lift = raw && md`${short(metric, ROOM)} ${raw.lift} (95 % ${raw.interval})`
  const pulled = shrunk && md`shrunk ${shrunk.lift} (95 % ${shrunk.interval})`
  const days = FLIGHTS.map((flight) => daysText(row.journey.days[flight])).join(' + ')
  const facts = [lift && joinMd([lift, pulled], ', '), md`reached: ${short(reached, 200)}`, md`days ${days}`]
  return md`${keyLink(row.campaign.key, look)}  ${joinMd(facts, ' · ')}`
}

function flightLines({ flights }: Ledger): Mrkdwn[] {
  return flights.map(
    (times) =>
      md`${bold(times.flight.replace(/^./, (letter) => letter.toUpperCase()))}  ${short(flightWords(times), 500)}`,
  )
}

function decisionLine({ decisions }: Ledger): Mrkdwn[] {
  return decisions ? [md`${bold('Decisions')}  ${decisionWords(decisions)}`] : []
}

function liftLines(ledger: Ledger): Mrkdwn[] {
  const { metrics } = ledger
  if (metrics.length === 0) return []
  const known = metrics.flatMap((metric) => metricWords(metric) ?? [])
  if (known.length === 0) return []
  const said = known.slice(0, 6).map((words) => short(words, 400))
  const more = known.length > 6 ? [md`and ${known.length - 6} more metrics`] : []
  const curse = metrics.some(({ prior }) => prior !== null)
    ? [md`${joinMd([selectionWords(ledger), WINNERS_CURSE], ' ')}`]
    : []
  return [bold('Lifts'), ...said, ...more, ...curse]
}

function teamLines({ teams }: Ledger): Mrkdwn[] {
  return teams.length === 0
    ? []
    : [bold('Predictions'), ...teams.map((team) => md`${short(teamWords(team), 700)}`)]
}

function asOf({ until, isOver }: Ledger): Mrkdwn {
  return isOver ? md`Counted to the end of the quarter.` : md`Counted up to now, ${dateToken(until)}.`
}

function quarterBeforeLine({ quarter }: Ledger): Mrkdwn {
  return md`The one before: ${code(`/campaign growth ${quarterText(quarterBefore(quarter))}`)}`
}

/** What stands above the files. */
export function sentLedgerWords(ledger: Ledger): Mrkdwn {
  const title = md`${bold(md`Growth, ${ledgerTitle(ledger)}`)}`
  return lines(
    title,
    ledgerLine(ledger),
    md`The CSV has a line for each campaign: lifts as fractions, days, predictions that were scored.`,
  )
}
