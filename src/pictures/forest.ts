/** A forest plot: one row an estimate, its point and interval, on one axis with zero. */
import { formatSignedPercent } from '../domain/text/numbers.ts'
import { type Range, rangeOf, ticksOf, within } from './axis.ts'
import { type Frame, framed, TOP } from './frame.ts'
import type { Ends, Picture, Spread, Tone } from './picture.ts'
import { BOLDER, COLOUR, EDGE, lineAt, SIZE, TONES, textAt, WIDTH } from './style.ts'
import { clipTo, widthOf } from './text.ts'

/** A whole line that names what the rows below it are of; `aside` stands right of it. */
interface Heading {
  readonly is: 'heading'
  readonly label: string
  readonly aside: string
}

/** `label`: left of the plot. `said`: the lift in words. `mark`: the lift that is wanted, or the worst allowed. */
interface Row {
  readonly is: 'row'
  readonly label: string
  readonly spread: Spread
  readonly said: string
  readonly word: string
  readonly tone: Tone
  readonly mark: number | null
}

/** A row that has no lift says why. */
interface Words {
  readonly is: 'words'
  readonly label: string
  readonly words: string
}

export interface Forest extends Frame {
  readonly lines: readonly (Heading | Row | Words)[]
}

const HEIGHT = { heading: 28, row: 22, words: 22 } as const
const AXIS = 22
const LABELS = 110
const VALUES = 176
/** What the longest word beside a lift takes: "beyond margin". */
const WORDS = 94
const TICK_ROOM = 52

interface Placed<T> {
  readonly line: T
  /** The middle, from the top of the first line. */
  readonly y: number
}

export function forestPicture(forest: Forest): Picture {
  const { placed, height } = place(forest.lines)
  const rows = placed.filter((each): each is Placed<Row> => each.line.is === 'row')
  const labelled = forest.lines.some((line) => line.is === 'row' && line.label !== '')
  const left = labelled ? EDGE + LABELS : EDGE + 4
  const right = WIDTH - EDGE - VALUES
  const range = rangeOf(
    rows.map(({ line }) => line.spread),
    rows.flatMap(({ line }) => (line.mark === null ? [] : [line.mark])),
  )
  const axis = rows.length > 0 ? AXIS : 0
  const top = TOP + axis
  const cut = rows.some(({ line }) => isCut(line.spread, range))
  const note = cut ? `${forest.note} Arrows: goes on.` : forest.note
  const graphic = [
    ...placed.flatMap((each) => texts(each, top, left, right)),
    ...(rows.length > 0 ? tickLabels(range, left, right) : []),
  ]
  return framed({ ...forest, note }, top + height, {
    graphic,
    ...(rows.length > 0 ? plot(rows, range, { left, right, top, height }) : {}),
  })
}

function place(lines: Forest['lines']) {
  let height = 0
  const placed = lines.map((line) => {
    const y = height + HEIGHT[line.is] / 2 + (line.is === 'heading' ? 3 : 0)
    height += HEIGHT[line.is]
    return { line, y }
  })
  return { placed, height }
}

function texts({ line, y }: Placed<Heading | Row | Words>, top: number, left: number, right: number) {
  const at = top + y
  if (line.is === 'heading') return headingTexts(line, at, at > top + HEIGHT.heading)
  const label = textAt(clipTo(line.label, SIZE.text, LABELS - 8), EDGE, at)
  if (line.is === 'words') {
    const from = line.label === '' ? EDGE : left
    return [label, textAt(clipTo(line.words, SIZE.small, WIDTH - EDGE - from), from, at, QUIET)]
  }
  const word = { align: 'right', size: SIZE.small, fill: COLOUR.text } as const
  return [
    label,
    textAt(clipTo(line.said, SIZE.text * BOLDER, VALUES - WORDS), right + 12, at, { bold: true }),
    textAt(line.word, WIDTH - EDGE, at, word),
  ]
}

const QUIET = { size: SIZE.small, fill: COLOUR.quiet } as const

