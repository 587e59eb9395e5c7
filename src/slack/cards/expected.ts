import type { KnownBaseline } from '../../domain/brief/baseline.ts'
import { type Expected, type ExpectedFew, expectedOf } from '../../domain/brief/expected.ts'
import type { Brief, Outcome } from '../../domain/state/brief.ts'
import { formatCount, formatPercent, formatValue } from '../../domain/text/numbers.ts'
import { code, joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { count, outcomeLine, short } from './parts.ts'

/**
 * What a campaign should bring, and by when: by what its metrics were without anything new, where that was seen. `known`
 * is null where that is over, on a request that was decided.
 */
export function expectedLine(
  brief: Brief,
  outcome: Outcome,
  look: Look,
  known: ReadonlyMap<string, KnownBaseline> | null,
): Mrkdwn {
  const { horizonDays, audience } = brief
  const window = look.catalog.metrics.find(({ name }) => name === outcome.metric)?.windowDays
  const goal = known?.get(outcome.metric)
  const expected = known && expectedOf(brief, known, window)
  const shipped = expected && goal && !expected.few ? shippedWords(expected, outcome, goal) : null
  const horizon = horizonDays === null ? '' : `, read out over ${count(horizonDays, 'day')}`
  const more = expected && goal ? moreWords(expected, outcome, goal) : null
  const size =
    known && (audience?.size ?? null) === null ? md`How many people? Its audience has no size.` : null
  return joinMd([md`Expected  ${outcomeLine(outcome, look)}${shipped ?? horizon}`, more, size], '. ')
}

/** "; at this size 8 of 10 such campaigns ship by day 11 of 14, if people arrive evenly (purchase was 10.62 % in the control of `old`)". */
function shippedWords(
  { day, lastDay, chance, aside }: Expected,
  { metric }: Outcome,
  { kind, unit, mean, campaign }: KnownBaseline,
): Mrkdwn {
  const ground = md`${short(metric, 80)} was ${formatValue(kind, mean, unit)} in the control of ${code(campaign)}`
  const by = day === null ? `${often(chance)} by day ${lastDay}` : `${often(0.8)} by day ${day} of ${lastDay}`
  const [one] = aside
  const without = one === undefined ? '' : md`, ${aside.length === 1 ? short(one, 80) : 'guardrails'} aside`
  return md`; at this size ${by}${without}, if people arrive evenly (${ground})`
}

function often(chance: number): string {
  const tenths = Math.round(chance * 10)
  if (tenths < 1) return 'fewer than 1 of 10 such campaigns ship'
  return `${tenths} of 10 such campaigns ${tenths === 1 ? 'ships' : 'ship'}`
}

function moreWords({ few, unproven }: Expected, { metric }: Outcome, goal: KnownBaseline): Mrkdwn | null {
  if (few) return fewWords(few, metric, goal)
  if (!unproven) return null
  const tenths = 10 - Math.round(unproven.chance * 10)
  return md`In ${tenths} of 10, ${short(unproven.metric, 80)} is unharmed but not proven to be within its margin`
}

/** "The holdout of 10 % would have 16 of the 30 events of purchase that a verdict needs: 19 % of the audience would do". */
function fewWords(
  { arm, share, has, needs, wanted }: ExpectedFew,
  metric: string,
  { kind }: KnownBaseline,
): Mrkdwn {
  const of = kind === 'proportion' ? md`events of ${short(metric, 80)}` : md`people with ${short(metric, 80)}`
  const would =
    wanted === null
      ? 'no split of so few people would do'
      : `${formatPercent(Math.ceil(wanted * 100) / 100, 0)} of the audience would do`
  return md`${short(arm, 80)} (${formatPercent(share, 0)}) would have ${formatCount(has)} of the ${needs} ${of} that a verdict needs: ${would}`
}
