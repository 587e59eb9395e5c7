/** The picture of one look: the lift of every metric in every arm, and its words for those who can't see it. */
import { dayWords } from '../domain/readout/words.ts'
import { altOf, type Statement } from './alt-text.ts'
import { type Forest, forestPicture } from './forest.ts'
import { type Estimate, type Look, type Measured, measuredOf } from './of-readout.ts'
import type { Picture } from './picture.ts'
import { drawable } from './text.ts'

/** More rows than this are said to be left out; the table of the digest has them. */
const MOST_ROWS = 30

/** Null where there is no metric to show. */
export function liftsPicture(look: Look, campaign: string): Picture | null {
  const shown = measuredOf(look)
  if (shown.length === 0) return null
  return forestPicture(forestOf(look, shown, campaign))
}

function forestOf(look: Look, all: readonly Measured[], campaign: string): Forest {
  const { arms } = look
  const control = drawable(arms[0]?.name ?? '', 'the control')
  const alone = arms.length === 2 ? drawable(arms[1]?.name ?? '', 'Arm 1') : null
  const kept = fitting(all)
  const left = all.length - kept.length
  return {
    name: 'lifts',
    title: alone ? `Lift in ${alone} against ${control}` : `Lift against ${control}`,
    subtitle: `${drawable(campaign, 'Campaign')}, ${dayWords(look)}`,
    lines: kept.flatMap((measured, i) => linesOf(measured, i, look)),
    note: [
      ...(hasLifts(look) ? ['Bars: the intervals that decide.', ...dashes(kept)] : []),
      ...(left > 0 ? [`${left} more of the ${all.length} metrics did not fit.`] : []),
    ].join(' '),
  }
}

const spreadsOf = (all: readonly Measured[]) =>
  all.flatMap(({ estimates }) => estimates.flatMap(({ spread }) => (spread ? [spread] : [])))

/** Whether there is any interval to draw; what can't be computed is said by the table as well. */
export function hasLifts(look: Look): boolean {
  return spreadsOf(measuredOf(look)).length > 0
}

function dashes(all: readonly Measured[]): string[] {
  const marked = all.filter(({ mark }) => mark !== null).map(({ isGuardrail }) => isGuardrail)
  const said = [
    ...(marked.includes(false) ? ['the lift wanted'] : []),
    ...(marked.includes(true) ? ['the worst allowed'] : []),
  ]
  return said.length > 0 ? [`Dashes: ${said.join(', or ')}.`] : []
}

/** Whole metrics, as many as have room. */
function fitting(all: readonly Measured[]): readonly Measured[] {
  let rows = 0
  const end = all.findIndex(({ estimates }, i) => {
    rows += Math.max(1, estimates.length)
    return rows > MOST_ROWS && i > 0
  })
  return end < 0 ? all : all.slice(0, end)
}

function linesOf(measured: Measured, i: number, { arms }: Look): Forest['lines'] {
  const heading = {
    is: 'heading',
    label: drawable(measured.label, `Metric ${i + 1}`),
    aside: drawable(measured.aside, ''),
  } as const
  const alone = arms.length === 2
  const nothing = { is: 'words', label: '', words: measured.failure ?? 'not compared' } as const
  const rows = measured.estimates.map((estimate, arm) =>
    rowOf(estimate, alone ? '' : drawable(estimate.arm, `Arm ${arm + 1}`), measured.mark),
  )
  return [heading, ...(rows.length > 0 ? rows : [nothing])]
}

function rowOf({ spread, said, words, tone }: Estimate, label: string, mark: number | null) {
  return spread
    ? ({ is: 'row', label, spread, said, word: words, tone, mark } as const)
    : ({ is: 'words', label, words: drawable(words, 'not computable') } as const)
}

/** What the picture shows, what was found first. */
export function liftsAlt(look: Look): string {
  const { arms } = look
  const metrics = measuredOf(look)
  const found = metrics.flatMap((metric) => statementsOf(metric, arms.length === 2))
  return altOf(`Lifts against ${arms[0]?.name ?? 'the control'} on ${dayWords(look)}.`, found)
}

function statementsOf({ label, failure, estimates }: Measured, alone: boolean): Statement[] {
  if (failure) return [{ tone: 'none', words: `${label} ${failure}` }]
  return estimates.map(({ arm, spread, said, interval, words, tone }) => {
    const what = alone ? label : `${label} in ${arm}`
    return spread
      ? { tone, words: `${what} ${said} (${interval}), ${words}` }
      : { tone: tone === 'unclear' ? 'none' : tone, words: `${what} ${words}` }
  })
}
