/** What to do with each arm: the table of the shared statistics, first match wins. No figure is calculated here. */
import type { ArmVerdict, Crossing } from './pieces.ts'
import { type ArmFacts, crossingsAfter, type LookFacts } from './verdict-facts.ts'
import { VERDICT_RULES } from './verdict-rules.ts'
import { harmLines, problemLine } from './verdict-words.ts'

interface Verdicts {
  readonly arms: readonly ArmVerdict[]
  /** To be given to the next look. */
  readonly crossings: readonly Crossing[]
}

/** The verdict on every arm in the order given; `earlier` are the crossings that the look before returned. */
export function verdicts(look: LookFacts, earlier: readonly Crossing[] = []): Verdicts {
  const crossings = crossingsAfter(look, earlier)
  const judged = look.arms.map((arm) => judge(look, arm, crossings))
  return { arms: amongWinners(judged, look.headToHead), crossings }
}

function judge(look: LookFacts, arm: ArmFacts, crossings: readonly Crossing[]): ArmVerdict {
  const own = crossings.filter((crossing) => crossing.arm === arm.arm)
  const view = { look, arm, crossings: own }
  for (const { rule, matches } of VERDICT_RULES) {
    const match = matches(view)
    if (match) {
      const shown = [...look.problems.map((problem) => problemLine(problem, look)), ...harmLines(view)]
      const alongside = shown.filter((line) => !match.reason.includes(line))
      const { powered, daysLeft } = arm
      const hidden = look.problems.length > 0
      return { arm: arm.arm, rule, ...match, alongside, liftsHidden: hidden, powered, daysLeft }
    }
  }
  throw new Error('The last rule of the verdict table matches always')
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
