import { verdictWords } from '../../domain/readout/headline.ts'
import type { ArmComparison, MeasuredMetric, Readout } from '../../domain/readout/readout.ts'
import { liftsHidden } from '../../domain/readout/validity.ts'
import { liftWithInterval, mainGoal } from '../../domain/readout/words.ts'
import { bold, joinMd, lines, type Mrkdwn, md, unbroken } from '../kit/mrkdwn.ts'
import { count, short } from './parts.ts'

/** What a readout says in its first lines. */

const ARMS = 2

/** `*Ship mail.* Purchase +50 % (+17 … +83 %), nothing is worse.` Old snapshots have their headline alone. */
function verdictLine(readout: Readout, headline: string | null, brief = false): Mrkdwn {
  if (readout.verdicts.length === 0) return bold(short(headline ?? '', brief ? 200 : 800))
  const { verdict, reasons, alongside } = verdictWords(readout)
  const all = [...reasons.map(({ text }) => text), ...alongside.slice(0, 6)]
  const said = brief ? all.slice(0, 1).map((text) => short(text, 120)) : all.map((text) => short(text, 350))
  return joinMd([bold(short(verdict, brief ? 90 : 300)), ...said], ' ')
}

/** The verdict, and below it the goal where the verdict does not say it. Brief: with its first reason alone. */
export function headlines(readout: Readout, headline: string | null, brief = false): Mrkdwn {
  const verdict = verdictLine(readout, headline, brief)
  return unbroken(lines(verdict, goalLine(readout, verdict.source)))
}

/** `Purchase +22 % (−8 … +91 %), unclear`; null where it must not be read, or `said` says it. */
function goalLine(readout: Readout, said = ''): Mrkdwn | null {
  const goal = mainGoal(readout)
  if (liftsHidden(readout) || !goal?.measured) return null
  const shown = goal.comparisons.slice(0, ARMS)
  if (shown.every((each) => isSaid(liftWithInterval(goal, each), said))) return null
  const lifts = shown.map((each) => liftLine(goal, each, readout.arms.length > 2))
  const more = goal.comparisons.length - lifts.length
  return md`${short(goal.label, 60)} ${joinMd([...lifts, more > 0 && `${count(more, 'more arm')} below`], ', ')}`
}

const isSaid = (lift: string | null, said: string) => lift !== null && said.includes(short(lift, 80).source)

function liftLine(goal: MeasuredMetric, comparison: ArmComparison, named: boolean): Mrkdwn {
  const said = liftWithInterval(goal, comparison)
  const unclear = comparison.finding === 'unclear' ? ', unclear' : ''
  const where = named ? md` in ${short(comparison.arm, 60)}` : ''
  if (!said) return md`too few yet for a lift in %${where}`
  return md`${short(said, 80)}${where}${unclear}`
}
