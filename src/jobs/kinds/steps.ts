import { sendId } from '../../domain/state/steps.ts'
import type { Asked, Sender, SentStep, Targets } from '../../targets/target.ts'
import type { Deps } from '../../usecases/deps.ts'
import type { Begun } from '../../usecases/steps.ts'

/** What jobs of launch steps share: whom they ask, with what, and how long. */
export type LaunchDeps = Deps & { readonly targets: Targets }

/** How long a step is tried whose target does not say it, in milliseconds; and how long it may run. */
const PATIENCE_MS = 3_600_000
const RUN_PATIENCE_MS = 6 * 3_600_000
/** When what runs is asked for again, unless it says when. */
const POLL_MS = 60_000
/** Between two tries: as long as it has been tried, within these. */
const PAUSE_MS = { least: 1_000, most: 300_000 }

/** A step as its target knows it, and who that is. */
export interface Addressed {
  readonly target: Sender
  readonly step: SentStep
}

/** Null where stairway.yaml declares its target no more. The id is the same for every try of one send. */
export function addressed(
  { targets }: Pick<LaunchDeps, 'targets'>,
  { state: { campaign }, step }: Begun,
  { now }: Asked,
): Addressed | null {
  const { n, plan, firstTry, handle, sentAt } = step
  const target = plan.kind === 'sent' ? targets.get(plan.target) : undefined
  if (!target || plan.kind !== 'sent') return null
  const id = sendId(campaign, n, firstTry)
  const sent = { since: sentAt ?? now, handle }
  const { words, people } = plan
  const bound = people ? { people } : {}
  return { target, step: { id, n, campaign, target: plan.target, words, ...bound, sent } }
}

export function undeclared({ step: { plan } }: Begun): string {
  return `stairway.yaml declares no target ${plan.kind === 'sent' ? plan.target : ''} any more`
}

/** An answer after which the same is asked again. */
export interface Unfinished {
  readonly is: 'again' | 'unknown' | 'running'
  readonly outcome: string
  readonly notBefore?: Date | null
}

/** Since when it is tried, and how long it may be. */
export interface Patience {
  readonly since: Date
  readonly ms: number
}

export function patienceOf(target: Sender, { is }: Pick<Unfinished, 'is'>, since: Date): Patience {
  const { patienceMs, runPatienceMs = patienceMs } = target
  return { since, ms: is === 'running' ? (runPatienceMs ?? RUN_PATIENCE_MS) : (patienceMs ?? PATIENCE_MS) }
}

export function isOver({ since, ms }: Patience, now: Date): boolean {
  return now.getTime() - since.getTime() >= ms
}

/** "querying, for 2 h" */
export function tooLongWords({ outcome }: Unfinished, { ms }: Patience): string {
  const span = ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : `${Math.round(ms / 60_000)} min`
  return `${outcome}, for ${span}`
}

/** What runs is looked at once more as its time ends, whenever it was to be asked. */
export function nextAsk({ is, notBefore }: Unfinished, { since, ms }: Patience, now: Date): Date {
  const tried = now.getTime() - since.getTime()
  const pause = is === 'running' ? POLL_MS : Math.min(PAUSE_MS.most, Math.max(PAUSE_MS.least, tried))
  const next = notBefore?.getTime() ?? now.getTime() + pause
  return new Date(is === 'running' ? Math.min(next, since.getTime() + ms) : next)
}
