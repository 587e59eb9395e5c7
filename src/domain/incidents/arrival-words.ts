import { campaignWords } from '../brief/words.ts'
import type { FirstData, Proof, Seen } from '../state/arrivals.ts'
import type { Campaign } from '../state/campaign.ts'
import { formatCount } from '../text/numbers.ts'
import { token } from '../text/tokens.ts'
import { durationWords } from '../time/duration-words.ts'
import { isReached, provenFrom } from './proof.ts'
import { settledFrom } from './target-proof.ts'
import {
  alsoWords,
  askedWords,
  knownWords,
  openWords,
  quietCounts,
  stillCounts,
  uncountedWords,
} from './target-words.ts'

/** What is known of whether people are reached, in words with tokens. */

const HOUR = 3_600_000

/** What stands on the card, after "Reached". `delay` of the data in milliseconds, where it says too when it can be proven. */
export function proofLine(proof: Proof, delay: number | null): string {
  const { is, seen, why, stoppedAt } = proof
  const also = alsoWords(proof)
  switch (is) {
    case 'ended':
      return `nobody any more: ${quietWords(proof)}, proven ${token.time(proof.readAt)}${also}`
    case 'reached':
      return `people still are: ${stillReached(proof)}`
    case 'open':
      return `not proven that nobody is: ${openWords(proof)}${seen ? `, though ${sinceWords(seen)}` : ''}`
    case 'waiting':
      return `not yet proven that nobody is: ${quietWords(proof)} as of ${token.time(proof.readAt)}${earliestWords(proof, delay)}${also}`
    case 'unread':
      return `not proven that nobody is: ${why}${seen && isReached(stoppedAt, seen) ? `. Before that people still were: ${stillWords(stoppedAt, seen)}` : ''}${also}`
    case 'unprovable':
      return `it can't be proven that nobody is: ${unprovable(proof)}`
    case 'given_up':
      return `never proven that nobody is: ${lastWords(proof)}. It is not asked any more`
  }
}

const NO_QUERY = 'the brief names no exposure query'

/** Which steps nobody can count, and what is known of the others. */
function unprovable(proof: Proof): string {
  const uncounted = uncountedWords(proof)
  const known = knownWords(proof).map((said) => `; ${said}`)
  return `${NO_QUERY}${uncounted ? `, and ${uncounted}` : ''}${known.join('')}${alsoWords(proof)}`
}

/** What those are told who stopped it and who own it; null where there is no news. */
export function proofWords(campaign: Campaign, proof: Proof): string | null {
  const { is, stoppedAt } = proof
  const name = campaignWords(campaign)
  const stopped = `It was stopped ${token.time(stoppedAt)}.`
  const also = alsoWords(proof)
  switch (is) {
    case 'ended':
      return `Nobody is reached by ${name} any more: ${quietWords(proof)}${also}. ${stopped}`
    case 'reached':
      return `People are still being reached by ${name}: ${stillReached(proof)}. ${stopped}\n${STOP_IT} I ask again until nobody is.`
    case 'open':
      return `People can still be reached by ${name}: ${openWords(proof)}. ${stopped}\n${STOP_IT} I ask again until nobody can be.`
    case 'unprovable':
      return `Whether ${name} still reaches anybody can't be told: ${unprovable(proof)}. Look where it is sent from.`
    case 'given_up':
      return `I could not prove that ${name} reaches nobody any more: ${lastWords(proof)}. It was stopped ${token.time(stoppedAt)}, and I do not ask any more. Look where it is sent from.`
    default:
      return null
  }
}

const STOP_IT = 'Stop it where it is sent from.'

function earliestWords(proof: Proof, delay: number | null): string {
  const isNever = !proof.seen && settledFrom(proof) === null
  if (delay === null || isNever) return ''
  return `; it can be from ${token.time(provenFrom(proof, delay))} on`
}

function lastWords(proof: Proof): string {
  const { seen, why, stoppedAt } = proof
  const open = openWords(proof)
  if (why) return why
  if (open) return open
  if (!seen) return askedWords(proof) ?? quietCounts(proof) ?? 'no answer came'
  return isReached(stoppedAt, seen) ? `still ${stillWords(stoppedAt, seen)}` : sinceWords(seen)
}

/** What it rests on that nobody is: exposures, else what is known of each step. */
function quietWords(proof: Proof): string {
  if (proof.seen) return sinceWords(proof.seen)
  const said = [...knownWords(proof), askedWords(proof), uncountedWords(proof)].filter(Boolean)
  return `${said.length > 0 ? said.join('; ') : 'nothing was counted'} (${NO_QUERY})`
}

/** "no exposure since 14:05". */
function sinceWords(seen: Seen | undefined): string {
  return seen?.newestAt ? `no exposure since ${token.time(seen.newestAt)}` : 'no exposure at all'
}

/** By how many, and what is still on: "312 an hour, the newest 15:20, 1 204 since the stop: the flag checkout is on in production". */
function stillReached(proof: Proof): string {
  return [countedWords(proof), openWords(proof)].filter(Boolean).join(': ')
}

/** By the exposures; else by what a target counts. */
function countedWords({ seen, stoppedAt, targets = [] }: Proof): string {
  if (seen && isReached(stoppedAt, seen)) return stillWords(stoppedAt, seen)
  return targets
    .filter(({ counts }) => counts)
    .map(stillCounts)
    .join('; ')
}

/** "312 an hour, the newest 15:20, 1 204 since the stop". */
function stillWords(stoppedAt: Date, seen: Seen | undefined): string {
  if (!seen?.newestAt) return 'exposures came'
  const span = seen.newestAt.getTime() - stoppedAt.getTime()
  if (span < HOUR)
    return `${formatCount(seen.after)} in the ${durationWords(span)} after the stop, the newest ${token.time(seen.newestAt)}`
  return `${formatCount(seen.lastHour)} an hour, the newest ${token.time(seen.newestAt)}, ${formatCount(seen.after)} since the stop`
}

/** What stands on the card, after "No data"; null where data came. */
export function firstDataLine({ is, at, newestAt, why }: FirstData): string | null {
  if (is === 'came') return null
  if (is === 'unread') return `whether anybody is exposed can't be read since ${token.time(at)}: ${why}`
  return `no exposure since the launch${olderWords(newestAt)}: looked for again until one comes`
}

/** What owner and data partner are told; null where there is no news. `delay` of the data in milliseconds. */
export function firstDataWords(campaign: Campaign, firstData: FirstData, delay: number): string | null {
  const name = campaignWords(campaign)
  const { is, newestAt, why } = firstData
  if (is === 'came') return null
  const since = token.time(campaign.liveAt ?? campaign.createdAt)
  if (is === 'unread')
    return `Whether anybody is exposed to ${name} could not be read: ${why}\nIt went live ${since}. I look again until I can.`
  return `${name} is live, and no exposure has come since its launch ${since}${olderWords(newestAt)}. Its data should be there within ${durationWords(delay)}.\nLook whether it is sent, and whether its exposures are loaded. I look again until one comes.`
}

/** What was there before is no data of this launch. */
function olderWords(newestAt: Date | null): string {
  return newestAt ? ` (the newest is of ${token.time(newestAt)}, before it)` : ''
}
