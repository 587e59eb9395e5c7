import type { Campaign } from '../domain/state/campaign.ts'
import { type LaunchStep, sendId } from '../domain/state/steps.ts'
import type { Sender, SentStep, Targets } from '../targets/target.ts'

/** A step as its target knows it, and who that is. */
export interface Addressed {
  readonly target: Sender
  readonly step: SentStep
}

/** Null where stairway.yaml declares its target no more. The id is the same for every try of one send. */
export function addressed(
  targets: Targets,
  campaign: Campaign,
  { n, plan, firstTry, handle, sentAt }: LaunchStep,
  now: Date,
): Addressed | null {
  const target = plan.kind === 'sent' ? targets.get(plan.target) : undefined
  if (!target || plan.kind !== 'sent') return null
  const id = sendId(campaign, n, firstTry)
  const sent = { since: sentAt ?? now, handle }
  const { words, people } = plan
  const bound = people ? { people } : {}
  return { target, step: { id, n, campaign, target: plan.target, words, ...bound, sent } }
}
