import type { Proof, TargetCount, TargetSeen } from '../state/arrivals.ts'

/** What the targets of a launch say after a stop, beside the exposures: a count of their own, and the state that they are in. */

/** What was under way when it was stopped: a flag is fetched again every few minutes, a batch runs to its end. */
export const LEEWAY = 15 * 60_000

/** Whoever is counted from then on can't have been under way any more. */
export function countedSince(stoppedAt: Date): Date {
  return new Date(stoppedAt.getTime() + LEEWAY)
}

/**
 * Of one step, or of all together. reached: more is counted. open: by its state somebody can be reached. unread: it could
 * not be asked. counting: it can't be told yet. over: what it counts stands still and has to be there, its state reaches
 * nobody, or it was taken back. uncounted: nobody can say so.
 */
export type Told = 'reached' | 'open' | 'unread' | 'counting' | 'over' | 'uncounted'

/** The first that one of them says is said of all. */
const GRAVEST: readonly Told[] = ['reached', 'open', 'unread', 'counting', 'over']

export function toldBy(
  targets: readonly TargetSeen[],
  { stoppedAt, now }: { readonly stoppedAt: Date; readonly now: Date },
): Told {
  const late = now >= countedSince(stoppedAt)
  const each = targets.map((target) => toldByOne(target, late, now))
  return GRAVEST.find((told) => each.includes(told)) ?? 'uncounted'
}

function toldByOne(target: TargetSeen, late: boolean, now: Date): Told {
  const { open, count, counts, why, state, undo } = target
  if (counts) return 'reached'
  if (open) return late ? 'open' : 'counting'
  if (why !== undefined) return 'unread'
  if (count) return now >= count.settledAt ? 'over' : 'counting'
  if (state !== null) return late ? 'over' : 'counting'
  if (undo === undefined) return 'uncounted'
  return undo === 'undone' ? 'over' : 'counting'
}

/** Of these nobody can say whom they still reach. */
export function uncountedIn(targets: readonly TargetSeen[] = []): readonly TargetSeen[] {
  return targets.filter(isUncounted)
}

function isUncounted({ open, count, counts, why, state, undo }: TargetSeen): boolean {
  return !counts && !open && why === undefined && !count && state === null && undo === undefined
}

/** Each with whether it counts somebody, beside what was known before. */
export function heldAgainst(
  before: Proof | undefined,
  targets: readonly TargetSeen[],
  now: Date,
): readonly TargetSeen[] {
  return targets.map((target) => (isCounted(target, before, now) ? { ...target, counts: true } : target))
}

/** Whether it counts somebody who can't have been under way; of a count of all times, somebody on top of what had to be counted already. */
function isCounted(target: TargetSeen, before: Proof | undefined, now: Date): boolean {
  const { count } = target
  const earlier = countIn(before, target)
  if (!count || count.count === 0) return false
  if (count.fromAt !== null) return now < count.settledAt || !isStill(target, before)
  return (
    before !== undefined && earlier !== null && before.readAt >= earlier.settledAt && !isStill(target, before)
  )
}

/** Whether they count what they did in the read before. */
export function standStill(targets: readonly TargetSeen[], before: Proof | undefined): boolean {
  return targets.every((target) => isStill(target, before))
}

/** Fewer are as many: a count of the last days loses its first. */
function isStill(target: TargetSeen, before: Proof | undefined): boolean {
  const [now, then] = [target.count, countIn(before, target)]
  if (!now || !then) return now === then
  return now.count <= then.count && now.newestAt?.getTime() === then.newestAt?.getTime()
}

function countIn(before: Proof | undefined, { n }: TargetSeen): TargetCount | null {
  return before?.targets?.find((each) => each.n === n)?.count ?? null
}

/** When what they count must be there, and what was under way has ended; null where nobody can say of one of them when. */
export function settledFrom({ stoppedAt, targets = [] }: Pick<Proof, 'stoppedAt' | 'targets'>): Date | null {
  if (targets.length === 0 || targets.some((each) => isUncounted(each) || isAsked(each))) return null
  const settled = targets.map(({ count }) => (count?.settledAt ?? countedSince(stoppedAt)).getTime())
  return new Date(Math.max(...settled))
}

/** It is asked to be taken back, and has not said that it is. */
export function isAsked({ undo, state, count }: TargetSeen): boolean {
  return undo === 'undoing' && state === null && !count
}

/** Why they can't be told from, without a full stop: "Unleash gave no count: HTTP 403". */
export function unreadWords(targets: readonly TargetSeen[]): string[] {
  return [
    ...new Set(
      targets.flatMap(({ target, why }) => (why === undefined ? [] : [`${target} gave no count: ${why}`])),
    ),
  ]
}
