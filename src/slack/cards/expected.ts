import type { KnownBaseline } from '../../domain/brief/baseline.ts'
import type { Expected } from '../../domain/brief/expected.ts'
import {
  asideWords,
  groundWords,
  moreWords,
  oftenWords,
  type Power,
  powerOf,
  powerWords,
  sizeWords,
} from '../../domain/brief/power-words.ts'
import type { Brief, Outcome } from '../../domain/state/brief.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import { isBeforeLaunch } from '../../domain/state/stage.ts'
import { formatSignedPercent } from '../../domain/text/numbers.ts'
import { bold, joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { count, longRich, outcomeLine, short } from './parts.ts'

const ROOM = 900

type Known = ReadonlyMap<string, KnownBaseline>

/** Whether the people suffice, or what has to be said for that; null once it is launched. */
export function powerLine(campaign: Campaign, look: Look, known: Known): Mrkdwn | null {
  if (!isBeforeLaunch(campaign.stage)) return null
  const words = powerWords(campaign, known, look.catalog.metrics, look.now)
  return words === null ? null : longRich(words, ROOM, look)
}

/** "*Too small: …*", of what was submitted; null where it is large enough, or nothing is known. */
export function tooSmallLine(brief: Brief, look: Look, known: Known): Mrkdwn | null {
  const power = powerOf(brief, known, look.catalog.metrics)
  return power?.needed ? longRich(sizeWords(power, look.now), ROOM, look) : null
}

/**
 * What a campaign should bring, and by when: by what its metrics were without anything new, where that was seen. `known`
 * is null where that is over, on a request that was decided.
 */
export function expectedLine(brief: Brief, outcome: Outcome, look: Look, known: Known | null): Mrkdwn {
  const { horizonDays, audience } = brief
  const power = known && powerOf(brief, known, look.catalog.metrics)
  const shipped = power && !power.needed ? longRich(shippedWords(power, look.now), ROOM, look) : null
  const horizon = horizonDays === null ? '' : `, read out over ${count(horizonDays, 'day')}`
  const more = power ? moreWords(power) : null
  const said = more === null ? null : longRich(more.replace(/\.$/, ''), ROOM, look)
  const size =
    known && (audience?.size ?? null) === null ? md`How many people? Its audience has no size.` : null
  return joinMd(
    [md`${bold('Expected')}  ${outcomeLine(outcome, look)}${shipped ?? horizon}`, said, size],
    '. ',
  )
}

/**
 * "*Expected*  purchase +8 % by day 11 of 14": in a line, for who decides between two meetings, the day being that by
 * which most have shipped. The ground of it is behind Details. Null where the people are too few, which says all of it.
 */
export function expectedInShort(brief: Brief, outcome: Outcome, look: Look, known: Known): Mrkdwn | null {
  const power = powerOf(brief, known, look.catalog.metrics)
  if (power?.needed) return null
  return md`${bold('Expected')}  ${goalInShort(outcome)}${power ? byWhen(power.expected) : ''}`
}

/** "purchase +8 %". */
function goalInShort({ metric, direction, minimumEffect }: Outcome): Mrkdwn {
  if (minimumEffect === null) return md`${short(metric, 80)} ${direction}`
  return md`${short(metric, 80)} ${formatSignedPercent(direction === 'up' ? minimumEffect : -minimumEffect)}`
}

function byWhen(expected: Expected): string {
  const { day, lastDay } = expected
  const when = day === null || day === lastDay ? lastDay : `${day} of ${lastDay}`
  return ` by day ${when}${asideWords(expected)}`
}

/** "; at this size 8 of 10 such campaigns ship by day 11 of 14, if people arrive evenly (purchase was 10.62 % in the control of `old`, 20 days ago)". */
function shippedWords(power: Power, now: Date): string {
  return `; at this size ${shipsWords(power)}, if people arrive evenly (${groundWords(power, now)})`
}

/** "8 of 10 such campaigns ship by day 11 of 14". */
function shipsWords({ expected }: Power): string {
  const { day, lastDay, chance } = expected
  const often = oftenWords(day === null ? chance : 0.8)
  return `${often} such campaigns ship by ${day === null ? `day ${lastDay}` : `day ${day} of ${lastDay}`}${asideWords(expected)}`
}
