import { currentStep } from '../../domain/launch.ts'
import type { LaunchStep, StepThen } from '../../domain/state/steps.ts'
import { subjectOf } from '../../domain/subject.ts'
import type { Followed } from './followed.ts'

export async function enqueueLaunch({ open, state: { campaign } }: Followed, launchAt: Date): Promise<void> {
  const payload = { teamId: campaign.teamId, campaignId: campaign.id, launchAt: launchAt.getTime() }
  await open.enqueue(open.db, 'launch_due', payload, { runAt: launchAt })
}

export async function afterStep(change: Followed, step: StepThen): Promise<void> {
  const { state, outbox } = change
  if (step.state === 'sending') return
  // Messages of earlier tries too: each says what became of its step.
  await outbox.redraw('step')
  if (step.state !== 'failed') return nextStep(change)
  if (state.campaign.stage !== 'launching') return
  await outbox.postInThread(subjectOf('step', step.n, 'failed', step.tries), null, 'step')
}

/** Sends the step whose turn it is, or asks its person. */
export async function nextStep(change: Followed): Promise<void> {
  const step = currentStep(change.state)
  if (step?.state !== 'waiting') return
  if (step.plan.kind === 'sent') return enqueueStep(change, step)
  const subject = subjectOf('step', step.n, 'confirm')
  await change.outbox.post({ kind: 'step', subject, target: step.plan.person })
}

async function enqueueStep({ open, state: { campaign } }: Followed, { n, tries }: LaunchStep): Promise<void> {
  const payload = { teamId: campaign.teamId, campaignId: campaign.id, n, tries }
  await open.enqueue(open.db, 'launch_step', payload)
}
