import type { ReadingDeps } from '../reading/reading.ts'
import { type DeliveryDeps, deliverMessage } from '../slack/delivery/delivery.ts'
import { givenUp } from '../slack/delivery/mending.ts'
import type { Tx } from '../store/kit/database.ts'
import { expire } from '../usecases/approvals.ts'
import { giveUpDelivery } from '../usecases/deliveries.ts'
import type { JobKinds } from '../usecases/deps.ts'
import { digestGivenUp } from '../usecases/digests.ts'
import { ledgerGivenUp } from '../usecases/growth.ts'
import { launchDue, recordWebhook } from '../usecases/launches.ts'
import { releaseDigest } from '../usecases/pictures.ts'
import { portfolioGivenUp } from '../usecases/portfolios.ts'
import { within } from '../usecases/transaction.ts'
import { recordWatch } from '../usecases/watch.ts'
import { makeDigest } from './digest.ts'
import { runLaunchStep } from './launch-step.ts'
import { sendLedgerFiles } from './ledger.ts'
import { RetryAt } from './outcome.ts'
import { makePictures, type PictureDeps } from './pictures.ts'
import { gatherPortfolio } from './portfolio.ts'
import type { DeadJob, Handlers } from './runner.ts'
import { watchGuardrails } from './watch.ts'

export type JobDeps = DeliveryDeps & ReadingDeps & PictureDeps

/** The one table of job kinds: everything that touches the outside world. */
export function jobHandlers(deps: JobDeps): Handlers<JobKinds> {
  return {
    deliver: (payload) => runDelivery(deps, payload),
    expire_request: async ({ teamId, campaignId, n }) => {
      await expire(deps, teamId, campaignId, n)
    },
    launch_due: async ({ teamId, campaignId, launchAt }) => {
      await launchDue(deps, teamId, campaignId, launchAt)
    },
    launch_step: (payload, context) => runLaunchStep(deps, payload, context),
    digest: (payload, context) => makeDigest(deps, payload, context),
    send_ledger: (payload) => sendLedgerFiles(deps, payload),
    watch: (payload, context) => watchGuardrails(deps, payload, context),
    portfolio: (payload) => gatherPortfolio(deps, payload),
    pictures: (payload) => makePictures(deps, payload),
  }
}

/** What a job that was given up leaves behind: a fact that people see. */
export function onDeadJob(deps: JobDeps): (tx: Tx, job: DeadJob<JobKinds>) => Promise<void> {
  return async (tx, job) => {
    const why = job.lastError ?? 'no attempts are left'
    const open = within(tx, deps)
    if (job.kind === 'deliver')
      await giveUpDelivery(open, job.payload.messageId, (message) => givenUp(why, message))
    if (job.kind === 'launch_step')
      await recordWebhook(open, job.payload, { done: false, outcome: `${why}, ${job.attempts} times` })
    if (job.kind === 'send_ledger') await ledgerGivenUp(open, job.payload, why)
    if (job.kind === 'watch') await recordWatch(open, job.payload, null, [why])
    if (job.kind === 'portfolio') await portfolioGivenUp(open, job.payload, why)
    if (job.kind === 'digest') await digestGivenUp(open, job.payload, why)
    if (job.kind === 'pictures') await releaseDigest(open, job.payload)
  }
}

async function runDelivery(deps: JobDeps, { messageId }: JobKinds['deliver']): Promise<void> {
  const delivered = await deliverMessage(deps, messageId)
  if (delivered.is === 'wait') throw new RetryAt(delivered.until, delivered.why)
  if (delivered.is === 'again') throw new Error(delivered.why)
}
