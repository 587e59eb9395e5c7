import type { UserId } from '../../domain/people.ts'
import { answerableFor } from '../../domain/state/requests.ts'
import type { LaunchStep, StepThen } from '../../domain/state/steps.ts'
import { nextAsk } from '../../domain/steps/held.ts'
import { type HeldFor, subjectOf } from '../../domain/subject.ts'
import { readingOf } from '../readings.ts'
import type { Followed } from './followed.ts'

/** A held step is asked for by a job, or by a message to whom it waits for; that it can't leave, or is paused, is told once each. */
export async function afterHeld(change: Followed, before: StepThen, step: LaunchStep): Promise<void> {
  if (step.state === 'paused') return tellPaused(change, step)
  if (before.state !== 'held') return begin(change, step)
  if (step.outcome !== null) await tell(change, step, 'stuck', ownerAndApprovers(change))
}

async function begin(change: Followed, step: LaunchStep): Promise<void> {
  const { open, state } = change
  const runAt = step.at && nextAsk(step, step.at)
  if (!runAt) return tell(change, step, 'held', waitsFor(change, step))
  const payload = { ...readingOf(state.campaign, open.catalog), n: step.n }
  await open.enqueue(open.db, 'advance_step', payload, { runAt })
}

/** Who approved it know what they wait for; the person is named by the plan. */
function waitsFor({ state }: Followed, { plan }: LaunchStep): readonly UserId[] {
  const until = plan.after?.until
  return until?.is === 'person' ? [until.person] : answerableFor(state.request)
}

async function tellPaused(change: Followed, step: LaunchStep): Promise<void> {
  const { outbox } = change
  await outbox.postInThread(subjectOf('step', step.n, 'paused'), null, 'step')
  await tell(change, step, 'paused', ownerAndApprovers(change))
}

/** Who runs it, and who may let it go. */
function ownerAndApprovers({ state }: Followed): readonly UserId[] {
  return [state.campaign.owner, ...answerableFor(state.request)]
}

async function tell(
  { outbox }: Followed,
  { n }: LaunchStep,
  what: HeldFor,
  people: readonly UserId[],
): Promise<void> {
  const subject = subjectOf('step', n, what)
  for (const target of new Set(people)) await outbox.post({ kind: 'step', subject, target })
}
