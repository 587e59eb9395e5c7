import { lapse, nextCheckAt } from '../domain/approval/lapse.ts'
import type { Notice } from '../domain/message.ts'
import { answerEvents, answeredTasks, type Run } from '../domain/readiness/answers.ts'
import type { CheckAnswer } from '../domain/readiness/checks.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { AnsweredEvent } from '../domain/state/answers.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import { isBeforeLaunch } from '../domain/state/stage.ts'
import { answeredAfter, type Task } from '../domain/state/tasks.ts'
import { subjectOf } from '../domain/subject.ts'
import { type CheckedTask, checkedBy, checkedCampaigns, EVER, lookAtCheck, NEVER } from '../store/checks.ts'
import { forEachDue, PAGE } from './batches.ts'
import { change } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'
import { unasked } from './follow-on/notices.ts'
import { outboxOf } from './outbox.ts'
import { loadSeen } from './seen.ts'
import { type OpenDeps, transact } from './transaction.ts'

/** What a campaign is after its checks were asked, and the tasks that were asked for, with what was said of each. */
interface Checked {
  readonly state: CampaignState
  readonly tasks: readonly Task[]
}

/** After so long what has come is kept; what hangs follows when it is there, or is given up. */
const PATIENCE_MS = 10_000

/**
 * Asks the checks of these tasks, all at once, and keeps what they say until the launch. It asks the outside, so never
 * inside a transaction.
 */
export async function askChecks(
  deps: Deps,
  state: CampaignState,
  tasks: readonly Task[],
  patienceMs = PATIENCE_MS,
): Promise<Checked> {
  if (tasks.length === 0) return { state, tasks }
  const askedAt = deps.now()
  const names = [...new Set(tasks.flatMap(({ check }) => check ?? []))]
  const answers = new Map<string, CheckAnswer>()
  const all = Promise.all(names.map(async (name) => answers.set(name, await deps.askCheck(state, name))))
  await within(all, patienceMs)
  const early = new Map(answers)
  const first = await keepAnswers(deps, state, { answers: early, askedAt, now: deps.now() })
  await all
  const late = new Map([...answers].filter(([name]) => !early.has(name)))
  const after = await keepAnswers(deps, first, { answers: late, askedAt, now: deps.now() })
  const said = answeredTasks(after, { answers, askedAt, now: deps.now() }, deps.catalog.checks)
  return { state: after, tasks: tasks.flatMap(({ n }) => said.filter((each) => each.n === n)) }
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms).unref()
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}

/** Asks for a submit: every check of a task that is not waived, since the brief may be another one since. */
export async function askAll(deps: Deps, state: CampaignState): Promise<void> {
  await askChecks(deps, state, state.tasks.filter(isAnswered))
}

/** A pass of the last minute is one of now: who is asked whether to launch, and says yes, asks a warehouse once. */
const NOW_MS = 60_000

/** The same for a launch, whose brief stays as it was approved. */
export async function askOld(deps: Deps, state: CampaignState): Promise<void> {
  const before = deps.now().getTime() - NOW_MS
  // What was reported a moment ago is here, and asking for it costs nothing.
  const reported = new Set(
    deps.catalog.checks.filter(({ kind }) => kind === 'report').map(({ name }) => name),
  )
  const passedNow = ({ answer, check }: Task) =>
    answer?.counts === true && answer.askedAt.getTime() > before && !reported.has(check ?? '')
  await askChecks(
    deps,
    state,
    state.tasks.filter((task) => isAnswered(task) && !passedNow(task)),
  )
}

function isAnswered({ check, state }: Task): boolean {
  return check !== null && state !== 'waived'
}

async function keepAnswers(deps: Deps, before: CampaignState, run: Run): Promise<CampaignState> {
  if (run.answers.size === 0) return before
  const { id, teamId } = before.campaign
  const { after } = await change(deps, stairwayOf(teamId), { id }, (state) => {
    if (!isBeforeLaunch(state.campaign.stage)) return []
    const answered = answerEvents(state, run, deps.catalog.checks)
    return [...answered, ...lapsing(deps, state, answered)]
  })
  return after
}

