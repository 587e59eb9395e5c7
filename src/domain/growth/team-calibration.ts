/** How a team's predictions came out over time, by the quarter in which they were scored. */
import type { TeamKind } from '../terms.ts'
import { type Calibration, calibrationOf } from './calibration.ts'
import { type Quarter, quarterAt, quarterBefore, quarterText } from './quarter.ts'
import { type Scored, scoresOf } from './score.ts'

export interface TeamCalibration {
  readonly team: TeamKind
  /** Everything up to the end of the quarter. */
  readonly all: Calibration
  /** The quarters that have predictions, of this one and the three before it, the oldest first. */
  readonly quarters: readonly { readonly quarter: Quarter; readonly calibration: Calibration }[]
}

const SHOWN = 4

/** Only teams that predicted something. `concluded` holds nothing from after the quarter. */
export function teamCalibrations(
  concluded: readonly (Scored & { readonly endedAt: Date | null })[],
  quarter: Quarter,
  zone: string,
): TeamCalibration[] {
  const scored = concluded.flatMap((campaign) => {
    const at = campaign.endedAt ? quarterText(quarterAt(campaign.endedAt, zone)) : ''
    return scoresOf(campaign).map((score) => ({ score, at }))
  })
  return (['growth', 'data'] as const).flatMap((team) => {
    const mine = scored.filter(({ score }) => score.prediction.team === team)
    if (mine.length === 0) return []
    const quarters = upTo(quarter).flatMap((each) => {
      const scores = mine.filter(({ at }) => at === quarterText(each)).map(({ score }) => score)
      return scores.length === 0 ? [] : [{ quarter: each, calibration: calibrationOf(scores) }]
    })
    return [{ team, all: calibrationOf(mine.map(({ score }) => score)), quarters }]
  })
}

function upTo(quarter: Quarter): Quarter[] {
  const all = [quarter]
  while (all.length < SHOWN) all.unshift(quarterBefore(all[0] ?? quarter))
  return all
}
