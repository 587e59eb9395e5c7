/** The picture of one look: the lift of every metric in every arm, and its words for those who can't see it. */
import { dayWords } from '../domain/readout/words.ts'
import { altOf, type Statement } from './alt-text.ts'
import { type Forest, forestPicture } from './forest.ts'
import { type Estimate, type Look, type Measured, measuredOf } from './of-readout.ts'
import type { Picture } from './picture.ts'
import { drawable } from './text.ts'

/** Logical pixels: 316 wide, as a phone shows it, it is no taller than 240. The table of the digest has the rest. */
const TALLEST = 334

/** What decides stays: goals, then guardrails, then what decides nothing. */
const IMPORTANCE = { goal: 0, guardrail: 1, secondary: 2 } as const

/** Null where there is no metric to show. */
export function liftsPicture(look: Look, campaign: string): Picture | null {
  const all = measuredOf(look)
  if (all.length === 0) return null
  const drawn = choices(all).map((kept) => forestPicture(forestOf(look, kept, all, campaign)))
  return drawn.find(({ height }) => height <= TALLEST) ?? drawn.at(-1) ?? null
}

/** From all to less and less: metrics go first, then arms of the only one that is left. */
function choices(all: readonly Measured[]): (readonly Measured[])[] {
  const ranked = all.toSorted((a, b) => IMPORTANCE[a.role] - IMPORTANCE[b.role])
  const fewer = all.map((_, gone) => {
    const kept = new Set(ranked.slice(0, all.length - gone))
    return all.filter((each) => kept.has(each))
  })
  const [first] = ranked
  const arms = first?.estimates
    .slice(1)
    .map((_, gone) => [{ ...first, estimates: first.estimates.slice(0, first.estimates.length - gone - 1) }])
  return [...fewer, ...(arms ?? [])]
}

function forestOf(look: Look, kept: readonly Measured[], all: readonly Measured[], campaign: string): Forest {
  const { arms } = look
  const control = drawable(arms[0]?.name ?? '', 'the control')
  const alone = arms.length === 2 ? drawable(arms[1]?.name ?? '', 'Arm 1') : null
  return {
    name: 'lifts',
    title: alone ? `Lift in ${alone} against ${control}` : `Lift against ${control}`,
    subtitle: `${drawable(campaign, 'Campaign')}, ${dayWords(look)}`,
    lines: kept.flatMap((measured) => linesOf(measured, all, look)),
    note: [
      ...(hasLifts(look) ? ['Bars: the intervals that decide.', ...dashes(kept)] : []),
      ...leftWords(kept, all),
    ].join(' '),
  }
}

function leftWords(kept: readonly Measured[], all: readonly Measured[]): string[] {
  const metrics = all.length - kept.length
  const before = all.find(({ name }) => name === kept[0]?.name)?.estimates.length ?? 0
  const arms = before - (kept[0]?.estimates.length ?? 0)
  const said = [
    ...(metrics > 0 ? [`${metrics} more of ${all.length} metrics`] : []),
    ...(arms > 0 ? [`${arms} more arms`] : []),
  ]
  return said.length > 0 ? [`${said.join(', ')}: in the table.`] : []
}

const spreadsOf = (all: readonly Measured[]) =>
  all.flatMap(({ estimates }) => estimates.flatMap(({ spread }) => (spread ? [spread] : [])))

/** Whether there is any interval to draw; what can't be computed is said by the table as well. */
export function hasLifts(look: Look): boolean {
  return spreadsOf(measuredOf(look)).length > 0
}

function dashes(all: readonly Measured[]): string[] {
  const marked = all.filter(({ mark }) => mark !== null).map(({ role }) => role === 'guardrail')
  const said = [
    ...(marked.includes(false) ? ['the lift wanted'] : []),
    ...(marked.includes(true) ? ['the worst allowed'] : []),
  ]
  return said.length > 0 ? [`Dashes: ${said.join(', or ')}.`] : []
}

function linesOf(measured: Measured, all: readonly Measured[], { arms }: Look): Forest['lines'] {
  const place = all.findIndex(({ name }) => name === measured.name) + 1
  const heading = {
    is: 'heading',
    label: drawable(measured.label, `Metric ${place}`),
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
