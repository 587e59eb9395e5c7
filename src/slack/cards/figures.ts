import type { DigestPicture } from '../../domain/digest/picture.ts'
import type { ArmValue, MeasuredMetric, MetricReadout, Readout } from '../../domain/readout/readout.ts'
import { liftsHidden, splitP, strayWords } from '../../domain/readout/validity.ts'
import { formatCount, formatNumber, formatP, formatPercent, formatValue } from '../../domain/text/numbers.ts'
import type { KitBlock } from '../kit/blocks.ts'
import { image, note } from '../kit/blocks.ts'
import { chart } from '../kit/chart.ts'
import { bold, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { table } from '../kit/table.ts'
import { clip } from '../kit/text.ts'
import { liftCells, liftWords, ownWords, unitOf } from './lift-figures.ts'
import { count, packed, short } from './parts.ts'

/** One row of a readout, twice: as a line of text and as the cells of the table; and what its look alone would give. */
interface Figure {
  readonly line: Mrkdwn
  readonly cells: readonly string[]
  readonly own: readonly Mrkdwn[]
}

/** Characters that figures may take in a message of 10,000, table and text together. */
const ROOM = 5_000
const ARM_ROOM = 60
const LABEL_ROOM = 60
const CHARTED_ARMS = 4
const CHARTED_METRICS = 6

export interface Figures {
  /** Native table and chart, and the same numbers as text for readers and surfaces without them. */
  readonly blocks: readonly KitBlock[]
  readonly text: Mrkdwn
}

/**
 * Every number of a readout that fits, dropped from the end with a line that says how many. Where the look can't be
 * trusted nothing but its people is shown. The native chart has no intervals: it stands only where no picture does,
 * be it among those that are shown `here` or elsewhere.
 */
export function figures(
  readout: Readout,
  pictures: readonly DigestPicture[] = [],
  here: readonly DigestPicture[] = pictures,
): Figures {
  const two = readout.arms.length === 2
  const all = rowsOf(readout)
  const kept = fitting(all)
  const fewer =
    kept.length < all.length
      ? [md`Of ${all.length} rows of figures the first ${kept.length} fit; fewer arms or metrics show all.`]
      : []
  const own = kept.flatMap((row) => row.own)
  const said = [
    peopleLine(readout),
    ...fewer,
    ...kept.map(({ line }) => line),
    ...(own.length > 0 ? [md`${bold('Of this one look: not to decide by')}`, ...own] : []),
  ]
  const shown = table(two ? pairColumns(readout) : COLUMNS, [
    ...kept.map(({ cells }) => cells),
    ...(two ? [peopleCells(readout)] : []),
  ])
  const drawn = liftsHidden(readout) ? [] : here.flatMap(pictureBlock)
  const native = liftsHidden(readout) || pictures.some(isReady) ? null : liftChart(readout)
  return {
    blocks: [
      ...(shown && kept.length > 0 ? [shown] : []),
      ...drawn,
      ...(native ? [native] : []),
      ...packed(said, 1_900).map((text) => note(text)),
    ],
    text: lines(...said),
  }
}

function rowsOf(readout: Readout): Figure[] {
  const shown = liftsHidden(readout) ? readout.metrics.filter(({ measured }) => !measured) : readout.metrics
  return shown.flatMap((metric) =>
    readout.arms.length === 2 ? [pairRow(metric, readout)] : metricRows(metric),
  )
}

export function pictureBlock({ state, fileId, alt }: DigestPicture): KitBlock[] {
  return state === 'ready' && fileId !== null ? [image(fileId, alt)] : []
}

const isReady = (picture: DigestPicture) => pictureBlock(picture).length > 0

/** At least one row, then as many as have room. */
function fitting(rows: readonly Figure[]): readonly Figure[] {
  let room = ROOM
  const end = rows.findIndex(({ line, cells }, i) => {
    room -= line.source.length + cells.join('').length
    return room < 0 && i > 0
  })
  return end < 0 ? rows : rows.slice(0, end)
}

const COLUMNS = [
  { label: 'Metric' },
  { label: 'Arm' },
  { label: 'Value', align: 'right' },
  { label: 'Lift', align: 'right' },
  { label: 'Decides', align: 'right' },
] as const

/** A row for each arm; the first one of a metric carries its name. */
function metricRows(metric: MetricReadout): Figure[] {
  const label = clip(metric.label, LABEL_ROOM)
  if (!metric.measured)
    return [{ line: failureLine(metric), cells: [label, '', 'not measured', '', ''], own: [] }]
  return metric.values.map((value, i) => {
    const comparison = i > 0 ? (metric.comparisons[i - 1] ?? null) : null
    const head = i === 0 ? md`${bold(short(label, LABEL_ROOM))}  ` : ''
    const lift = comparison ? md`: ${liftWords(metric, comparison)}` : ''
    const own = comparison && ownWords(metric, comparison)
    const whose = md`${short(label, LABEL_ROOM)} in ${short(value.arm, ARM_ROOM)}`
    return {
      line: md`${head}${valueWords(metric, value)}${lift}`,
      cells: [label, clip(value.arm, ARM_ROOM), valueCell(metric, value), ...liftCells(metric, comparison)],
      own: own ? [md`${whose}  ${own}`] : [],
    }
  })
}

function pairColumns({ arms }: Readout) {
  const [control, treatment] = arms.map(({ name }) => clip(name, ARM_ROOM))
  return [
    { label: 'Metric' },
    { label: control ?? '', align: 'right' },
    { label: treatment ?? '', align: 'right' },
    ...COLUMNS.slice(3),
  ] as const
}

/** Two arms stand side by side, one row a metric. */
function pairRow(metric: MetricReadout, { arms }: Readout): Figure {
  const label = clip(metric.label, LABEL_ROOM)
  if (!metric.measured)
    return { line: failureLine(metric), cells: [label, 'not measured', '', '', ''], own: [] }
  const rows = metricRows(metric)
  const line = joinMd(
    rows.map((row) => row.line),
    ' · ',
  )
  const values = arms.map((_, i) => {
    const value = metric.values[i]
    return value ? valueCell(metric, value) : ''
  })
  const cells = [label, ...values, ...liftCells(metric, metric.comparisons[0] ?? null)]
  return { line, cells, own: rows.flatMap(({ own }) => own) }
}

function peopleCells({ arms, sampleRatio }: Readout): string[] {
  return ['People', ...arms.map(({ users }) => formatCount(users)), '', splitWords(sampleRatio, false)]
}

function failureLine(metric: Extract<MetricReadout, { measured: false }>): Mrkdwn {
  return md`${bold(short(metric.label, LABEL_ROOM))}  not measured: ${short(metric.failure, 300)}`
}

/** "No E-Mail 0.57261 % (122 of 21 306)": exact enough to be checked in a notebook. */
function valueWords(metric: MeasuredMetric, arm: ArmValue): Mrkdwn {
  const name = short(arm.arm, ARM_ROOM)
  if (arm.value === null || arm.sum === null) return md`${name} no value yet (n ${formatCount(arm.n)})`
  return md`${name} ${exactValue(metric, arm.value)} (${groundWords(metric, arm)})`
}

/** The sums that a value and its interval rest on. */
function groundWords({ kind, cap, unit }: MeasuredMetric, arm: ArmValue): string {
  const { n, sum, sumSquares, denominator, outlier, waiting } = arm
  const beside = [
    waiting ? `${formatCount(waiting)} still in their window` : null,
    outlier ? `one person is ${formatPercent(outlier, 0)} of it` : null,
    cap ? `cut at ${formatValue('mean', cap.value, unit)}` : null,
  ].flatMap((each) => (each ? [`, ${each}`] : []))
  if (kind === 'proportion') return `${formatCount(sum ?? 0)} of ${formatCount(n)}${beside.join('')}`
  const squares = sumSquares === null ? '' : `, squares ${formatNumber(sumSquares, 4)}`
  const over = denominator === undefined ? ' in all' : ` over ${formatNumber(denominator, 2)}`
  return `${formatNumber(sum ?? 0, 2)}${over}${squares}, n ${formatCount(n)}${beside.join('')}`
}

/** Six digits or so, where the table shows three. */
function exactValue(metric: MeasuredMetric, value: number): string {
  const shown = metric.kind === 'proportion' ? value * 100 : value
  const whole = Math.max(1, Math.floor(Math.log10(Math.max(1, Math.abs(shown)))) + 1)
  const digits = formatNumber(shown, Math.max(0, 6 - whole))
  const unit = metric.kind === 'proportion' ? '%' : unitOf(metric)
  return unit ? `${digits}\u00a0${unit}` : digits
}

const valueCell = (metric: MeasuredMetric, { value }: ArmValue): string =>
  value === null ? '' : shownValue(metric, value)

const shownValue = (metric: MeasuredMetric, value: number): string =>
  formatValue(metric.kind, value, unitOf(metric))

/** "People  No E-Mail 21 306 · Mens E-Mail 21 307 · split as planned (p = 0.99)". */
function peopleLine({ arms, sampleRatio, duplicates, strays }: Readout): Mrkdwn {
  const named = arms.slice(0, 12).map(({ name, users }) => md`${short(name, ARM_ROOM)} ${formatCount(users)}`)
  const rest = arms.slice(12)
  const others = rest.reduce((sum, { users }) => sum + users, 0)
  const parts = [
    ...named,
    rest.length > 0 && `${count(rest.length, 'more arm')} with ${formatCount(others)}`,
    splitWords(sampleRatio, true),
    duplicates > 0 && `${formatCount(duplicates)} seen in several arms and left out`,
    strays.length > 0 && md`not planned and left out: ${short(strayWords({ strays }), ARM_ROOM * 3)}`,
  ]
  return md`${bold('People')}  ${joinMd(parts, ' · ')}`
}

function splitWords(split: Readout['sampleRatio'], withP: boolean): string {
  if (!split.checked) return 'too few people to check the split'
  const words = split.healthy ? 'split as planned' : 'split is off'
  return withP ? `${words} (${formatP(splitP(split))})` : words
}

/** Relative lifts against the control: a group a metric, a bar an arm. */
function liftChart(readout: Readout): KitBlock | null {
  const metrics = readout.metrics
    .filter((metric): metric is MeasuredMetric => metric.measured && metric.comparisons.length > 0)
    .slice(0, CHARTED_METRICS)
  const treatments = readout.arms.slice(1, 1 + CHARTED_ARMS)
  const more = readout.arms.length - 1 > CHARTED_ARMS ? `, first ${CHARTED_ARMS} arms` : ''
  return chart({
    title: `Lift against the control, %${more}`,
    kind: 'bar',
    categories: metrics.map(({ label }) => label),
    series: treatments.map(({ name }, i) => ({ name, values: metrics.map((metric) => charted(metric, i)) })),
  })
}

function charted(metric: MeasuredMetric, arm: number): number {
  const relative = metric.comparisons[arm]?.relative
  return relative?.computable ? Math.round(relative.lift * 1_000) / 10 : Number.NaN
}
