import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ChartBlock } from './kit.ts'
import { numberWords, ticks, wrapped } from './scale.ts'

const HEIGHT = 226
const LEFT = 52
const TOP = 10
const LETTER = 6.6

/** Where values and categories lie in the drawing, in pixels. */
interface Frame {
  readonly width: number
  readonly steps: readonly number[]
  readonly y: (value: number) => number
  /** The middle of a category. */
  readonly x: (category: number) => number
  readonly band: number
  /** Where the names of the categories begin. */
  readonly floor: number
}

type Shape = ChartBlock['chart']

const lettersIn = (band: number) => Math.floor(band / LETTER)

function frameOf({ type, series, axis_config: { categories } }: Shape, width: number): Frame {
  const values = series.flatMap(({ data }) => data.map(({ value }) => value))
  const steps = ticks(values, type !== 'line', 4)
  const [low = 0, high = 1] = [steps[0], steps.at(-1)]
  const band = (width - LEFT) / Math.max(categories.length, 1)
  const tall = type === 'bar' && categories.some((name) => wrapped(name, lettersIn(band)).length > 1)
  const floor = HEIGHT - (tall ? 40 : 26)
  return {
    width,
    steps,
    band,
    floor,
    x: (category) => LEFT + band * (category + 0.5),
    y: (value) => TOP + (floor - TOP) * (1 - (value - low) / (high - low)),
  }
}

/** Slack's native chart as a drawing, with its numbers as a table for those who hear the page. */
export function Chart({ block }: { block: ChartBlock }) {
  const box = useRef<HTMLElement>(null)
  const [width, setWidth] = useState(480)
  useLayoutEffect(() => {
    if (!box.current) return
    const watch = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width))
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  const { title, chart } = block
  const frame = frameOf(chart, width)
  return (
    <figure class="chart" ref={box}>
      <figcaption>{title}</figcaption>
      {chart.series.length > 1 && <Legend of={chart} />}
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`${title}: ${chart.type} chart, its numbers follow`}
      >
        <Grid frame={frame} />
        {chart.series.map(({ name, data }, s) => {
          const values = data.map(({ value }) => value)
          return chart.type === 'bar' ? (
            <Bars key={name} values={values} at={s} of={chart.series.length} frame={frame} />
          ) : (
            <Curve key={name} values={values} at={s} area={chart.type === 'area'} frame={frame} />
          )
        })}
        <Categories of={chart} frame={frame} />
      </svg>
      <AxisWords of={chart} />
      <Numbers title={title} of={chart} />
    </figure>
  )
}

function Legend({ of }: { of: Shape }) {
  return (
    <ul class="legend">
      {of.series.map(({ name }, s) => (
        <li key={name}>
          <span class={`swatch series-${s % 6}`} />
          {name}
        </li>
      ))}
    </ul>
  )
}

function Grid({ frame: { steps, y, width } }: { frame: Frame }) {
  return (
    <g>
      {steps.map((step) => (
        <g key={step}>
          <line class={step === 0 ? 'zero' : 'grid'} x1={LEFT} x2={width} y1={y(step)} y2={y(step)} />
          <text x={LEFT - 8} y={y(step) + 4} text-anchor="end">
            {numberWords(step)}
          </text>
        </g>
      ))}
    </g>
  )
}

interface SeriesProps {
  readonly values: readonly number[]
  readonly at: number
  readonly frame: Frame
}

function Bars({ values, at, of, frame: { x, y, band, steps } }: SeriesProps & { of: number }) {
  const width = Math.min((band * 0.7) / of, 40)
  const base = y(Math.max(0, steps[0] ?? 0))
  return (
    <g class={`series-${at % 6}`}>
      {values.map((value, i) => {
        const top = Math.min(y(value), base)
        const left = x(i) + (at - of / 2) * width
        return (
          <rect key={i} x={left + 1} y={top} width={width - 2} height={Math.abs(y(value) - base)} rx="2">
            <title>{numberWords(value)}</title>
          </rect>
        )
      })}
    </g>
  )
}

function Curve({ values, at, area, frame: { x, y, steps } }: SeriesProps & { area: boolean }) {
  const points = values.map((value, i) => `${x(i)},${y(value)}`)
  const base = y(Math.max(0, steps[0] ?? 0))
  const ground = area ? `M${x(0)},${base} L${points.join(' ')} L${x(values.length - 1)},${base} Z` : null
  return (
    <g class={`series-${at % 6}`}>
      {ground && <path class="ground" d={ground} />}
      <polyline points={points.join(' ')} />
      {values.map((value, i) => (
        <circle key={i} cx={x(i)} cy={y(value)} r="3">
          <title>{numberWords(value)}</title>
        </circle>
      ))}
    </g>
  )
}

/** Every bar has its name, on two lines where it is long; along a line as many as have room. */
function Categories({
  of: { type, axis_config: axis },
  frame: { x, band, floor },
}: {
  of: Shape
  frame: Frame
}) {
  const longest = Math.max(...axis.categories.map(({ length }) => length)) * LETTER + 10
  const every = type === 'bar' ? 1 : Math.max(1, Math.ceil(longest / band))
  const linesOf = (name: string) => (type === 'bar' ? wrapped(name, lettersIn(band)) : [name])
  return (
    <g>
      {axis.categories.map((name, i) =>
        i % every === 0 ? (
          <text key={name} y={floor + 18} text-anchor="middle">
            {linesOf(name).map((line, l) => (
              <tspan key={line} x={x(i)} dy={l * 15}>
                {line}
              </tspan>
            ))}
          </text>
        ) : null,
      )}
    </g>
  )
}

function AxisWords({ of: { axis_config: axis } }: { of: Shape }) {
  const words = [axis.y_label, axis.x_label && `by ${axis.x_label}`].filter(Boolean)
  return words.length > 0 ? <small class="axis">{words.join(', ')}</small> : null
}

function Numbers({ title, of: { series, axis_config: axis } }: { title: string; of: Shape }) {
  return (
    <table class="unseen">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{axis.x_label ?? 'Category'}</th>
          {series.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {axis.categories.map((category, i) => (
          <tr key={category}>
            <th scope="row">{category}</th>
            {series.map(({ name, data }) => (
              <td key={name}>{numberWords(data[i]?.value ?? 0)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
