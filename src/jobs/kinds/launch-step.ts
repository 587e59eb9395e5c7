import type { CampaignState } from '../../domain/state/campaign.ts'
import type { LaunchStep } from '../../domain/state/steps.ts'
import { sendWebhook } from '../../targets/webhook.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { beginWebhook, recordWebhook } from '../../usecases/launches.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobContext, type JobKind, RetryAt } from '../contract.ts'

/** How long a receiver may ask for more time; after that its answers count as faults, of which a step has six. */
const PATIENCE_MS = 6 * 3_600_000

export function launchStepKind(deps: Deps): JobKind<JobKinds['launch_step']> {
  return {
    attempts: 6,
    key: ({ campaignId, n, tries }) => `step:${campaignId}:${n}:${tries}`,
    lane: ({ campaignId }) => `launch:${campaignId}`,
    run: (job, context) => runLaunchStep(deps, job, context),
    whenDead: (tx, { payload, attempts, why }) =>
      recordWebhook(within(tx, deps), payload, { done: false, outcome: `${why}, ${attempts} times` }),
  }
}

/** Sends one webhook of a launch until its outcome is known; not at all once the launch was stopped. */
async function runLaunchStep(deps: Deps, job: JobKinds['launch_step'], context: JobContext): Promise<void> {
  const begun = await beginWebhook(deps, job)
  if (begun?.step.plan.kind !== 'webhook') return
  const { plan } = begun.step
  const target = deps.catalog.targets.find((each) => each.name === plan.target)
  const finish = async (done: boolean, outcome: string) => {
    await recordWebhook(deps, job, { done, outcome })
  }
  if (!target) return finish(false, `stairway.yaml declares no target ${plan.target} any more`)
  const result = await sendWebhook(
    target,
    stepId(begun.state, begun.step),
    bodyOf(begun.state, begun.step),
    deps.now(),
    context.signal,
  )
  if (result.is !== 'again') return finish(result.is === 'done', result.outcome)
  const since = begun.step.at ?? deps.now()
  if (result.notBefore && deps.now().getTime() - since.getTime() < PATIENCE_MS)
    throw new RetryAt(result.notBefore, result.outcome)
  throw new Error(result.outcome)
}

/** The same for every try that the outcome of one send needs; a person's "Send again" is a new one. */
function stepId({ campaign }: CampaignState, step: LaunchStep): string {
  return `stairway_${campaign.teamId}_${campaign.key}_${step.n}_${step.tries}`
}

function bodyOf({ campaign }: CampaignState, { n, plan }: LaunchStep): object {
  const { key, brief, owner } = campaign
  return {
    type: 'campaign.launch_step',
    campaign: { key, name: brief.name, kind: brief.kind, owner, arms: brief.arms, audience: brief.audience },
    step: { n, target: plan.kind === 'webhook' ? plan.target : null, words: plan.words },
  }
}
