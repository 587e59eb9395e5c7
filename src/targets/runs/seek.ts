import { type Answered, ask, isOk, isStatus, type Lost, unasked } from '../api.ts'
import type { Again, Asked, SentStep } from '../target.ts'
import type { Run } from './run.ts'
import { BEGUN, PAGE, type RunTool } from './tool.ts'

/** What a tool is asked about. */
export interface At<What extends object> {
  readonly tool: RunTool<What>
  readonly what: What
  readonly asked: Asked
}

/** The run of a step, or why there is none to tell of. */
export type Sought = { readonly run: Run } | Nothing

interface Nothing {
  readonly run: null
  readonly found: Again | { readonly is: 'unknown'; readonly outcome: string } | { readonly is: 'absent' }
}

/** A list may not show yet what was begun just now; so long nothing is said to be absent. */
const SETTLED_MS = 60_000
/** The clocks of two machines may differ by this: what was begun so shortly before we sent may be ours, or not. */
const CLOCKS_MS = 120_000
/** A mark is ours by any clock, so it is looked for further back. */
const MARKED_MS = 3_600_000

/** By its id where the tool has said it, else among what was begun since. */
export function seek<What extends object>(at: At<What>, step: SentStep): Promise<Sought> {
  const { handle } = step.sent
  return handle === null || handle === BEGUN ? seekSince(at, step) : seekBegun(at, step, handle)
}

/** What was begun just now may not be there yet; what was there once is asked of a person. */
async function seekBegun<What extends object>(at: At<What>, { sent }: SentStep, id: string): Promise<Sought> {
  const sought = await seekById(at, id)
  if (sought.run || sought.found.is !== 'absent') return sought
  return at.asked.now < settledAt(sent.since) ? lagging(null) : unknown(`there is no run ${id}`)
}

/** `absent` where it is not there. */
export async function seekById<What extends object>(at: At<What>, id: string): Promise<Sought> {
  const { tool, what, asked } = at
  const answer = await ask(tool.api, tool.oneRun(what, id), asked)
  if (isOk(answer)) {
    const runs = tool.oneIn(answer.body)
    if (!runs) return unknown(`an answer that does not tell of run ${id}`)
    const run = runs.find((each) => each.id === id)
    return run ? { run } : { run: null, found: { is: 'absent' } }
  }
  return isStatus(answer, 404) ? { run: null, found: { is: 'absent' } } : unanswered(at, answer)
}

async function seekSince<What extends object>(at: At<What>, step: SentStep): Promise<Sought> {
  const { tool, what, asked } = at
  const { owner } = tool
  const back = owner.by === 'mark' ? MARKED_MS : CLOCKS_MS
  const from = new Date(step.sent.since.getTime() - back)
  const listed = await listSince(at, from)
  if ('found' in listed) return listed
  const ours = listed.runs.filter((run) =>
    owner.by === 'mark' ? owner.isOf(run, step) : run.begun === null || run.begun >= from,
  )
  const [run] = ours
  if (!run) return missing(step, asked, owner.by === 'mark' ? perhaps(listed.runs, owner, step) : null)
  if (ours.length > 1) return unknown(severalWords(ours))
  const other = owner.by === 'mark' ? null : await otherThan(run, step, () => owner.others(what, asked))
  return other ?? { run }
}

/** So many pages of a list are read to find a run that has no id yet. */
const MOST_PAGES = 20

async function listSince<What extends object>(
  at: At<What>,
  from: Date,
): Promise<{ readonly runs: readonly Run[] } | Nothing> {
  const { tool, what, asked } = at
  const runs: Run[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await ask(tool.api, tool.list(what, from, page), asked)
    if (!isOk(answer)) return unanswered(at, answer)
    const read = tool.runsIn(answer.body)
    if (!read) return unknown('a list of runs that can’t be read')
    runs.push(...read.runs)
    if (!read.more || reachesBack(read.runs, from)) return { runs }
  }
  return unknown(`its runs are more than ${MOST_PAGES * PAGE}`)
}

/** Whether a list that begins with the newest is older than that at its end; some tools don't say how they order. */
function reachesBack(runs: readonly Run[], from: Date): boolean {
  const [first, last] = [runs[0]?.begun, runs.at(-1)?.begun]
  return first != null && last != null && first >= last && last < from
}

function severalWords(runs: readonly Run[]): string {
  const ids = runs.slice(0, 3).map(({ id }) => id)
  const more = runs.length > ids.length ? ' and others' : ''
  return `${runs.length} runs were begun since, ${ids.join(', ')}${more}: each may be this step’s`
}

/** A run that began since and shows neither our mark nor another's: the tool may not keep what it was given. */
function perhaps(
  runs: readonly Run[],
  { isOthers }: { readonly isOthers: (run: Run) => boolean },
  { sent: { since } }: SentStep,
): Run | null {
  const from = new Date(since.getTime() - CLOCKS_MS)
  return runs.find((run) => !isOthers(run) && (run.begun === null || run.begun >= from)) ?? null
}

/** Nothing in the list says nothing where that may lag behind. */
function missing({ sent: { since, handle } }: SentStep, { now }: Asked, perhaps: Run | null): Nothing {
  if (now < settledAt(since)) return lagging(settledAt(since))
  if (perhaps) return unknown(`run ${perhaps.id} was begun since and does not show whose it is`)
  return handle === BEGUN ? lagging(null) : { run: null, found: { is: 'absent' } }
}

function settledAt(since: Date): Date {
  return new Date(since.getTime() + SETTLED_MS)
}

function lagging(notBefore: Date | null): Nothing {
  return { run: null, found: { is: 'again', outcome: 'its run is not there yet', notBefore } }
}

/** The one run that was begun since is this step's where it was begun after it and nobody else starts any; else why not. */
async function otherThan(
  { id, begun }: Run,
  { sent }: SentStep,
  others: () => Promise<string | null | Again>,
): Promise<Sought | null> {
  const other = begun && begun >= sent.since ? await others() : 'somebody who was a little earlier'
  if (other === null) return null
  if (typeof other !== 'string') return { run: null, found: other }
  return unknown(`run ${id} was begun since, by this step or by ${other}`)
}

function unknown(outcome: string): Nothing {
  return { run: null, found: { is: 'unknown', outcome } }
}

function unanswered<What extends object>({ tool, asked }: At<What>, answer: Answered | Lost): Nothing {
  return { run: null, found: unasked(tool.api, answer, asked.now) }
}