function headingTexts({ label, aside }: Heading, at: number, ruled: boolean) {
  const room = WIDTH - 2 * EDGE
  const said = clipTo(aside, SIZE.small, room * 0.6)
  const left = room - (said === '' ? 0 : widthOf(said, SIZE.small) + 10)
  return [
    ...(ruled ? [lineAt([EDGE, at - 13], [WIDTH - EDGE, at - 13], COLOUR.line)] : []),
    textAt(clipTo(label, SIZE.text * BOLDER, left), EDGE, at, { bold: true }),
    textAt(said, WIDTH - EDGE, at, { ...QUIET, align: 'right' }),
  ]
}

function tickLabels(range: Range, left: number, right: number) {
  const most = Math.max(1, Math.floor((right - left) / TICK_ROOM))
  const x = (value: number) => left + ((value - range.min) / (range.max - range.min)) * (right - left)
  return ticksOf(range, most).map((tick) =>
    textAt(formatSignedPercent(tick), x(tick), TOP + AXIS / 2, { ...QUIET, align: 'center' }),
  )
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly height: number
}

function plot(rows: readonly Placed<Row>[], range: Range, { left, right, top, height }: Box) {
  const points = rows.filter(({ line }) => line.spread.lift >= range.min && line.spread.lift <= range.max)
  const ticks = ticksOf(range, Math.max(1, Math.floor((right - left) / TICK_ROOM)))
  const half = HEIGHT.row / 2
  const lines = [
    // Row by row, so that no line crosses words.
    ...rows.flatMap(({ y }) =>
      ticks.map((tick) => upright(tick, y - half, y + half, tick === 0 ? ZERO : GRID)),
    ),
    ...rows.flatMap(({ line, y }) =>
      line.mark !== null && within(line.mark, range.min, range.max) === line.mark
        ? [upright(line.mark, y - 10, y + 10, MARK)]
        : [],
    ),
    ...rows.map((row) => interval(row, range)),
  ]
  return {
    grid: { left, right: WIDTH - right, top, height },
    xAxis: { type: 'value', ...range, show: false },
    yAxis: { type: 'value', min: 0, max: height, inverse: true, show: false },
    series: [
      {
        type: 'scatter',
        silent: true,
        z: 5,
        data: points.map(({ line, y }) => point(line, y, (right - left) / (range.max - range.min))),
        markLine: { silent: true, z: 3, label: { show: false }, data: lines },
      },
    ],
  }
}

const GRID = { color: COLOUR.line, width: 1, type: 'solid' } as const
const ZERO = { color: COLOUR.zero, width: 1.5, type: 'solid' } as const
const MARK = { color: COLOUR.mark, width: 2.5, type: [3, 2] } as const

function upright(x: number, from: number, to: number, lineStyle: object) {
  return [
    { coord: [x, from], symbol: 'none', lineStyle },
    { coord: [x, to], symbol: 'none' },
  ]
}

const isCut = ({ low, high }: Ends, { min, max }: Range): boolean => low < min || high > max

/** An end that lies beyond the axis is an arrow. One that lies there whole keeps a tenth of the axis to point from. */
function interval({ line: { spread, tone }, y }: Placed<Row>, { min, max }: Range) {
  const stub = (max - min) / 10
  const color = TONES[tone].stroke
  const end = (beyond: boolean, rotate: number) =>
    beyond
      ? { symbol: 'triangle', symbolSize: 8, symbolRotate: rotate }
      : { symbol: 'rect', symbolSize: [9, 2.5] }
  const lineStyle = { color, width: 2.5, type: 'solid' }
  return [
    {
      coord: [within(spread.low, min, max - stub), y],
      ...end(spread.low < min, 90),
      lineStyle,
      itemStyle: { color },
    },
    { coord: [within(spread.high, min + stub, max), y], ...end(spread.high > max, -90) },
  ]
}

/** Smaller where the interval would vanish behind it. */
function point({ spread, tone }: Row, y: number, pixels: number) {
  const { symbol, rotate, fill, stroke } = TONES[tone]
  return {
    value: [spread.lift, y],
    symbol,
    symbolRotate: rotate,
    symbolSize: within(
      ((spread.high - spread.low) * pixels) / 2,
      symbol === 'triangle' ? 9 : 7,
      symbol === 'triangle' ? 13 : 11,
    ),
    itemStyle: { opacity: 1, color: fill, borderColor: stroke, borderWidth: symbol === 'circle' ? 2 : 0 },
  }
}
