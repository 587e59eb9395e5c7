import type { Catalog } from '../catalog/catalog.ts'
import type { Brief, Outcome } from '../state/brief.ts'
import type { Campaign } from '../state/campaign.ts'
import { formatCount, formatPercent, formatSignedPercent, formatValue } from '../text/numbers.ts'
import { token } from '../text/tokens.ts'
import { quote } from '../text/typed-value.ts'
import type { KnownBaseline } from './baseline.ts'
import { type Expected, type ExpectedFew, expectedOf } from './expected.ts'
import { type Needed, neededOf } from './needed.ts'

const DAY_MS = 86_400_000
/** A campaign of which fewer ship, rounded as it is said, is too small. */
const TENTHS = 8

type Known = ReadonlyMap<string, KnownBaseline>

/** What is known of a campaign's size before it is launched. */
export interface Power {
  readonly outcome: Outcome
  readonly size: number
  readonly goal: KnownBaseline
  readonly expected: Expected
  /** Null where it is large enough. */
  readonly needed: Needed | null
}

/** Null where the brief lacks a size, an effect or a horizon, or nothing is known of its goal. */
export function powerOf(brief: Brief, known: Known, metrics: Catalog['metrics']): Power | null {
  const { outcome, audience } = brief
  const goal = outcome ? known.get(outcome.metric) : undefined
  const days = metrics.find(({ name }) => name === outcome?.metric)?.windowDays
  const expected = expectedOf(brief, known, days)
  if (!outcome || !goal || !expected) return null
  const small = tenthsOf(expected.chance) < TENTHS
  const needed = small ? neededOf({ ...brief, outcome }, known, days) : null
  return { outcome, size: audience?.size ?? 0, goal, expected, needed }
}

/** What the owner is told of it, or asked for; null while the brief lacks more than that. */
export function powerWords(
  { key, brief }: Pick<Campaign, 'key' | 'brief'>,
  known: Known,
  metrics: Catalog['metrics'],
  now: Date,
): string | null {
  const { outcome, audience, horizonDays } = brief
  if (!outcome || !audience || horizonDays === null) return null
  const power = powerOf(brief, known, metrics)
  if (power) return [sizeWords(power, now), moreWords(power)].filter((each) => each !== null).join(' ')
  const { metric, direction } = outcome
  if (outcome.minimumEffect === null)
    return `How much must it change to be worth having? \`/campaign brief ${key} outcome ${metric} ${direction} 8%\` tells whether so many people will show it.`
  if (audience.size === null)
    return `How many people? \`/campaign brief ${key} audience ${quote(audience.words)} size:8000\` tells whether they will show it.`
  const by = brief.exposures === null ? '' : ` with \`${quote(brief.exposures)}\``
  const unread = `No campaign${by} has measured ${quote(metric)} to its end`
  const kind = metrics.find(({ name }) => name === metric)?.kind
  return kind === 'proportion'
    ? `${unread}. What share of people do so anyway? \`/campaign brief ${key} baseline 5%\` tells whether so many people will show ${signed(outcome, outcome.minimumEffect)}.`
    : `${unread}, so nobody knows whether so many people will show ${signed(outcome, outcome.minimumEffect)}.`
}

/** "*Too small: 8 000 people show +8 % 1 time in 10; about 83 000 are needed, or an effect of +26 %.* By day 14, …". */
export function sizeWords(power: Power, now: Date): string {
  const { outcome, expected, needed } = power
  const { day, lastDay } = expected
  const show = showWords(power)
  const by = day === null ? `day ${lastDay}` : `day ${day} of ${lastDay}`
  const ground = `by ${by}${asideWords(expected)}, if people arrive evenly; ${groundWords(power, now)}.`
  if (!needed) return `${token.bold('Large enough:')} ${show} ${ground}`
  return `${token.bold(`Too small: ${show}${neededWords(outcome, needed)}.`)} That is ${ground}`
}

