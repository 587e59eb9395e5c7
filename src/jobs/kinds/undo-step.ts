import { inStages } from '../../domain/brief/wait-words.ts'
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
  type Patience,
  patienceOf,
  reachedBy,
  tooLongWords,
  type Unfinished,
  undeclared,
} from './steps.ts'

/** A stop does not wait longer than that to hear what became of a step before it takes it back. */
const FIRST_LOOK_MS = 300_000
/** What was being sent as the stop came may still land; so long nothing is said to be absent. */
const LANDS_MS = 120_000
/** People are reached meanwhile, so somebody hears sooner than of a send that it is not through. */
const UNDO_PATIENCE_MS = 900_000

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
  if (isBehind(begun))
    throw new RetryAt(new Date(asked.now.getTime() + BEHIND_MS), 'what followed it comes first')
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

/** Stages of one thing are taken back one after another, the last one first: each to what was before it. */
const BEHIND_MS = 5_000

function isBehind({ state, step }: BegunUndo): boolean {
  const stages = inStages(state.steps, ({ plan }) => plan).find((group) => group.includes(step)) ?? []
  return stages.some(({ n, undo }) => n > step.n && undo?.state === 'undoing')
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
async function whatBecame(to: Addressed, begun: Begun, asked: Asked): Promise<Became> {
  const { target, step } = to
  if (begun.step.state !== 'sending') return { is: 'open' }
  if (!begun.open) return { is: 'over', end: ABSENT }
  const found: Found = (await target.readBack?.(step, asked)) ?? { is: 'unknown', outcome: '' }
  const first = { since: undoBegunAt(begun, asked.now), ms: FIRST_LOOK_MS }
  switch (found.is) {
    case 'done':
      return { is: 'over', end: { done: true, outcome: found.outcome, ...reachedBy(found, to) } }
    case 'failed':
      return {
        is: 'over',
        end: { done: false, outcome: found.outcome, refused: true, arrived: 'yes' },
      }
    case 'absent': {
      const lands = { ...first, ms: LANDS_MS }
      if (isOver(lands, asked.now)) return { is: 'over', end: ABSENT }
      throw retryWithin({ is: 'again', outcome: 'it may still arrive' }, lands, asked.now)
    }
    case 'running':
      return { is: 'running', handle: found.handle }
    case 'again':
      if (isOver(first, asked.now)) return { is: 'open' }
      throw retryWithin(found, first, asked.now)
    case 'unknown':
      return { is: 'open' }
  }
}

/** It is asked once more as the time ends, whatever a target says of when. */
function retryWithin(answer: Unfinished, patience: Patience, now: Date): RetryAt {
  const end = patience.since.getTime() + patience.ms
  return new RetryAt(new Date(Math.min(nextAsk(answer, patience, now).getTime(), end)), answer.outcome)
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
  const since = undoBegunAt(begun, asked.now)
  const patience =
    answer.is === 'running' ? patienceOf(target, answer, since) : { since, ms: UNDO_PATIENCE_MS }
  if (!isOver(patience, asked.now)) throw retryWithin(answer, patience, asked.now)
  return { state: 'failed', outcome: tooLongWords(answer, patience) }
}

function endOf(answer: Sent, seen: Look | Unseen, now: Date): UndoEnd {
  const { is, outcome } = answer
  const undo = seen.is === 'seen' ? seen.undo : null
  if (is === 'done') {
    const partly = answer.partly || undo?.is === 'stops the rest'
    return { state: 'undone', outcome, ...(partly ? { partly: true } : {}) }
  }
  const late = undo?.is === 'until it starts' && undo.until !== null && undo.until <= now
  return { state: undo?.is === 'none' || late ? 'impossible' : 'failed', outcome }
}

function undoBegunAt({ step: { undo } }: Begun, now: Date): Date {
  return undo?.at ?? now
}
