import type { DeliveryDeps } from '../../slack/delivery/delivery.ts'
import type { JobKinds } from '../../usecases/deps.ts'
import type { JobTable } from '../contract.ts'
import { advanceStepKind } from './advance-step.ts'
import { askChecksKind } from './ask-checks.ts'
import { deliverKinds } from './deliver.ts'
import { type DigestDeps, digestKind } from './digest.ts'
import { escalateRequestKind } from './escalate-request.ts'
import { expireRequestKind } from './expire-request.ts'
import { firstDataKind } from './first-data.ts'
import { launchDueKind } from './launch-due.ts'
import { launchStepKind } from './launch-step.ts'
import { type PictureDeps, picturesKind } from './pictures.ts'
import { portfolioKind } from './portfolio.ts'
import { proveStopKind } from './prove-stop.ts'
import { remindApproversKind } from './remind-approvers.ts'
import { type LedgerDeps, sendLedgerKind } from './send-ledger.ts'
import { type SqlDeps, sendSqlKind } from './send-sql.ts'
import type { LaunchDeps } from './steps.ts'
import { turnDelegationKind } from './turn-delegation.ts'
import { undoStepKind } from './undo-step.ts'
import { watchKind } from './watch.ts'

export type JobDeps = DeliveryDeps & DigestDeps & PictureDeps & LedgerDeps & SqlDeps & LaunchDeps

/** The one table of job kinds: everything that touches the outside world. */
export function jobKinds(deps: JobDeps): JobTable<JobKinds> {
  return {
    ...deliverKinds(deps),
    remind_approvers: remindApproversKind(deps),
    escalate_request: escalateRequestKind(deps),
    expire_request: expireRequestKind(deps),
    launch_due: launchDueKind(deps),
    launch_step: launchStepKind(deps),
    advance_step: advanceStepKind(deps),
    undo_step: undoStepKind(deps),
    send_ledger: sendLedgerKind(deps),
    send_sql: sendSqlKind(deps),
    digest: digestKind(deps),
    watch: watchKind(deps),
    prove_stop: proveStopKind(deps),
    first_data: firstDataKind(deps),
    ask_checks: askChecksKind(deps),
    portfolio: portfolioKind(deps),
    pictures: picturesKind(deps),
    turn_delegation: turnDelegationKind(deps),
  }
}
