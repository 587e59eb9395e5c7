import { closedAt, isOpenFollowUp } from '../follow-up/follow-up.ts'
import type { About } from '../readout/pieces.ts'
import type { Suggestion } from '../readout/suggestion.ts'
import type { FollowUp } from '../state/follow-ups.ts'

/** Suggestions that people are shown at once. */
const MOST = 3
/** An answer, or a reason not to look, holds for so long: what is still seen then is worth asking again. */
const HOLDS_DAYS = 7

/** A suggestion for a digest; with the number of the follow-up that asks the same already. */
export interface Proposed {
  readonly suggestion: Suggestion
  readonly askedAs: number | null
}

/** At most three new ones and three that were asked before: those are not asked again, the digest says what became of them. `shown`: codes that a digest has suggested, which none suggests again. */
export function proposed(
  suggestions: readonly Suggestion[],
  followUps: readonly FollowUp[],
  now: Date,
  shown: ReadonlySet<string> = new Set(),
): Proposed[] {
  const all = suggestions.map((suggestion) => ({ suggestion, askedAs: askedAs(suggestion, followUps, now) }))
  const asked = all.filter((each) => each.askedAs !== null).slice(0, MOST)
  const fresh = all
    .filter(({ askedAs, suggestion }) => askedAs === null && !shown.has(suggestion.code))
    .slice(0, MOST)
  return [...fresh, ...asked]
}

/** The newest follow-up about the same that is open, or was answered or declined so recently that it still holds. */
function askedAs(suggestion: Suggestion, followUps: readonly FollowUp[], now: Date): number | null {
  const since = now.getTime() - HOLDS_DAYS * 86_400_000
  const same = followUps.filter(({ about }) => about !== null && isSame(about, suggestion))
  const held = same.filter((each) => isOpenFollowUp(each) || (closedAt(each)?.getTime() ?? 0) >= since)
  return held.at(-1)?.n ?? null
}

function isSame(a: About & { readonly code: string }, b: About & { readonly code: string }): boolean {
  return (
    a.code === b.code &&
    a.metric === b.metric &&
    a.arm === b.arm &&
    a.segment?.column === b.segment?.column &&
    a.segment?.value === b.segment?.value
  )
}
