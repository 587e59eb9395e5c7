import { stairwayOf } from '../../domain/state/actor.ts'
import { dueAt, heldStep } from '../../domain/steps/held.ts'
import type { ReadingDeps } from '../../reading/reading.ts'
import { figuresFor, readGuardrails } from '../../reading/stage.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { recordStage, stageGivenUp } from '../../usecases/stages.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobKind, RetryAt } from '../contract.ts'
import { readingLane } from './digest.ts'

/** Lets a stage of a launch go once its time or its sample has come, and its figures say nothing against it; until then it is asked again. */
export function advanceStepKind(deps: Deps & ReadingDeps): JobKind<JobKinds['advance_step']> {
  return {
    attempts: 12,
    key: ({ campaignId, n }) => `advance:${campaignId}:${n}`,
    lane: readingLane,
    run: (job) => runAdvanceStep(deps, job),
    whenDead: (tx, { payload, why }) => stageGivenUp(within(tx, deps), payload, why),
  }
}

async function runAdvanceStep(deps: Deps & ReadingDeps, job: JobKinds['advance_step']): Promise<void> {
  const state = await readState(deps, stairwayOf(job.teamId), { id: job.campaignId })
  const step = heldStep(state)
  if (step?.n !== job.n || step.state !== 'held') return
  const now = deps.now()
  const due = dueAt(step)
  if (due && due > now) throw new RetryAt(due, 'held')
  const [reading, look] = await Promise.all([readGuardrails(deps, state, now), deps.lookAt(state, job.n)])
  const figures = await figuresFor(deps, state, step, reading, now)
  const next = await recordStage(deps, job, { readout: reading.readout, figures, look })
  if (next) throw new RetryAt(next, 'held')
}