/** An approval may end by what was answered just now. */
function lapsing(
  { catalog, now }: Deps,
  state: CampaignState,
  answered: readonly AnsweredEvent[],
): CampaignEvent[] {
  const tasks = answered.reduce<readonly Task[]>((all, each) => answeredAfter(all, each, now()), state.tasks)
  return lapse({ ...state, tasks }, catalog.checks, now())
}

/** Declared checks by which all tasks have been looked at: by others they may be due at other times. */
const looked = new WeakSet<Deps['catalog']['checks']>()

/**
 * Promises a run for each campaign before its launch that has a check whose time has come. A run that waits already is the
 * same one. Only what is due is read, but for the first time of a process.
 */
export async function claimChecks(deps: Deps): Promise<number> {
  const { checks } = deps.catalog
  const by = looked.has(checks) ? deps.now() : EVER
  const promised = new Set<number>()
  const claimed = await forEachDue(
    'Checks could not be claimed',
    (after: CheckedTask | null) => checkedBy(deps.db, by, after, PAGE),
    (each) => claimCheck(deps, each, promised),
  )
  looked.add(checks)
  return claimed
}

async function claimCheck(deps: Deps, checked: CheckedTask, promised: Set<number>): Promise<boolean> {
  const { teamId, campaignId, stage, task } = checked
  const at = isBeforeLaunch(stage) ? nextCheckAt(task, deps.catalog.checks, deps.now()) : null
  await lookAtCheck(deps.db, checked, at ?? NEVER)
  if (!at || at > deps.now() || promised.has(campaignId)) return false
  promised.add(campaignId)
  await transact(deps, (open) => open.enqueue(open.db, 'ask_checks', { teamId, campaignId }))
  return true
}

/** Promises that a check which was reported is asked at once, of one campaign or of all that wait for it. */
export async function askReported(
  { db, enqueue }: Pick<OpenDeps, 'db' | 'enqueue'>,
  { teamId, check }: { readonly teamId: string; readonly check: string },
  campaignId: number | null,
): Promise<void> {
  const all = (await checkedCampaigns(db)).filter((each) => each.tasks.some((task) => task.check === check))
  const theirs = all.filter((each) => each.teamId === teamId && (campaignId ?? each.id) === each.id)
  for (const { id } of theirs) await enqueue(db, 'ask_checks', { teamId, campaignId: id, check })
}

/** Asks what is due by now, or one check: nothing where another run did so meanwhile, or the campaign was launched. */
export async function askDue(
  deps: Deps,
  { teamId, campaignId, check }: JobKinds['ask_checks'],
): Promise<void> {
  const state = await loadSeen(deps, stairwayOf(teamId), { id: campaignId })
  if (!isBeforeLaunch(state.campaign.stage)) return
  const reported = state.tasks.filter((task) => isAnswered(task) && task.check === check)
  await askChecks(deps, state, check === undefined ? dueTasks(state.tasks, deps) : reported)
}

export function dueTasks(tasks: readonly Task[], { catalog, now }: Pick<Deps, 'catalog' | 'now'>): Task[] {
  return tasks.filter((task) => {
    const at = nextCheckAt(task, catalog.checks, now())
    return at !== null && at <= now()
  })
}

/** Tells the owner, once a day, that a run was given up. */
export function checksGivenUp(
  deps: Deps,
  { teamId, campaignId }: JobKinds['ask_checks'],
  why: string,
): Promise<void> {
  return transact(deps, async (open) => {
    const state = await loadSeen(open, stairwayOf(teamId), { id: campaignId })
    const data: Notice = { words: unasked(state, why), offers: ['ask_checks'] }
    const subject = subjectOf('unasked', open.now())
    await outboxOf(open, state).post({ kind: 'notice', subject, target: state.campaign.owner, data })
  })
}
