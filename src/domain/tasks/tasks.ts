import { Refusal } from '../../refusal.ts'
import type { UserId } from '../people.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { isBeforeLaunch } from '../state/stage.ts'
import { dueAgain, dueFrom, type Task, type TaskState, type TaskVerb } from '../state/tasks.ts'
import { token } from '../text/tokens.ts'
import { tidyLine } from '../text/typed-value.ts'
import { isBlank } from '../text/visible.ts'
import { type LeadTime, leadWords } from '../time/lead-time.ts'

export const LONGEST_TITLE = 200

export interface TaskChange {
  readonly n: number
  readonly verb: TaskVerb
  readonly words: string | null
  readonly person: UserId | null
  readonly dueAt: Date | null
  /** Of `due`, in place of `dueAt`. */
  readonly lead?: LeadTime
  /** Of `after`: numbers of the tasks that it waits for from now on. */
  readonly after?: readonly number[]
}

const LEADS_TO: Readonly<Partial<Record<TaskVerb, TaskState>>> = {
  start: 'doing',
  done: 'done',
  block: 'blocked',
  reopen: 'todo',
  waive: 'waived',
}

/** Who a task waits for: who was asked, else the owner (growth) or the data partner (data). */
export function taskPerson(task: Task, campaign: Campaign): UserId | null {
  return task.assignee ?? (task.team === 'growth' ? campaign.owner : campaign.brief.partner)
}

/** The same, and the owner for what nobody was asked. */
export function holderOf(task: Task, campaign: Campaign): UserId {
  return taskPerson(task, campaign) ?? campaign.owner
}

export function isOpen(task: Task): boolean {
  return task.state !== 'done' && task.state !== 'waived'
}

export function isOverdue(task: Task, now: Date): boolean {
  return isOpen(task) && task.dueAt !== null && task.dueAt.getTime() < now.getTime()
}

/** The event that changes a task. Throws a Refusal where the change says nothing, or needs a reason or a word of what was looked at. */
export function changeTask(state: CampaignState, change: TaskChange, by: UserId): CampaignEvent {
  refuseEnded(state.campaign)
  const before = findTask(state, change.n)
  refuseChecked(state.campaign, before, change, by)
  const after = waivedAfter(changed(before, change, state.campaign), change, by)
  if (JSON.stringify(after) === JSON.stringify(before)) {
    throw new Refusal(
      'conflict',
      `Task ${change.n} of ${state.campaign.key} ${alreadyWords(before, change.verb)} already.`,
    )
  }
  refuseUnseen(state.campaign, before, change, by)
  refuseUnshown(state.campaign, before, change)
  return { kind: 'task_changed', verb: change.verb, before, after }
}

/** What is demanded before it is done is there, or comes with the word. */
function refuseUnshown({ key }: Campaign, task: Task, { verb, words }: TaskChange): void {
  if (verb !== 'done' || !isBlank(words ?? '') || !lacksEvidence(task)) return
  throw new Refusal(
    'invalid',
    `Task ${task.n} of ${key} is done once this is there: ${task.asks}. \`/campaign task ${key} ${task.n} done <words or link>\``,
  )
}

/** Whether something has to be shown before it is done, and is not there yet. */
export function lacksEvidence(task: Task): boolean {
  return task.asks !== undefined && isBlank(shownOf(task) ?? '')
}

/** What was looked at: of a blocked task the words say why it is blocked. */
function shownOf({ state, evidence }: Task): string | null {
  return state === 'blocked' ? null : evidence
}

/** What a machine answers for is ticked by what that sees: people may only waive it, and never who has it. */
export function refuseChecked(
  campaign: Campaign,
  task: Task,
  { verb }: Pick<TaskChange, 'verb'>,
  by: UserId,
): void {
  if (task.check === null) return
  const [name, usage] = [`Task ${task.n} of ${campaign.key}`, `/campaign task ${campaign.key} ${task.n}`]
  const ask = `\`/campaign check ${campaign.key} ${task.n}\``
  if (verb === 'done')
    throw new Refusal(
      'conflict',
      `${name} is not ticked by hand: the check ${task.check} answers for it. Ask it again: ${ask} Somebody else than who has it can waive it: \`${usage} waive <reason>\``,
    )
  if (task.state === 'done' && LEADS_TO[verb] && verb !== 'waive')
    throw new Refusal(
      'conflict',
      `${name} is done because the check ${task.check} says so; it opens by itself once that says otherwise. Ask it again: ${ask}`,
    )
  if (task.state === 'waived' && verb === 'check')
    throw new Refusal(
      'conflict',
      `${name} is waived for a reason that stays as it was given: \`${usage} reopen\` takes that back.`,
    )
  if (verb === 'waive') refuseOwn(campaign, task, verb, by)
}

