import type { CampaignState } from '../../domain/state/campaign.ts'
import type { LaunchStep } from '../../domain/state/steps.ts'
import type { Asked, Found, Sender, Sent, SentStep, Targets } from '../../targets/target.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { beginSend, recordHandle, recordSend, type SendEnd } from '../../usecases/launches.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobContext, type JobKind, RetryAt } from '../contract.ts'

export type LaunchDeps = Deps & { readonly targets: Targets }

/** How long a step is tried whose target does not say it. */
const PATIENCE_MS = 3_600_000
/** How long it may run. */
const RUN_PATIENCE_MS = 6 * 3_600_000
/** When what runs is asked for again, unless it says when. */
const POLL_MS = 60_000
/** Between two tries: as long as it has been tried, within these. */
const PAUSE_MS = { least: 1_000, most: 300_000 }

/** Answers cost no attempt, they have a deadline; what does is a fault of ours. */
export function launchStepKind(deps: LaunchDeps): JobKind<JobKinds['launch_step']> {
  return {
    urgent: true,
    attempts: 30,
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
  const { target: name, words } = begun.step.plan
  const target = deps.targets.get(name)
  if (!target) {
    await recordSend(deps, job, { done: false, outcome: `stairway.yaml declares no target ${name} any more` })
    return
  }
  const now = deps.now()
  const sent = { since: begun.step.at ?? now, handle: begun.step.handle }
  const step = { ...stepOf(begun.state, begun.step), target: name, words, sent }
  const answer = await outcomeOf(target, step, begun.again, { now, signal: context.signal })
  const end = endOf(answer, target, now.getTime() - sent.since.getTime())
  if (end) return void (await recordSend(deps, job, end))
  if (answer.is === 'running') await recordHandle(deps, job, answer.handle)
  throw new RetryAt(nextAsk(answer, sent.since, now), answer.outcome)
}

type Answer = Sent | Exclude<Found, { readonly is: 'absent' | 'unknown' }> | Unsettled
type Unsettled = { readonly is: 'unsettled'; readonly outcome: string }

/** What went out before is read back first where that can be done: it may have arrived. What can't be told, a person must. */
async function outcomeOf(target: Sender, step: SentStep, again: boolean, asked: Asked): Promise<Answer> {
  const found = again && target.readBack ? await target.readBack(step, asked) : null
  if (!found || found.is === 'absent') return target.send(step, asked)
  return found.is === 'unknown' ? { is: 'unsettled', outcome: found.outcome } : found
}

/** How a step ended that was tried for so long; null while it may be tried. */
function endOf(answer: Answer, target: Sender, triedMs: number): SendEnd | null {
  const { is, outcome } = answer
  if (is === 'done') return { done: true, outcome }
  if (is === 'refused' || is === 'failed') return { done: false, outcome, refused: true }
  if (is === 'unsettled') return { done: false, outcome }
  const patienceMs = is === 'running' ? RUN_PATIENCE_MS : (target.patienceMs ?? PATIENCE_MS)
  return triedMs < patienceMs ? null : { done: false, outcome: `${outcome}, for ${spanWords(patienceMs)}` }
}

function spanWords(ms: number): string {
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : `${Math.round(ms / 60_000)} min`
}

function nextAsk(answer: Answer, since: Date, now: Date): Date {
  const asked = answer.is === 'running' || answer.is === 'again' ? answer.notBefore : null
  const tried = now.getTime() - since.getTime()
  const pause = answer.is === 'running' ? POLL_MS : Math.min(PAUSE_MS.most, Math.max(PAUSE_MS.least, tried))
  return asked ?? new Date(now.getTime() + pause)
}

/** The id is the same for every try of one send, a person's "Send again" too; only what was refused is a new one. */
function stepOf({ campaign }: CampaignState, { n, firstTry }: LaunchStep) {
  return { id: `stairway_${campaign.teamId}_${campaign.key}_${n}_${firstTry}`, n, campaign }
}
