/** The lines as tables of Markdown. */
import { type Aim, missed } from './aims.ts'
import { estimateOf, type Mark, shippedBy, type Tally } from './figures.ts'
import { markdown, percent } from './markdown.ts'
import type { MetricSetting, Setting } from './setting.ts'
import { meanOf } from './values.ts'

export interface Line {
  readonly setting: Setting
  readonly tally: Tally
}

interface Column {
  readonly head: string
  readonly cell: (line: Line) => string
}

const AIMS: Column = {
  head: 'aims',
  cell: ({ setting, tally }) => {
    const misses = missed(tally, setting.aims)
    return misses.length > 0 ? misses.map(({ aim, came }) => missWords(aim, came)).join(', ') : '✓'
  },
}

const NAME: Column = { head: '', cell: ({ setting }) => setting.name }
const RUNS: Column = { head: 'runs', cell: ({ tally }) => String(tally.runs) }
const HARM: Column = { head: 'harm', cell: ({ tally }) => share(tally, 'harm') }
const SPLIT: Column = { head: 'split', cell: ({ tally }) => share(tally, 'split') }
const HELD: Column = {
  head: 'held abs / rel',
  cell: ({ tally }) => `${share(tally, 'absolute')} / ${share(tally, 'relative')}`,
}

const WITHOUT: readonly Column[] = [
  NAME,
  RUNS,
  { head: 'found', cell: ({ tally }) => share(tally, 'found') },
  { head: 'better / worse', cell: ({ tally }) => `${share(tally, 'better')} / ${share(tally, 'worse')}` },
  { head: 'shipped', cell: ({ tally }) => share(tally, 'shipped') },
  HARM,
  { head: 'within', cell: ({ tally }) => share(tally, 'within') },
  HELD,
  SPLIT,
  AIMS,
]

const WITH: readonly Column[] = [
  NAME,
  RUNS,
  { head: 'shipped', cell: ({ tally }) => share(tally, 'shipped') },
  { head: 'stopped', cell: ({ tally }) => parts(tally, ['futile', 'harmed']) },
  { head: 'other', cell: ({ tally }) => parts(tally, ['redesign', 'iterate', 'running']) },
  { head: 'day', cell: ({ tally }) => estimateOf(tally, 'day')?.mean.toFixed(1) ?? '' },
  { head: '80 % shipped by', cell: ({ tally }) => String(shippedBy(tally, 0.8) ?? '–') },
  { head: 'lift at ship (true), held', cell: liftWords },
  HARM,
  HELD,
  SPLIT,
  AIMS,
]

const SEVERAL: readonly Column[] = [
  NAME,
  { head: 'one shipped while others run on', cell: ({ tally }) => share(tally, 'others running') },
  { head: 'one shipped that is not the best', cell: ({ tally }) => share(tally, 'not the best') },
]

export const withoutTable = (lines: readonly Line[]): string => table(WITHOUT, lines)
export const withTable = (lines: readonly Line[]): string => table(WITH, lines)
export const severalTable = (lines: readonly Line[]): string => table(SEVERAL, lines)

function table(columns: readonly Column[], lines: readonly Line[]): string {
  return markdown(
    columns.map(({ head }) => head),
    lines.map((line) => columns.map(({ cell }) => cell(line))),
  )
}

/** In per cent. */
function share(tally: Tally, mark: Mark): string {
  const came = estimateOf(tally, mark)
  return came ? percent(came.mean) : '–'
}

/** Those that are not zero, by name. */
function parts(tally: Tally, marks: readonly Mark[]): string {
  const some = marks.flatMap((mark) => {
    const came = estimateOf(tally, mark)?.mean ?? 0
    return came > 0 ? [`${percent(came)} ${mark}`] : []
  })
  return some.join(', ') || '0'
}

function liftWords({ setting, tally }: Line): string {
  const lift = estimateOf(tally, 'lift')
  if (!lift) return '–'
  return `${signed(lift.mean)} (${truths(setting)}), ${share(tally, 'holds')}`
}

function truths({ metrics }: Setting): string {
  const [goal] = metrics
  return [...new Set(goal ? liftsOf(goal) : [])].join(', ')
}

function liftsOf({ values: [control, ...treatments] }: MetricSetting): string[] {
  return control ? treatments.map((each) => signed(meanOf(each) / meanOf(control) - 1, 0)) : []
}

function missWords(aim: Aim, came: number): string {
  const wanted = 'most' in aim ? `> ${percent(aim.most)}` : `< ${percent(aim.least)}`
  return `**${aim.mark} ${percent(came)} ${wanted}**`
}

function signed(of: number, decimals = 1): string {
  const rounded = (of * 100).toFixed(decimals)
  return of >= 0 ? `+${rounded}` : rounded.replace('-', '−')
}
