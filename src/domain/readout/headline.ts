/** The first line of a digest: the verdict in one plain sentence, then why, with the number of its rule. */

import { listed } from '../text/words.ts'
import type { ArmVerdict, Verdict } from './pieces.ts'
import type { Readout } from './readout.ts'

/** What to do, the reasons with their rules, and what must be known beside them. */
interface VerdictWords {
  readonly verdict: string
  readonly reasons: readonly { readonly text: string; readonly rule: number }[]
  readonly alongside: readonly string[]
}

const REASONS = 4
const NAMED = 3

/** What is urgent first. */
const CLAUSES: readonly (readonly [Verdict, (arms: string) => string, alone: string | null])[] = [
  ['cannot judge', (arms) => `don't judge ${arms} yet`, "don't judge it yet"],
  ['fix', () => 'fix the data first', 'fix the data first'],
  ['stop', (arms) => `stop ${arms}`, null],
  ['ship', (arms) => `ship ${arms}`, null],
  ['head-to-head', (arms) => `compare ${arms} head to head`, null],
  ['redesign', (arms) => `stop or redesign ${arms}`, null],
  ['iterate', (arms) => `iterate on ${arms}`, null],
  ['keep running', (arms) => `keep ${arms} running`, 'keep running'],
  ['outdone', (arms) => `leave out ${arms}`, null],
]

/** `Keep running. About 4 of 10 days left to see +8 % on Purchase; nothing is worse. (rule 11)` */
export function headline(readout: Readout): string {
  const { verdict, reasons, alongside } = verdictWords(readout)
  return [verdict, ...reasons.map(({ text, rule }) => `${text} (rule ${rule})`), ...alongside].join(' ')
}

/** Also for snapshots from before verdicts, of which nothing but their figures is known. */
export function verdictWords({ verdicts }: Readout): VerdictWords {
  if (verdicts.length === 0) return { verdict: 'Nothing is judged.', reasons: [], alongside: [] }
  const clauses = CLAUSES.flatMap(([verdict, clause, alone]) => {
    const its = verdicts.filter((each) => each.verdict === verdict)
    if (its.length === 0) return []
    return [its.length === verdicts.length && alone ? alone : clause(named(its, verdicts.length))]
  })
  const groups = grouped(verdicts)
  const reasons = groups.slice(0, REASONS).map((group) => reasonOf(group, groups.length > 1))
  const more = groups.length - REASONS
  const rest = more > 0 ? [`${more} more ${more === 1 ? 'arm is' : 'arms are'} judged below.`] : []
  const alongside = [...new Set(verdicts.flatMap((each) => each.alongside))]
  const said = listed(clauses)
  return {
    verdict: `${said.charAt(0).toUpperCase()}${said.slice(1)}.`,
    reasons,
    alongside: [...alongside, ...rest],
  }
}

function named(its: readonly ArmVerdict[], all: number): string {
  const names = its.map(({ arm }) => arm)
  if (names.length <= NAMED) return listed(names)
  return names.length === all ? `all ${all} arms` : `${names.length} arms`
}

/** Arms with the same rule and reason, in the order of the first of each. */
function grouped(verdicts: readonly ArmVerdict[]): ArmVerdict[][] {
  const groups = new Map<string, ArmVerdict[]>()
  for (const each of verdicts) {
    const key = JSON.stringify([each.rule, each.reason])
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()]
}

function reasonOf(group: readonly ArmVerdict[], several: boolean) {
  const [{ rule, reason } = { rule: 0, reason: '' }] = group
  const arms = listed(group.map(({ arm }) => arm))
  const names = several && !group.every(({ arm }) => reason.includes(arm))
  return { rule, text: names ? `${arms}: ${reason}` : reason }
}
