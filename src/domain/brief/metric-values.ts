import { Refusal } from '../../refusal.ts'
import type { Outcome } from '../state/brief.ts'
import { misreadWords } from '../text/misread.ts'
import { AMOUNT, percentText, readNumber } from '../text/typed-number.ts'
import { tidyLine, unreadable } from '../text/typed-value.ts'
import { plainSigns } from '../text/visible.ts'
import { type Called, spokenOutcome } from './spoken.ts'

/** How an outcome is typed, by metrics that there are. */
export function outcomeForm(metrics: readonly Called[]): string {
  const goal = metrics.find(({ direction }) => direction === 'up') ?? metrics[0]
  const beside = metrics.find((metric) => metric !== goal)
  const example = `${goal?.name ?? '<metric>'} ${goal?.direction ?? 'up'} 8%`
  const also = beside
    ? `; what is watched beside it comes after also: \`${example} also ${beside.name}\``
    : ''
  return `Write a metric, up or down, and the least change worth having: \`${example}\`${also}.`
}

const MOST_SECONDARY = 10
export const METRIC = String.raw`[\p{L}\p{N}_.-]{1,60}`
const UNIT = '%|points?|pts?|pp'
const OUTCOME = new RegExp(
  `^(${METRIC}) (?:(up|down)(?: ?([+-]?)(${AMOUNT}) ?(${UNIT}))?|([+-])(${AMOUNT}) ?(${UNIT}))(?: baseline (${AMOUNT}) ?(?:%|percent))?(?: (bayesian))?(?: also (.+))?$`,
  'iu',
)
const DIRECTIONS: Readonly<Record<string, Outcome['direction']>> = { '+': 'up', '-': 'down' }

/** The desired outcome as typed: `purchase up 8%`, `purchase +8%`, `visit up also spend`; metrics as they are called. */
export function parseOutcome(typed: string, metrics: readonly Called[] = []): Outcome {
  const form = outcomeForm(metrics)
  const line = spokenOutcome(plainLine(typed), metrics)
  const [, metric, way, wayOf, effect, effectUnit, sign, signed, signedUnit, share, bayesian, also = ''] =
    OUTCOME.exec(line) ?? []
  const wrong = (why: string) => unreadable('an outcome', typed, `${why}${form}`)
  if (metric === undefined) throw wrong(misreadWords(line, knownWords(metrics)))
  const direction = (way?.toLowerCase() ?? DIRECTIONS[sign ?? '']) as Outcome['direction']
  const amount = effect ?? signed
  const unit = (effectUnit ?? signedUnit ?? '%') === '%' ? '%' : 'points'
  if (wayOf && DIRECTIONS[wayOf] !== direction)
    throw wrong(
      `${direction} and ${`${wayOf}${effect}`.replace('-', '\u2212')} ${unit} contradict each other. `,
    )
  const baseline = share === undefined ? undefined : shareOf(readNumber(share), typed)
  const change = amount === undefined ? null : ({ amount, unit, direction, baseline } as const)
  return goalOf({
    metric,
    direction,
    minimumEffect: change && said(() => changeOf(change), wrong),
    baseline,
    secondary: readSecondary(also, metric, wrong),
    bayesian: bayesian !== undefined,
  })
}

/** Words that an outcome can be made of. */
function knownWords(metrics: readonly Called[]): string[] {
  const names = metrics.flatMap(({ name, label = name }) => [name, `${name}s`, ...label.split(' ')])
  return [...names, 'up', 'down', 'by', 'also', 'bayesian', 'baseline', 'points', 'percent']
}

/** The words of a Refusal inside of another. */
export function said<T>(read: () => T, wrong: (why: string) => Refusal): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refusal && !error.message.includes('country to country'))
      throw wrong(`${error.message} `)
    throw error
  }
}

/** An outcome without what was left out. */
export function goalOf({
  baseline,
  bayesian,
  ...goal
}: {
  readonly metric: string
  readonly direction: Outcome['direction']
  readonly minimumEffect: number | null
  readonly baseline: number | undefined
  readonly secondary: readonly string[]
  readonly bayesian: boolean
}): Outcome {
  return {
    ...goal,
    ...(baseline === undefined ? {} : { baseline }),
    secondary: goal.secondary.filter((name) => name !== goal.metric),
    ...(bayesian ? { bayesian: true } : {}),
  }
}

interface Change {
  /** A number as it is typed. */
  readonly amount: string
  readonly unit: '%' | 'points'
  readonly direction: Outcome['direction']
  /** The share that points are points of. */
  readonly baseline: number | undefined
}

/** The least change worth having as a fraction of what is: 0.5 points of 5 % are 10 %. Throws a Refusal for none. */
export function changeOf({ amount, unit, direction, baseline }: Change): number {
  const read = readNumber(tidyLine(plainSigns(amount)).replace(/^\+|\s?%$/g, ''))
  if (unit === 'points' && baseline === undefined)
    throw new Refusal(
      'invalid',
      `${amount} points of what? A change in points needs the share of people who do so anyway (\`baseline 5%\`), or write it in %.`,
    )
  const percent = read === null || unit === '%' ? read : Number((read / (baseline ?? 1)).toPrecision(12))
  const most = direction === 'down' ? 100 : 1_000
  if (percent !== null && percent > 0 && percent <= most) return Number((percent / 100).toPrecision(12))
  throw new Refusal('invalid', `The change is relative, above 0 and at most ${most} %.`)
}

/** An outcome as `parseOutcome` reads it back. */
export function outcomeText({
  metric,
  direction,
  minimumEffect,
  baseline,
  secondary,
  bayesian,
}: Outcome): string {
  const effect = minimumEffect === null ? '' : ` ${percentText(minimumEffect)}%`
  const chance = bayesian ? ' bayesian' : ''
  const known = baseline === undefined ? '' : ` baseline ${percentText(baseline)}%`
  return `${metric} ${direction}${effect}${known}${chance}${secondary.length > 0 ? ` also ${secondary.join(' ')}` : ''}`
}

const BASELINE_FORM =
  'Write the share of people that do so without the campaign: `5%`, above 0 and below 100 %; or `none`.'
const SHARE = new RegExp(`^(${AMOUNT}) ?(?:%|percent|per cent)$`, 'iu')

/** `5%`, `5,5 percent`: a share of people as a fraction. Throws a Refusal for anything else. */
export function parseBaseline(typed: string): number {
  const [, amount] = SHARE.exec(plainLine(typed)) ?? []
  if (amount === undefined) throw unreadable('a baseline', typed, BASELINE_FORM)
  return shareOf(readNumber(amount), typed)
}

function shareOf(percent: number | null, typed: string): number {
  if (percent !== null && percent > 0 && percent < 100) return Number((percent / 100).toPrecision(12))
  throw unreadable('a baseline', typed, BASELINE_FORM)
}

function readSecondary(also: string, goal: string, wrong: (why: string) => Refusal): string[] {
  const names = [...new Set(also.split(/[\s,;]+/).filter((name) => name !== '' && name !== goal))]
  const isName = new RegExp(`^${METRIC}$`, 'u')
  if (names.every((name) => isName.test(name)) && names.length <= MOST_SECONDARY) return names
  throw wrong(`After also come up to ${MOST_SECONDARY} names of metrics. `)
}

/** Without the marks and quotes that were copied along, which no name of a metric has. */
export function unmarked(typed: string): string {
  return plainSigns(typed).replace(/[`*"“”‘]|(?<!\d)['’]|['’](?!\d)/g, '')
}

function plainLine(typed: string): string {
  return tidyLine(unmarked(typed))
}
