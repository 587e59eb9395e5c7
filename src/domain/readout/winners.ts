/** Arms beside each other: which of those that could ship does, and what becomes of the others then. */

import { listed } from '../text/words.ts'
import type { ArmVerdict } from './pieces.ts'
import type { LookFacts } from './verdict-facts.ts'

/** One that could ship does where it is found better than each other one that could, and ahead of those still open. */
export function amongArms(judged: readonly ArmVerdict[], look: LookFacts): ArmVerdict[] {
  const settled = amongWinners(judged, look.headToHead)
  const shipped = settled.find(({ verdict }) => verdict === 'ship')
  if (!shipped) return settled
  const open = settled.filter((one) => isOpen(one, look))
  const rivals = open
    .filter(({ arm }) => aheadOf(look, arm) >= aheadOf(look, shipped.arm))
    .map(({ arm }) => arm)
  if (rivals.length > 0) return settled.map((one) => (one === shipped ? held(one, rivals, look) : one))
  return settled.map((one) =>
    open.includes(one) && one.verdict === 'keep running' ? left(one, shipped.arm) : one,
  )
}

/** Of several arms that could ship, the one found better than each of the others does. */
function amongWinners(judged: readonly ArmVerdict[], duels: LookFacts['headToHead']): ArmVerdict[] {
  const winners = judged.filter(({ verdict }) => verdict === 'ship').map(({ arm }) => arm)
  const beats = (a: string, b: string) => duels.some(([better, worse]) => better === a && worse === b)
  return judged.map((one) => {
    const others = winners.filter((arm) => arm !== one.arm)
    if (one.verdict !== 'ship' || others.every((other) => beats(one.arm, other))) return one
    const better = others.find((other) => beats(other, one.arm))
    return better
      ? { ...one, verdict: 'outdone', reason: `${one.reason} ${better} is better still.` }
      : { ...one, verdict: 'head-to-head', reason: `${one.reason} ${tie(others)}` }
  })
}

function tie(others: readonly string[]): string {
  return `So it is in ${others.join(' and ')}: compare them head to head.`
}

function held(one: ArmVerdict, rivals: readonly string[], { day, lastDay }: LookFacts): ArmVerdict {
  const over = lastDay !== null && day >= lastDay
  const reason = `${one.reason} ${listed(rivals)} ${rivals.length === 1 ? 'is' : 'are'} as good so far, and not decided yet.`
  return { ...one, verdict: over ? 'head-to-head' : 'keep running', reason }
}

function left(one: ArmVerdict, shipped: string): ArmVerdict {
  return {
    ...one,
    verdict: 'outdone',
    reason: `${one.arm} is not found better, and ${shipped} is ahead of it.`,
  }
}

/** It may be as good as the winner: it runs on, or the last day came before anything was found of its first goal. */
function isOpen({ arm, verdict }: ArmVerdict, { arms }: LookFacts): boolean {
  const [goal] = arms.find((each) => each.arm === arm)?.goals ?? []
  if (!goal || goal.ahead === null) return false
  return verdict === 'keep running' || (verdict === 'iterate' && goal.finding === 'unclear')
}

/** Today's difference on the first goal, improvement upwards. */
function aheadOf({ arms }: LookFacts, arm: string): number {
  return arms.find((each) => each.arm === arm)?.goals[0]?.ahead ?? Number.NEGATIVE_INFINITY
}
