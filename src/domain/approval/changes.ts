import { Refusal } from '../../refusal.ts'
import { type DecidedField, decidedFields, fieldWords } from '../brief/brief.ts'
import { briefValueWords } from '../brief/words.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { Evidence } from '../state/requests.ts'
import type { Decided, Edit } from '../state/revision.ts'
import type { Task, TaskState } from '../state/tasks.ts'
import { token } from '../text/tokens.ts'
import { quote } from '../text/typed-value.ts'

/** Something of what a decision is about that is not as it was submitted. */
export type Changed =
  | (DecidedField & { readonly kind: 'brief' })
  | { readonly kind: 'launchAt'; readonly from: Date; readonly to: Date | null }
  /** A required task; null where it is new, or removed. */
  | {
      readonly kind: 'task'
      readonly n: number
      readonly from: Evidence | null
      readonly to: Evidence | null
    }

/** What of a campaign is to be decided. */
export type Asked = Pick<CampaignState, 'campaign' | 'request' | 'tasks'>

/**
 * What a decision is about and is no longer as it was submitted: of a request that waits or was approved, until the
 * launch. A time counts once a request has asked for it: one that was approved without is left to who launches.
 */
export function changedSinceSubmit({ campaign, request, tasks }: Asked): Changed[] {
  const { stage, brief, launchAt } = campaign
  if (!request || (stage !== 'in_review' && stage !== 'approved')) return []
  const fields = decidedFields(request.brief, brief).map((field) => ({ kind: 'brief' as const, ...field }))
  if (!request.terms) return fields
  const from = request.terms.launchAt
  const moved = from !== null && from.getTime() !== launchAt?.getTime()
  return [
    ...fields,
    ...(moved ? [{ kind: 'launchAt' as const, from, to: launchAt }] : []),
    ...changedTasks(request.terms.evidence, evidenceOf(tasks)),
  ]
}

/** Refuses a launch or a decision on what is no longer what was submitted, and says what changed, who changed it and when. */
export function refuseChanged(state: CampaignState, changes = changedSinceSubmit(state)): void {
  if (changes.length === 0) return
  const { key } = state.campaign
  const said = changes.map(changeWords).map(({ name, from, to }) => `${name} ${from} → ${to}`)
  const edit = newestEdit(state, changes)
  const who = edit ? `, by ${token.person(edit.by)}, ${token.time(edit.at)}` : ''
  throw new Refusal(
    'conflict',
    `${token.bold(key)} changed after it was submitted (${said.join('; ')}${who}). Submit it again to have it approved: \`/campaign submit ${key}\``,
  )
}

/**
 * What is said of the required tasks, and was looked at for them. What a machine answers for changes by itself: of that
 * only a waiver is decided on.
 */
export function evidenceOf(tasks: readonly Task[]): Evidence[] {
  return tasks.filter((task) => task.required).map(evidence)
}

function evidence({ n, title, state, evidence, check }: Task): Evidence {
  const machine = check !== null && state !== 'waived'
  return machine ? { n, title, state: 'done', evidence: null } : { n, title, state, evidence }
}

function changedTasks(before: readonly Evidence[], after: readonly Evidence[]): Changed[] {
  const numbers = [...new Set([...before, ...after].map(({ n }) => n))]
  return numbers.flatMap((n): Changed[] => {
    const [from = null, to = null] = [before, after].map((all) => all.find((each) => each.n === n))
    const same = from?.state === to?.state && from?.evidence === to?.evidence
    return same && from && to ? [] : [{ kind: 'task', n, from, to }]
  })
}

/** Who made the newest of these changes; null where a version before kept no names. */
export function newestEdit(
  { campaign }: Pick<CampaignState, 'campaign'>,
  changes: readonly Changed[],
): Edit | null {
  const about = new Set(changes.map(subject))
  return campaign.revision.edits.findLast(({ what }) => about.has(what)) ?? null
}

function subject(change: Changed): Decided {
  if (change.kind === 'brief') return change.field
  return change.kind === 'task' ? `task ${change.n}` : change.kind
}

/** What changed, as people read it: its name, and its value before and after, with tokens. */
export interface ChangeWords {
  readonly name: string
  readonly from: string
  readonly to: string
}

export function changeWords(change: Changed): ChangeWords {
  switch (change.kind) {
    case 'brief':
      return fieldChangeWords(change)
    case 'launchAt':
      return {
        name: 'go-live',
        from: token.day(change.from),
        to: change.to ? token.day(change.to) : 'no time',
      }
    case 'task':
      return { name: `task ${change.n}`, from: taskWords(change.from), to: taskWords(change.to) }
  }
}

export function fieldChangeWords({ field, from, to }: DecidedField): ChangeWords {
  return { name: fieldWords(field), from: briefValueWords(field, from), to: briefValueWords(field, to) }
}

const STATES: Readonly<Record<TaskState, string>> = {
  todo: 'open',
  doing: 'being done',
  blocked: 'blocked',
  done: 'done',
  waived: 'waived',
}

function taskWords(task: Evidence | null): string {
  if (task === null) return 'not there'
  return task.evidence === null ? STATES[task.state] : `${STATES[task.state]} (${quote(task.evidence)})`
}
