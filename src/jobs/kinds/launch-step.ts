import type { Asked, Found, Sent } from '../../targets/target.ts'
import type { JobKinds } from '../../usecases/deps.ts'
import {
  type Begun,
  beginSend,
  recordHandle,
  recordNothing,
  recordSend,
  type SendEnd,
} from '../../usecases/steps.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobContext, type JobKind, RetryAt } from '../contract.ts'
import {
  type Addressed,
  addressed,
  isOver,
  type LaunchDeps,
  nextAsk,
  patienceOf,
  reachedBy,
  tooLongWords,
  type Unfinished,
  undeclared,
} from './steps.ts'

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
  { signal }: JobContext,
): Promise<void> {
  const begun = await beginSend(deps, job)
  if (!begun) return
  const asked = { now: deps.now(), signal }
  const to = addressed(deps, begun, asked)
  const outcome = to
    ? await outcomeOf(to, begun, asked)
    : { answer: { is: 'unsettled', outcome: undeclared(begun) } as const, open: begun.open }
  if (!outcome.open) await recordNothing(deps, job, begun.step)
  const end = endOf(outcome, to, begun, asked.now)
  if (end) return void (await recordSend(deps, job, end))
  const { answer } = outcome
  if (answer.is === 'running') await recordHandle(deps, job, answer.handle)
  if (to && isUnfinished(answer)) throw againAt(answer, to, begun, asked.now)
}

type Answer = Sent | Exclude<Found, { readonly is: 'absent' | 'unknown' }> | Unsettled
/** Nobody can tell but a person. */
type Unsettled = { readonly is: 'unsettled'; readonly outcome: string }

/** `open`: something of the send may be with its target now. */
interface Outcome {
  readonly answer: Answer
  readonly open: boolean
}

/** What may have arrived is read back before anything is sent. What can't be told, a person must; what is over is asked for once more. */
async function outcomeOf(to: Addressed, begun: Begun, asked: Asked): Promise<Outcome> {
  const found = begun.open ? await lookFor(to, asked) : null
  if (found) return found
  const sent = await to.target.send(to.step, asked)
  const nothing = sent.is === 'again' || isUnsent(sent)
  const open = !nothing || (begun.open && !to.target.readBack)
  if (sent.is !== 'unknown') return { answer: sent, open }
  if (!isRepeatable(to)) return { answer: { is: 'unsettled', outcome: sent.outcome }, open }
  const patience = patienceOf(to.target, sent, begunAt(begun, asked.now))
  return isOver(patience, asked.now) ? lastLook(to, sent, asked) : { answer: sent, open }
}

function isRepeatable({ target }: Addressed): boolean {
  return target.readBack !== undefined || target.repeats === 'safe by id'
}

/** Null where it may be sent: it is not there, or twice is once. */
async function lookFor(to: Addressed, asked: Asked): Promise<Outcome | null> {
  const { target, step } = to
  if (!isRepeatable(to)) return { answer: { is: 'unsettled', outcome: UNSEEN }, open: true }
  const found = (await target.readBack?.(step, asked)) ?? { is: 'absent' }
  if (found.is === 'absent') return null
  if (found.is === 'unknown') return { answer: { is: 'unsettled', outcome: found.outcome }, open: true }
  return { answer: found, open: !isUnsent(found) }
}

/** Whether it only has its handle by now. */
function isUnsent(answer: Sent | Found): boolean {
  return answer.is === 'running' && answer.unsent === true
}

const UNSEEN = 'an earlier try got no answer, and its target can’t be asked whether it arrived'

/** Of what was sent at the very end nobody asks again. */
async function lastLook({ target, step }: Addressed, sent: Unfinished, asked: Asked): Promise<Outcome> {
  const { outcome } = sent
  const found = await target.readBack?.(step, asked)
  if (found?.is === 'absent') return { answer: { is: 'again', outcome, notBefore: null }, open: false }
  if (!found || found.is === 'unknown' || found.is === 'again')
    return { answer: { is: 'unknown', outcome }, open: true }
  return { answer: found, open: true }
}

/** How a step ended; null while it may be tried. */
function endOf({ answer, open }: Outcome, to: Addressed | null, begun: Begun, now: Date): SendEnd | null {
  const { is, outcome } = answer
  const arrived = open ? 'perhaps' : 'no'
  if (answer.is === 'done') return { done: true, outcome, ...reachedBy(answer, to) }
  // A no says nothing of an earlier try that nobody can look for: it keeps its id.
  if (is === 'refused' && begun.open && !to?.target.readBack)
    return { done: false, outcome, arrived: 'perhaps' }
  if (is === 'refused') return { done: false, outcome, refused: true, arrived: 'no' }
  if (is === 'failed') return { done: false, outcome, refused: true, arrived: 'yes' }
  if (is === 'unsettled' || !to) return { done: false, outcome, arrived }
  const patience = patienceOf(to.target, answer, begunAt(begun, now))
  if (!isOver(patience, now)) return null
  const still = is === 'running' ? ': it may still be running there' : ''
  return { done: false, outcome: `${tooLongWords(answer, patience)}${still}`, arrived }
}

function againAt(answer: Unfinished, { target }: Addressed, begun: Begun, now: Date): RetryAt {
  const patience = patienceOf(target, answer, begunAt(begun, now))
  return new RetryAt(nextAsk(answer, patience, now), answer.outcome)
}

function begunAt({ step }: Begun, now: Date): Date {
  return step.at ?? now
}

function isUnfinished(answer: Answer): answer is Extract<Answer, Unfinished> {
  return answer.is === 'again' || answer.is === 'unknown' || answer.is === 'running'
}
