import type { CampaignState } from '../domain/state/campaign.ts'
import type { StepLook } from '../domain/state/looks.ts'
import { sendId } from '../domain/state/steps.ts'
import type { Look, Targets } from '../targets/target.ts'

/** Asks the target of a sent step what would come of it; null for a step by hand, and where stairway.yaml declares no such target. Changes nothing. */
export async function lookAt(
  targets: Targets,
  { campaign }: Pick<CampaignState, 'campaign'>,
  n: number,
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<StepLook | null> {
  const plan = campaign.brief.plan[n - 1]
  const target = plan?.kind === 'sent' ? targets.get(plan.target) : undefined
  if (plan?.kind !== 'sent' || !target) return null
  const bound = plan.people ? { people: plan.people } : {}
  const step = { id: sendId(campaign, n), n, target: plan.target, words: plan.words, ...bound }
  const looked = target
    .look({ ...step, campaign, sent: null }, { now, signal })
    .then((look) => (look.is === 'seen' ? seenLook(look) : look))
  // Whoever hangs, or fails once nobody waits any more, is not waited for.
  looked.catch(() => undefined)
  return Promise.race([looked, silence(signal)])
}

/** What is left of one that failed by a mistake of ours. */
export const FAULTY: StepLook = {
  is: 'unseen',
  why: 'asking it failed by a fault of Stairway, which is logged',
}

async function silence(signal: AbortSignal): Promise<StepLook> {
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  return { is: 'unseen', why: 'it did not answer in time' }
}

function seenLook({ undo, ...look }: Look): StepLook {
  return { ...look, undo: undo.is, untilAt: undo.is === 'until it starts' ? undo.until : null }
}
