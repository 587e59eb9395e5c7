import type { Proof, TargetCount, TargetSeen } from '../state/arrivals.ts'
import { formatCount } from '../text/numbers.ts'
import { token } from '../text/tokens.ts'
import { listed } from '../text/words.ts'
import { isAsked, uncountedIn, unreadWords } from './target-proof.ts'

/** What targets say after a stop, in words with tokens. */

/** "the flag checkout is on in production", of each by which somebody can be reached; null where there is none. */
export function openWords({ targets = [] }: Proof): string | null {
  const open = targets.flatMap(({ state, open }) => (open && state !== null ? [state] : []))
  return open.length > 0 ? [...new Set(open)].join('; ') : null
}

/** "Unleash counts no evaluations since 15:00"; null where none of them counts. */
export function quietCounts({ targets = [] }: Proof): string | null {
  const counts = targets.flatMap(({ target, count }) => (count ? [`${target} ${noneWords(count)}`] : []))
  return counts.length > 0 ? [...new Set(counts)].join('; ') : null
}

function noneWords({ of, count, fromAt, newestAt }: TargetCount): string {
  if (fromAt === null) return `counts no more ${of} than ${formatCount(count)}`
  return `counts no ${of} since ${token.time(newestAt ?? fromAt)}`
}

/** "Unleash counts still 312 evaluations an hour, 1 204 since 15:00". */
export function stillCounts({ target, count }: TargetSeen): string {
  if (!count) return ''
  const { of, lastHour, fromAt, count: all } = count
  if (fromAt === null) return `${target} counts more ${of} than before, ${formatCount(all)} by now`
  const since = `${formatCount(all)} since ${token.time(fromAt)}`
  return lastHour === null
    ? `${target} still counts ${of}, ${since}`
    : `${target} still counts ${formatCount(lastHour)} ${of} an hour, ${since}`
}

/** What is known without exposures: what they count, the state of those that count nothing, and who took a step back. */
export function knownWords(proof: Proof): readonly string[] {
  const { targets = [] } = proof
  const counts = quietCounts(proof)
  const states = targets.flatMap(({ state, count }) => (state === null || count ? [] : [state]))
  const back = targets.filter(({ undo, state, count }) => undo === 'undone' && state === null && !count)
  const took = back.map(({ target, n }) => `${target} took step ${n} back`)
  return [...new Set([...(counts === null ? [] : [counts]), ...states, ...took])]
}

/** "Raj is asked to take step 2 back"; null where nobody is. */
export function askedWords({ targets = [] }: Proof): string | null {
  const asked = targets.filter(isAsked)
  return asked.length > 0
    ? asked.map(({ target, n }) => `${target} is asked to take step ${n} back`).join('; ')
    : null
}

/** "nobody can count step 1 (Start the send)"; null where each says something. */
export function uncountedWords({ targets }: Proof): string | null {
  const steps = uncountedIn(targets).map(({ n, target }) => `${n} (${target})`)
  if (steps.length === 0) return null
  return `nobody can count ${steps.length === 1 ? 'step' : 'steps'} ${listed(steps)}`
}

/** What they say beside what it rests on: "; Unleash counts no evaluations since 15:00; the flag checkout is off in production". */
export function alsoWords(proof: Proof): string {
  const { targets = [], seen } = proof
  const counts = seen ? quietCounts(proof) : null
  const states = targets.flatMap(({ state, count }) => (state === null || !(seen || count) ? [] : [state]))
  const said = [...(counts === null ? [] : [counts]), ...states, ...unreadWords(targets)]
  return [...new Set(said)].map((words) => `; ${words}`).join('')
}
