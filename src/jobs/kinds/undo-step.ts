import type { Asked, Found, Look, Sent, Unseen } from '../../targets/target.ts'
import type { JobKinds } from '../../usecases/deps.ts'
import type { Begun, SendEnd } from '../../usecases/steps.ts'
import { within } from '../../usecases/transaction.ts'
import { type BegunUndo, beginUndo, recordFound, recordUndo, type UndoEnd } from '../../usecases/undo.ts'
import { type JobContext, type JobKind, RetryAt } from '../contract.ts'
import {
  type Addressed,
  addressed,
  isOver,
  type LaunchDeps,
  nextAsk,
  patienceOf,
  tooLongWords,
  undeclared,
} from './steps.ts'

/** A stop does not wait longer than that to hear what became of a step before it takes it back. */
const FIRST_LOOK_MS = 300_000

/** Takes one step of a launch back, behind what still goes out of it. */
export function undoStepKind(deps: LaunchDeps): JobKind<JobKinds['undo_step']> {
  return {
    urgent: true,
    attempts: 30,
    key: ({ campaignId, n, tries }) => `undo:${campaignId}:${n}:${tries}`,
    lane: ({ campaignId }) => `launch:${campaignId}`,
    run: (job, context) => runUndoStep(deps, job, context),
    whenDead: (tx, { payload, attempts, why }) =>
      recordUndo(within(tx, deps), payload, { state: 'failed', outcome: `${why}, ${attempts} times` }),
  }
}

async function runUndoStep(
  deps: LaunchDeps,
  job: JobKinds['undo_step'],
  { signal }: JobContext,
): Promise<void> {
  const begun = await beginUndo(deps, job)
  if (!begun) return
  const asked = { now: deps.now(), signal }
  const to = addressed(deps, begun, asked)
  if (!to) return void (await recordUndo(deps, job, { state: 'failed', outcome: undeclared(begun) }))
  const became = await whatBecame(to, begun, asked)
  const end = became.is === 'over' ? became.end : null
  if (end) await recordFound(deps, job, end)
  const gone = end && !end.done && end.arrived === 'no'
  const handle = became.is === 'running' ? became.handle : null
  const never = gone || begun.step.arrived === 'no'
  const newest = never ? NEVER_THERE : await undone(to, handle, begun, asked)
  await recordUndo(deps, job, await withEarlier(deps, newest, begun, asked))
}

/** What ran before a new send is taken back too; what can't be is what is told. */
async function withEarlier(
  deps: LaunchDeps,
  newest: UndoEnd,
  begun: BegunUndo,
  asked: Asked,
): Promise<UndoEnd> {
  const ends = [newest]
  for (const step of begun.earlier) {
    const to = addressed(deps, { ...begun, step }, asked)
    if (to) ends.push(await undone(to, null, begun, asked))
  }
  const bad = ends.find(({ state }) => state !== 'undone')
  if (bad && bad !== newest)
    return { ...bad, outcome: `of an earlier send that ran too: ${bad.outcome ?? 'it has gone'}` }
  return bad ?? { ...newest, ...(ends.some(({ partly }) => partly) ? { partly: true } : {}) }
}

const NEVER_THERE: UndoEnd = { state: 'undone', outcome: 'it had not arrived' }

type Became =
  | { readonly is: 'over'; readonly end: SendEnd }
  | { readonly is: 'running'; readonly handle: string | null }
  | { readonly is: 'open' }

/** What became of a step that was on its way. Throws RetryAt while that may still be heard. */
async function whatBecame({ target, step }: Addressed, begun: Begun, asked: Asked): Promise<Became> {
  if (begun.step.state !== 'sending') return { is: 'open' }
  if (!begun.open) return { is: 'over', end: ABSENT }
  const found: Found = (await target.readBack?.(step, asked)) ?? { is: 'unknown', outcome: '' }
  const first = { since: undoBegunAt(begun, asked.now), ms: FIRST_LOOK_MS }
  switch (found.is) {
    case 'done':
      return { is: 'over', end: { done: true, outcome: found.outcome } }
    case 'failed':
      return {
        is: 'over',
        end: { done: false, outcome: found.outcome, refused: true, arrived: 'yes' },
      }
    case 'absent':
      return { is: 'over', end: ABSENT }
    case 'running':
      return { is: 'running', handle: found.handle }
    case 'again':
      if (isOver(first, asked.now)) return { is: 'open' }
      throw new RetryAt(nextAsk(found, first, asked.now), found.outcome)
    case 'unknown':
      return { is: 'open' }
  }
}

const ABSENT: SendEnd = {
  done: false,
  outcome: 'it had not arrived when the launch was stopped',
  refused: true,
  arrived: 'no',
}

/** How taking it back ended. Throws RetryAt while it may be tried: the same once more, which an undo stands. */
async function undone(to: Addressed, handle: string | null, begun: Begun, asked: Asked): Promise<UndoEnd> {
  const { target, step } = to
  if (!target.undo) return { state: 'impossible', outcome: null }
  const { sent } = step
  const answer = await target.undo({ ...step, sent: { ...sent, handle: handle ?? sent.handle } }, asked)
  // Looked at only now: it may take long, and people are reached meanwhile.
  if (answer.is === 'done' || answer.is === 'refused')
    return endOf(answer, await target.look(step, asked), asked.now)
  const patience = patienceOf(target, answer, undoBegunAt(begun, asked.now))
  if (!isOver(patience, asked.now)) throw new RetryAt(nextAsk(answer, patience, asked.now), answer.outcome)
  return { state: 'failed', outcome: tooLongWords(answer, patience) }
}

function endOf({ is, outcome }: Sent, seen: Look | Unseen, now: Date): UndoEnd {
  const undo = seen.is === 'seen' ? seen.undo : null
  if (is === 'done')
    return { state: 'undone', outcome, ...(undo?.is === 'stops the rest' ? { partly: true } : {}) }
  const late = undo?.is === 'until it starts' && undo.until !== null && undo.until <= now
  return { state: undo?.is === 'none' || late ? 'impossible' : 'failed', outcome }
}

function undoBegunAt({ step: { undo } }: Begun, now: Date): Date {
  return undo?.at ?? now
}
