/** What to do with each arm: the table of the shared statistics, first match wins. No figure is calculated here. */

import { crossingsAfter } from './crossings.ts'
import type { ArmVerdict, Crossing } from './pieces.ts'
import type { ArmFacts, LookFacts } from './verdict-facts.ts'
import { VERDICT_RULES } from './verdict-rules.ts'
import { harmLines, problemLine } from './verdict-words.ts'
import { amongArms } from './winners.ts'

interface Verdicts {
  readonly arms: readonly ArmVerdict[]
  /** To be given to the next look. */
  readonly crossings: readonly Crossing[]
}

/** The verdict on every arm in the order given; `earlier` are the crossings that the look before returned. */
export function verdicts(look: LookFacts, earlier: readonly Crossing[] = []): Verdicts {
  const crossings = crossingsAfter(look, earlier)
  const judged = look.arms.map((arm) => judge(look, arm, crossings))
  return { arms: amongArms(judged, look), crossings }
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
