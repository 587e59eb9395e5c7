/** The cumulative lift over the days of a campaign, with its band; a panel an arm, all on one scale. */
import { formatSignedPercent } from '../domain/text/numbers.ts'
import { type Range, rangeOf, ticksOf, within } from './axis.ts'
import { type Frame, framed, TOP } from './frame.ts'
import type { Picture, Spread, Tone } from './picture.ts'
import { BOLDER, COLOUR, EDGE, lineAt, SIZE, TONES, textAt, WIDTH } from './style.ts'
import { clipTo, widthOf } from './text.ts'

export interface CoursePoint extends Spread {
  readonly day: number
}

/** `said`: where it stands now, in words. */
export interface Panel {
  readonly label: string
  readonly said: string
  readonly tone: Tone
  /** By day, at least one. */
  readonly points: readonly CoursePoint[]
}

interface Course extends Frame {
  readonly panels: readonly Panel[]
  readonly lastDay: number
  /** The lift that is wanted; null where none is registered. */
  readonly mark: number | null
}

const HEAD = 30
const PLOT = 116
const GAP = 6
const DAYS = 22
const LEFT = EDGE + 52
const RIGHT = WIDTH - EDGE - 10
const TICK_ROOM = 30
const DAY_ROOM = 44

interface Box {
  readonly top: number
  readonly x: (day: number) => number
  readonly y: (lift: number) => number
}

export function coursePicture(course: Course): Picture {
  const { panels, lastDay, mark } = course
  // The newest look decides the scale as much as all before it: the first days are always wide.
  const newest = panels.flatMap(({ points }) => points.slice(-1))
  const range = rangeOf(newest, mark === null ? [] : [mark])
  const days = {
    min: Math.min(1, ...panels.flatMap(({ points }) => points.map(({ day }) => day))),
    max: lastDay,
  }
  const boxes = panels.map((_, i) => boxOf(TOP + i * (HEAD + PLOT + GAP) + HEAD, range, days))
  const bottom = TOP + panels.length * (HEAD + PLOT + GAP) - GAP
  const graphic = panels.flatMap((panel, i) => {
    const box = boxes[i]
    return box ? panelGraphic(panel, box, range, mark) : []
  })
  return framed(course, bottom + DAYS, {
    graphic: [...graphic, ...dayLabels(days, bottom)],
    grid: boxes.map(({ top }) => ({ left: LEFT, right: WIDTH - RIGHT, top, height: PLOT })),
    xAxis: panels.map((_, gridIndex) => ({ gridIndex, type: 'value', ...spanned(days), show: false })),
    yAxis: panels.map((_, gridIndex) => ({ gridIndex, type: 'value', ...range, show: false })),
    series: panels.map(({ points, tone }, i) => ({
      type: 'line',
      xAxisIndex: i,
      yAxisIndex: i,
      silent: true,
      clip: true,
      z: 5,
      symbol: 'circle',
      symbolSize: 6,
      lineStyle: { color: COLOUR.mark, width: 2.5 },
      itemStyle: { color: COLOUR.mark },
      data: points.map(({ day, lift }, n) =>
        n === points.length - 1 ? { value: [day, lift], ...newestLook(tone) } : [day, lift],
      ),
    })),
  })
}

function newestLook(tone: Tone) {
  const { symbol, rotate, fill, stroke } = TONES[tone]
  return {
    symbol,
    symbolRotate: rotate,
    symbolSize: 13,
    itemStyle: { color: fill, borderColor: stroke, borderWidth: symbol === 'circle' ? 2.5 : 0 },
  }
}

/** One day alone has a width as well. */
function spanned({ min, max }: Range): Range {
  return max > min ? { min, max } : { min: min - 1, max: max + 1 }
}

function boxOf(top: number, range: Range, days: Range): Box {
  const { min, max } = spanned(days)
  return {
    top,
    x: (day) => LEFT + ((day - min) / (max - min)) * (RIGHT - LEFT),
    y: (lift) => top + PLOT - ((lift - range.min) / (range.max - range.min)) * PLOT,
  }
}

function panelGraphic({ label, said, points }: Panel, box: Box, range: Range, mark: number | null) {
  const room = WIDTH - 2 * EDGE
  const words = clipTo(said, SIZE.small, room * 0.7)
  const head = box.top - HEAD / 2
  const left = room - widthOf(words, SIZE.small) - 10
  return [
    textAt(clipTo(label, SIZE.text * BOLDER, left), EDGE, head, { bold: true }),
    textAt(words, WIDTH - EDGE, head, { size: SIZE.small, align: 'right' }),
    ...ticksOf(range, Math.floor(PLOT / TICK_ROOM)).flatMap((tick) => [
      lineAt([LEFT, box.y(tick)], [RIGHT, box.y(tick)], tick === 0 ? COLOUR.zero : COLOUR.line),
      textAt(formatSignedPercent(tick), LEFT - 8, box.y(tick), { ...QUIET, align: 'right' }),
    ]),
    band(points, box, range),
    ...(mark !== null && within(mark, range.min, range.max) === mark ? [dashes(box.y(mark))] : []),
  ]
}

const QUIET = { size: SIZE.small, fill: COLOUR.quiet } as const

/** Cut at the edges of the panel; a single day is a bar. */
function band(points: readonly CoursePoint[], { x, y }: Box, { min, max }: Range) {
  const wide = points.length === 1 ? 3 : 0
  const edge = (end: 'low' | 'high') =>
    points.flatMap((point) =>
      (wide ? [-wide, wide] : [0]).map((off) => [x(point.day) + off, y(within(point[end], min, max))]),
    )
  return {
    type: 'polygon',
    silent: true,
    z: -10,
    shape: { points: [...edge('high'), ...edge('low').reverse()] },
    style: { fill: COLOUR.band },
  }
}

function dashes(at: number) {
  return {
    type: 'line',
    silent: true,
    z: 1,
    shape: { x1: LEFT, y1: at, x2: RIGHT, y2: at },
    style: { stroke: COLOUR.mark, lineWidth: 1.5, lineDash: [4, 3] },
  }
}

function dayLabels(days: Range, bottom: number) {
  const { x } = boxOf(0, { min: 0, max: 1 }, days)
  const whole = ticksOf(spanned(days), Math.floor((RIGHT - LEFT) / DAY_ROOM)).filter(
    (day) => Number.isInteger(day) && day >= days.min && day <= days.max,
  )
  const label = (day: number) => textAt(`day ${day}`, x(day), bottom + 13, { ...QUIET, align: 'center' })
  return (whole.length > 0 ? whole : [days.max]).map(label)
}
