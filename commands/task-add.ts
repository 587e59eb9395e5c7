import { waitsWords } from '../src/domain/tasks/predecessors.ts'
import { isOpen, LONGEST_TITLE } from '../src/domain/tasks/tasks.ts'
import type { Step, TeamKind } from '../src/domain/terms.ts'
import { token } from '../src/domain/text/tokens.ts'
import { withinLength } from '../src/domain/text/typed-value.ts'
import { isBlank } from '../src/domain/text/visible.ts'
import { dueSaid } from '../src/slack/modals/task-words.ts'
import { said } from '../src/slack/replies/said.ts'
import { createTask } from '../src/usecases/tasks.ts'
import type { TypedAct, TypedAt } from './command.ts'
import { refOf } from './ref.ts'
import { type DueTyped, readDue, readList, readStep, readTeam } from './task-words.ts'
import type { Words } from './words.ts'

export interface NewTaskTyped extends DueTyped {
  readonly key: string
  readonly title: string
  /** Null: not said. */
  readonly step: Step | null
  readonly team: TeamKind | null
  readonly assignee: string | null
  readonly required: boolean
  readonly after?: readonly number[]
  readonly asks?: string
}

const FLAGS = ['optional', 'required'] as const
const OWNERS = ['owner', 'assignee'] as const

/** Added tasks hold the launch only where that is said. */
function readRequired(words: Words): boolean {
  words.flag('optional')
  return words.flag('required')
}

export function readNewTask(key: string, words: Words, at: TypedAt): NewTaskTyped {
  const due = words.phrase('due', FLAGS)
  const asks = words.option('evidence')
  const after = words.option('after')
  const step = readStep(words)
  const team = readTeam(words)
  const required = readRequired(words)
  const assignee = words.personOption(OWNERS) ?? words.person()
  const when = due === null ? { dueAt: null } : words.read(() => readDue(due, at))
  const title = words.restPlain().replace(/\s+/g, ' ')
  if (isBlank(title)) throw words.refuse('What is the task?')
  words.read(() => withinLength('title', title, LONGEST_TITLE))
  return {
    ...{ key, title, step, team, assignee, required, ...when },
    ...(after === null ? {} : { after: readList(after, words) }),
    ...(asks === null ? {} : { asks }),
  }
}

export async function addNewTask({ key, ...typed }: NewTaskTyped, act: TypedAct) {
  const step = typed.step ?? 'collect'
  const team = typed.team ?? (await teamMeant(typed, act))
  const { after } = await createTask(act.deps, act.actor, refOf(act, key), { ...typed, step, team })
  const added = after.tasks.at(-1)
  const open = after.tasks.filter((task) => task.required && isOpen(task)).length
  const who = typed.assignee ? `, for ${token.person(typed.assignee)}` : `, for the ${team} team`
  const due = added && (added.dueAt || added.lead) ? `, due ${dueSaid(added)}` : ''
  const waits = added?.after ? `, ${waitsWords(added.after)}` : ''
  const kind = typed.required ? 'Required' : 'Optional (`required` at the end makes one hold the launch)'
  return said(
    act,
    `Task ${added?.n ?? ''} of \`${key}\` is added: ${typed.title}\n${kind}, step ${step}${who}${due}${waits}. Required and open now: ${open}.`,
  )
}

/** The team of who is asked, else of who adds it, where they are in one kind of team; else data for a step that was named. */
async function teamMeant(
  { assignee, step }: Pick<NewTaskTyped, 'assignee' | 'step'>,
  act: TypedAct,
): Promise<TeamKind> {
  const members = await act.deps.members()
  for (const person of [assignee ?? act.actor.userId, act.actor.userId]) {
    const mine = act.deps.catalog.teams.filter((team) => members.get(team.name)?.has(person))
    const kinds = new Set(mine.map((team) => team.kind))
    const [kind] = kinds
    if (kind && kinds.size === 1) return kind
  }
  return step ? 'data' : 'growth'
}