/** The same of too few where their number is said: "*Too small: purchase +8 % shows 1 time in 10; needs about 83 000.*"; null where they suffice. */
export function tooSmallWords({ outcome, expected, needed }: Power): string | null {
  if (!needed) return null
  const { size } = needed
  const needs = size === null ? neededWords(outcome, needed) : `; needs about ${formatCount(size)}`
  const shows = `${quote(outcome.metric)} ${signed(outcome, outcome.minimumEffect ?? 0)} shows ${oftenShown(expected)}`
  return token.bold(`Too small: ${shows}${needs}.`)
}

function showWords({ outcome, size, expected }: Power): string {
  const effect = signed(outcome, outcome.minimumEffect ?? 0)
  return `${formatCount(size)} people show ${effect} ${oftenShown(expected)}`
}

function oftenShown({ day, chance }: Expected): string {
  return timesWords(day === null ? chance : TENTHS / 10)
}

/** "1 time in 10", "8 times in 10", "less than 1 time in 10". */
function timesWords(chance: number): string {
  const tenths = tenthsOf(chance)
  if (tenths < 1) return 'less than 1 time in 10'
  return `${tenths} ${tenths === 1 ? 'time' : 'times'} in 10`
}

function neededWords(outcome: Outcome, { size, effect }: Needed): string {
  const people = size === null ? null : `about ${formatCount(size)} are needed`
  const more = effect === null ? null : `an effect of ${signed(outcome, effect)}`
  if (people) return `; ${people}${more ? `, or ${more}` : ''}`
  return more ? `; ${more} is needed` : ''
}

/** "1 of 10", "fewer than 1 of 10". */
export function oftenWords(chance: number): string {
  return tenthsOf(chance) < 1 ? 'fewer than 1 of 10' : `${tenthsOf(chance)} of 10`
}

function tenthsOf(chance: number): number {
  return Math.round(chance * 10)
}

function signed({ direction }: Outcome, effect: number): string {
  return formatSignedPercent(direction === 'up' ? effect : -effect)
}

export function asideWords({ aside }: Expected): string {
  const [one] = aside
  if (one === undefined) return ''
  return `, ${aside.length === 1 ? quote(one) : 'guardrails'} aside`
}

/** "purchase was 10.62 % in the control of `autumn`, 27 days ago". */
export function groundWords({ outcome, goal }: Pick<Power, 'outcome' | 'goal'>, now: Date): string {
  const was = `${quote(outcome.metric)} was ${formatValue(goal.kind, goal.mean, goal.unit)}`
  if (!goal.seen) return `${was.replace(' was ', ' is ')} without it, as the brief says`
  const { campaign, at } = goal.seen
  return `${was} in the control of \`${campaign}\`, ${agoWords(now.getTime() - at.getTime())}`
}

function agoWords(ms: number): string {
  const days = Math.floor(ms / DAY_MS)
  if (days < 1) return 'today'
  return days === 1 ? '1 day ago' : `${days} days ago`
}

/** What holds the most of them up; null where nothing does. */
export function moreWords({ expected: { few, unproven }, outcome, goal }: Power): string | null {
  if (few) return `${fewWords(few, outcome.metric, goal)}.`
  if (!unproven) return null
  return `In ${10 - tenthsOf(unproven.chance)} of 10, ${quote(unproven.metric)} is unharmed but not proven to be within its margin.`
}

/** "The holdout of 10 % would have 16 of the 30 events of purchase that a verdict needs: 19 % of the audience would do". */
function fewWords(
  { arm, share, has, needs, wanted }: ExpectedFew,
  metric: string,
  goal: KnownBaseline,
): string {
  const of = goal.kind === 'proportion' ? `events of ${quote(metric)}` : `people with ${quote(metric)}`
  const would =
    wanted === null
      ? 'no split of so few people would do'
      : `${formatPercent(Math.ceil(wanted * 100) / 100, 0)} of the audience would do`
  return `${quote(arm)} (${formatPercent(share, 0)}) would have ${formatCount(has)} of the ${needs} ${of} that a verdict needs: ${would}`
}