/** Who has what a machine answers for can't do without that by themselves. */
export function refuseOwn(campaign: Campaign, task: Task, verb: 'waive' | 'remove', by: UserId): void {
  if (holderOf(task, campaign) !== by) return
  throw new Refusal(
    'conflict',
    `A check answers for task ${task.n} of ${campaign.key}, and it is yours: somebody else has to ${verb} it. \`/campaign task ${campaign.key} ${task.n} ${verb} <reason>\``,
  )
}

/** Of what a machine answers for it stands on the approval who waived it. */
function waivedAfter({ waivedBy: before, ...task }: Task, { verb }: TaskChange, by: UserId): Task {
  if (task.state !== 'waived' || task.check === null) return task
  return { ...task, waivedBy: verb === 'waive' ? by : (before ?? by) }
}

/** Who ticks somebody else's required task says what was looked at, for those who approve by it. */
function refuseUnseen(campaign: Campaign, task: Task, { verb, words }: TaskChange, by: UserId): void {
  const seen = words ?? shownOf(task)
  if (verb !== 'done' || !isTickedForOther(campaign, task, by) || !isBlank(seen ?? '')) return
  const holder = taskPerson(task, campaign) ?? by
  throw new Refusal(
    'invalid',
    `Task ${task.n} of ${campaign.key} waits for ${token.person(holder)}: say what was looked at, so that who approves can tell. \`/campaign task ${campaign.key} ${task.n} done <what was looked at>\``,
  )
}

/** Whether who ticks it ticks somebody else's required task, before the launch. */
export function isTickedForOther(campaign: Campaign, task: Task, by: UserId): boolean {
  const holder = taskPerson(task, campaign)
  return task.required && isBeforeLaunch(campaign.stage) && holder !== null && holder !== by
}

export function findTask(state: CampaignState, n: number): Task {
  const task = state.tasks.find((each) => each.n === n)
  if (task) return task
  const { key } = state.campaign
  const range = state.tasks.length === 0 ? 'it has no tasks' : `it has ${state.tasks.length}`
  throw new Refusal('unknown', `${key} has no task ${n}: ${range}. \`/campaign tasks ${key}\` lists them.`)
}

function changed(task: Task, change: TaskChange, { key, launchAt }: Campaign): Task {
  const usage = `\`/campaign task ${key} ${task.n} ${change.verb}`
  if (change.verb === 'assign') {
    if (!change.person) throw new Refusal('invalid', `Assign to whom? ${usage} @person\``)
    return { ...task, assignee: change.person }
  }
  if (change.verb === 'due') {
    const { lead: _, ...fixed } = task
    if (change.lead) return dueFrom([{ ...dueAgain(fixed, null), lead: change.lead }], launchAt)[0] ?? task
    if (!change.dueAt) throw new Refusal('invalid', `Due when? ${usage} tomorrow 17:00\``)
    return dueAgain(fixed, change.dueAt)
  }
  if (change.verb === 'rename') {
    const title = tidyLine(change.words ?? '')
    if (isBlank(title)) throw new Refusal('invalid', `What is it called now? ${usage} <title>\``)
    return { ...task, title }
  }
  if ((change.verb === 'block' || change.verb === 'waive') && isBlank(change.words ?? '')) {
    throw new Refusal('invalid', `Say why, so that the others need not ask: ${usage} <reason>\``)
  }
  if (change.verb === 'check' && isBlank(change.words ?? '')) {
    throw new Refusal('invalid', `Say what was looked at, in words or as a link: ${usage} <evidence>\``)
  }
  const evidence =
    change.words ?? (change.verb === 'reopen' || change.verb === 'start' ? null : task.evidence)
  return { ...task, state: LEADS_TO[change.verb] ?? task.state, evidence }
}

const STATE_WORDS: Readonly<Record<TaskState, string>> = {
  todo: 'is open',
  doing: 'is being done',
  blocked: 'is blocked',
  done: 'is done',
  waived: 'is waived',
}

/** The state of a task in a sentence, to follow what it is called: "is being done". */
export function taskStateWords(state: TaskState): string {
  return STATE_WORDS[state]
}

function alreadyWords(task: Task, verb: TaskVerb): string {
  if (verb === 'assign') return `waits for ${token.person(task.assignee ?? '')}`
  if (verb === 'due') return `is due ${task.lead ? leadWords(task.lead) : token.time(task.dueAt ?? 0)}`
  if (verb === 'rename') return 'is called that'
  return verb === 'check' ? 'says that' : taskStateWords(task.state)
}

/** Refuses to change the tasks of a campaign that is over. */
export function refuseEnded(campaign: Campaign): void {
  if (hasEnded(campaign))
    throw new Refusal('conflict', `${campaign.key} has ended: its tasks stay as they were.`)
}

export function hasEnded({ stage }: Campaign): boolean {
  return stage === 'cancelled' || stage === 'concluded'
}
