/** What of a digest somebody should look at: a quiet one without any is not posted. */

import { isLateChoice } from '../choice/choice.ts'
import { isLate } from '../follow-up/follow-up.ts'
import type { Readout } from '../readout/readout.ts'
import { validityProblems } from '../readout/validity.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { Choice } from '../state/choices.ts'

export interface NewsFrom {
  /** The last digest that was posted; null before the first. */
  readonly last: { readonly readout: Readout | null; readonly at: Date } | null
  /** Null where nothing could be read. */
  readonly readout: Readout | null
  readonly followUps: CampaignState['followUps']
  readonly choices?: readonly Choice[]
  /** Its last day has passed. */
  readonly over?: boolean
  readonly now: Date
}

/**
 * Validity problems, failures and what is overdue count each time; harm, findings and follow-ups where they are new.
 * Figures that only move are no news: they move every day.
 */
export function digestNews({
  last,
  readout,
  followUps,
  choices = [],
  over = false,
  now,
}: NewsFrom): string[] {
  if (!readout) return ['nothing could be read']
  const since = last?.at.getTime() ?? 0
  return [
    ...(last ? [] : ['it is the first one']),
    ...readout.metrics.flatMap((metric) => (metric.measured ? [] : [`${metric.label} was not measured`])),
    ...validityProblems(readout),
    ...(last ? changed(last.readout, readout) : []),
    ...(over ? ['its days are over'] : []),
    ...(choices.some((each) => isLateChoice(each, now)) ? ['a decision is overdue'] : []),
    ...(choices.some(({ made }) => (made?.at.getTime() ?? 0) > since) ? ['it was decided'] : []),
    ...(followUps.some((each) => isLate(each, now)) ? ['a follow-up is overdue'] : []),
    ...(followUps.some(({ askedAt }) => askedAt.getTime() > since) ? ['a follow-up was asked'] : []),
    ...(followUps.some(({ answeredAt }) => (answeredAt?.getTime() ?? 0) > since)
      ? ['a follow-up was answered']
      : []),
    ...(followUps.some(({ declined }) => (declined?.at.getTime() ?? 0) > since)
      ? ['a follow-up was declined']
      : []),
  ]
}

function changed(before: Readout | null, now: Readout): string[] {
  if (!before) return ['it can be read again']
  const mended = validityProblems(before).length > 0 || before.metrics.some(({ measured }) => !measured)
  return [
    ...(mended ? ['what was wrong is mended'] : []),
    ...(same(harmIn(before), harmIn(now)) ? [] : ['harm was found']),
    ...(same(verdictsIn(before), verdictsIn(now)) ? [] : ['the verdict changed']),
    ...(same(foundIn(before), foundIn(now)) ? [] : ['something was found']),
  ]
}

function harmIn({ crossings }: Readout): string[] {
  return crossings.filter(({ kind }) => kind === 'harm').map(({ metric, arm }) => `${metric} ${arm}`)
}

/** Without the rule: a campaign that goes on for another reason goes on. */
function verdictsIn({ verdicts }: Readout): string[] {
  return verdicts.map(({ arm, verdict }) => `${arm} ${verdict}`)
}

function foundIn({ crossings }: Readout): string[] {
  return crossings
    .filter(({ kind }) => kind === 'better' || kind === 'worse')
    .map(({ metric, arm, kind }) => `${metric} ${arm} ${kind}`)
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
