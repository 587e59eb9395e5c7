import type { CampaignState } from '../../domain/state/campaign.ts'
import type { LaunchStep } from '../../domain/state/steps.ts'
import type { Asked, Found, Sender, Sent, SentStep, Targets } from '../../targets/target.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { beginSend, recordHandle, recordSend } from '../../usecases/launches.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobContext, type JobKind, RetryAt } from '../contract.ts'

export type LaunchDeps = Deps & { readonly targets: Targets }

/** How long a target may ask for more time, or run; after that its answers count as faults, of which a step has six. */
const PATIENCE_MS = 6 * 3_600_000
/** When what runs is asked for again, unless it says when. */
const POLL_MS = 60_000

export function launchStepKind(deps: LaunchDeps): JobKind<JobKinds['launch_step']> {
  return {
    attempts: 6,
    key: ({ campaignId, n, tries }) => `step:${campaignId}:${n}:${tries}`,
    lane: ({ campaignId }) => `launch:${campaignId}`,
    run: (job, context) => runLaunchStep(deps, job, context),
    whenDead: (tx, { payload, attempts, why }) =>
      recordSend(within(tx, deps), payload, { done: false, outcome: `${why}, ${attempts} times` }),
  }
}

/** Sends one step of a launch until its outcome is known; not at all once the launch was stopped. */
async function runLaunchStep(
  deps: LaunchDeps,
  job: JobKinds['launch_step'],
  context: JobContext,
): Promise<void> {
  const begun = await beginSend(deps, job)
  if (begun?.step.plan.kind !== 'sent') return
  const finish = async (done: boolean, outcome: string) => {
    await recordSend(deps, job, { done, outcome })
  }
  const { target: name, words } = begun.step.plan
  const target = deps.targets.get(name)
  if (!target) return finish(false, `stairway.yaml declares no target ${name} any more`)
  const now = deps.now()
  const sent = { since: begun.step.at ?? now, handle: begun.step.handle }
  const step = { ...stepOf(begun.state, begun.step), target: name, words, sent }
  const answer = await outcomeOf(target, step, begun.again, { now, signal: context.signal })
  if (answer.is === 'done' || answer.is === 'refused' || answer.is === 'failed')
    return finish(answer.is === 'done', answer.outcome)
  if (answer.is === 'running') await recordHandle(deps, job, answer.handle)
  const notBefore = nextAsk(answer, now)
  if (notBefore && now.getTime() - sent.since.getTime() < PATIENCE_MS)
    throw new RetryAt(notBefore, answer.outcome)
  throw new Error(answer.outcome)
}

type Answer = Sent | Exclude<Found, { readonly is: 'absent' }>

/** What went out before is read back first where that can be done: it may have arrived. What can't be told, a person must. */
async function outcomeOf(target: Sender, step: SentStep, again: boolean, asked: Asked): Promise<Answer> {
  const found = again && target.readBack ? await target.readBack(step, asked) : null
  if (!found || found.is === 'absent') return target.send(step, asked)
  return found.is === 'unknown' ? { is: 'failed', outcome: found.outcome } : found
}

function nextAsk(answer: Answer, now: Date): Date | null {
  if (answer.is === 'running') return answer.notBefore ?? new Date(now.getTime() + POLL_MS)
  return answer.is === 'again' ? answer.notBefore : null
}

/** The id is the same for every try that the outcome of one send needs; a person's "Send again" is a new one. */
function stepOf({ campaign }: CampaignState, { n, tries }: LaunchStep) {
  return { id: `stairway_${campaign.teamId}_${campaign.key}_${n}_${tries}`, n, campaign }
}
