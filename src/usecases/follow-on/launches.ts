import type { Notice } from '../../domain/message.ts'
import type { CampaignEvent } from '../../domain/state/events.ts'
import { isBeforeLaunch } from '../../domain/state/stage.ts'
import { isHeld, type LaunchStep, stepNow } from '../../domain/state/steps.ts'
import { currentStep } from '../../domain/steps/steps.ts'
import { subjectOf } from '../../domain/subject.ts'
import { newestNotice, saveData } from '../../store/messages.ts'
import { deliver } from '../outbox.ts'
import type { Followed } from './followed.ts'
import { afterHeld } from './held.ts'
import * as words from './notices.ts'
import { afterUndo } from './undo.ts'

/** What the note of a scheduled launch holds. */
type Schedule = Notice & { readonly at: Date; readonly fromAt?: Date }

export async function enqueueLaunch({ open, state: { campaign } }: Followed, launchAt: Date): Promise<void> {
  const payload = { teamId: campaign.teamId, campaignId: campaign.id, launchAt: launchAt.getTime() }
  await open.enqueue(open.db, 'launch_due', payload, { runAt: launchAt })
}

/** One note a campaign: scheduled again, it says so itself, so that no older one still stands as if in force. */
export async function saySchedule({ open, state, outbox }: Followed, launchAt: Date): Promise<void> {
  const { id, teamId, brief } = state.campaign
  const said = await newestNotice(open.db, id, 'scheduled')
  const from = said ? ((said.data as Partial<Schedule> | undefined)?.at ?? null) : null
  const note: Schedule = {
    ...{ words: words.scheduled(state, launchAt, from), at: launchAt },
    ...(from ? { fromAt: from } : {}),
  }
  if (!said) return outbox.postInThread(subjectOf('scheduled', launchAt), note)
  await saveData(open.db, said.id, note)
  await deliver(open, { teamId, id: said.id, target: brief.channel })
}

/** The same note, once it hangs on other things than it said. */
export async function sayScheduleAgain({ open, state }: Followed): Promise<void> {
  const { id, teamId, brief, launchAt, stage } = state.campaign
  if (!launchAt || !isBeforeLaunch(stage)) return
  const said = await newestNotice(open.db, id, 'scheduled')
  const note = said?.data as Schedule | undefined
  if (!said || note?.at.getTime() !== launchAt.getTime()) return
  const again = words.scheduled(state, launchAt, note.fromAt ?? null)
  if (again === note.words) return
  await saveData(open.db, said.id, { ...note, words: again })
  await deliver(open, { teamId, id: said.id, target: brief.channel })
}

type StepChanged = Extract<CampaignEvent, { kind: 'step_changed' }>

export async function afterStep(change: Followed, { before, after: step }: StepChanged): Promise<void> {
  const { state, outbox } = change
  if (step.undo) await afterUndo(change, before, step)
  if (step.state === 'sending' && !step.undo) return
  // Messages of earlier tries too: each says what became of its step.
  await outbox.redraw('step')
  if (isHeld(step)) return afterHeld(change, before, stepNow(step))
  if (step.state !== 'failed') return nextStep(change)
  if (before.state === 'failed' || state.campaign.stage !== 'launching') return
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
