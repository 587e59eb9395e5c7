/** Days between a verdict that asked for a decision and the decision. */
import { openChoice } from '../choice/choice.ts'
import type { Campaign } from '../state/campaign.ts'
import type { Choice } from '../state/choices.ts'

export interface DecisionTimes {
  /** Decisions that were made; a conclusion decides what was still open. */
  readonly n: number
  readonly median: number
  readonly least: number
  readonly most: number
  /** Campaigns whose verdict waits for one. */
  readonly waiting: number
}

const DAY = 86_400_000

/** Of one campaign's decisions made before `until`, in order. */
export function decisionDays({ choices, stage, endedAt }: Campaign, until: Date): number[] {
  const ended = stage === 'concluded' || stage === 'stopped' ? endedAt : null
  return choices.flatMap((choice) => {
    const at = decidedAt(choice, ended)
    return at && at < until ? [(at.getTime() - choice.askedAt.getTime()) / DAY] : []
  })
}

function decidedAt({ made, lapsedAt }: Choice, endedAt: Date | null): Date | null {
  return made?.at ?? (lapsedAt ? null : endedAt)
}

/** Null where no verdict asked for one. */
export function decisionTimes(campaigns: readonly Campaign[], until: Date): DecisionTimes | null {
  const days = campaigns.flatMap((campaign) => decisionDays(campaign, until)).sort((a, b) => a - b)
  const waiting = campaigns.filter((campaign) => openChoice(campaign) !== null).length
  if (days.length + waiting === 0) return null
  const middle = Math.floor(days.length / 2)
  const [below, above] = [days[middle - 1] ?? 0, days[middle] ?? 0]
  return {
    n: days.length,
    median: days.length % 2 === 1 ? above : (below + above) / 2,
    least: days[0] ?? 0,
    most: days.at(-1) ?? 0,
    waiting,
  }
}
