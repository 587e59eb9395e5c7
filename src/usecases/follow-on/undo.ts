import type { Notice } from '../../domain/message.ts'
import { STAIRWAY } from '../../domain/state/actor.ts'
import type { CampaignEvent } from '../../domain/state/events.ts'
import { type LaunchStep, type StepThen, stepNow } from '../../domain/state/steps.ts'
import { toTakeBack } from '../../domain/steps/undo.ts'
import { subjectOf } from '../../domain/subject.ts'
import type { Followed } from './followed.ts'
import * as words from './notices.ts'
import { tellTakenFrom } from './sharing.ts'

/** Says that it was stopped; where something is taken back, by the one message that says of each step what came of it. */
export async function tellStopped(
  change: Followed,
  event: Extract<CampaignEvent, { kind: 'stopped' }>,
): Promise<void> {
  const { state, by, outbox, open } = change
  const said = words.moved(state, event, by)
  if (toTakeBack(state).length > 0) return takeBack(change, said)
  if (isAlarmed(change)) return outbox.sayInThread('stopped', said)
  return outbox.sayInChannel(subjectOf('stopped', open.now()), said)
}

/** Of a harm the alarm in the channel has said it. */
function isAlarmed({ by, state }: Followed): boolean {
  return by === STAIRWAY && state.campaign.harms.at(-1)?.stops === true
}

/** Begins to take back what is out, the last step first; `said` is what happened, above what comes of each. */
export async function takeBack(change: Followed, said: string): Promise<void> {
  const { state, outbox, open } = change
  const subject = subjectOf('undo', open.now())
  const data: Notice = { words: said }
  const target = state.campaign.brief.channel
  await outbox.redraw('undo')
  if (isAlarmed(change)) await outbox.postInThread(subject, data, 'undo')
  else await outbox.post({ kind: 'undo', subject, target, data })
  for (const step of toTakeBack(state)) await takeBackStep(change, step)
}

/** A target is asked by a job, a person by a message. */
async function takeBackStep(
  { open, state: { campaign }, outbox }: Followed,
  step: LaunchStep,
): Promise<void> {
  const { n, plan, undo } = step
  const tries = undo?.tries ?? 0
  if (plan.kind === 'sent')
    return open.enqueue(open.db, 'undo_step', { teamId: campaign.teamId, campaignId: campaign.id, n, tries })
  await outbox.post({ kind: 'step', subject: subjectOf('step', n, 'undo', tries), target: plan.person })
}

/** What came of taking a step back is drawn where it is said; where it failed, owner and whoever wants it have to know. */
export async function afterUndo(change: Followed, was: StepThen, is: StepThen): Promise<void> {
  const { state, outbox } = change
  const [before, { n, undo }] = [stepNow(was), stepNow(is)]
  await outbox.redraw('undo')
  if (!undo || before.undo?.state === undo.state) return
  if (undo.state === 'undoing') return takeBackStep(change, stepNow(is))
  if (undo.state === 'undone') return tellTakenFrom(change, stepNow(is))
  if (undo.state !== 'failed') return
  const subject = subjectOf('step', n, 'not_undone', undo.tries)
  const people = [state.campaign.owner, undo.by].filter((person) => person !== STAIRWAY)
  for (const target of new Set(people)) await outbox.post({ kind: 'step', subject, target })
}
