import { z } from 'zod'
import { wayTo } from '../domain/tasks/predecessors.ts'
import { type Lead, readLead } from '../domain/time/lead-time.ts'
import { Refusal } from '../refusal.ts'
import { duration, line, list, text } from './fields.ts'
import { hint, seenWords } from './problems.ts'

/** What the tasks of a template say of when and after what they are done. */

const DUE = 'a duration such as 3d, from 1d to 365d, or a time before go-live such as T-3d'

/** Working days from the campaign's creation, or so long before go-live. */
export const due = z.union(
  [
    duration('d', 365, '3d').transform((days) => ({ dueInDays: days })),
    text(DUE, (value) => leadOf(value) !== null).transform((value) => ({ lead: leadOf(value) ?? NONE })),
  ],
  { error: DUE },
)

const NONE: Lead = { count: 0, unit: 'd' }

function leadOf(value: string): Lead | null {
  try {
    return readLead(value)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** `required` asks in general; words say what is to be there. */
export const evidence = line(120).transform((words) => (words === 'required' ? 'what was looked at' : words))

const REF = 'the title or number of another task of this template, or a list of them'
const ref = z.union([z.int().min(1), z.string().min(1)], { error: REF })

export const dependsOn = z
  .union([ref.transform((one) => [one]), list(ref)], { error: REF })
  .transform((refs): readonly (string | number)[] => refs)

interface Ordered {
  readonly title: string
  readonly 'depends-on'?: readonly (string | number)[] | undefined
}

/** Numbers in place of titles. Names those that are not there, and circles. */
export function inOrder<Task extends Ordered>(
  tasks: readonly Task[],
  context: z.core.$RefinementCtx,
): (Task & { readonly after: readonly number[] })[] {
  const refuse = (index: number, message: string) =>
    context.addIssue({ code: 'custom', message, path: [index, 'depends-on'], params: { whole: true } })
  const ordered = tasks.map((task, index) => {
    const refs = task['depends-on'] ?? []
    for (const each of refs) if (!numberOf(each, tasks)) refuse(index, unknownWords(each, tasks))
    return { ...task, after: [...new Set(refs.flatMap((each) => numberOf(each, tasks) ?? []))] }
  })
  const numbered = ordered.map(({ after }, index) => ({ n: index + 1, after }))
  for (const [index, { title }] of ordered.entries())
    if (wayTo(index + 1, index + 1, numbered)) refuse(index, `${seenWords(title)} would wait for itself.`)
  return ordered
}

function numberOf(named: string | number, tasks: readonly Ordered[]): number | null {
  if (typeof named === 'number') return named <= tasks.length ? named : null
  const same = (title: string) => title.trim().toLowerCase() === named.trim().toLowerCase()
  return tasks.findIndex(({ title }) => same(title)) + 1 || null
}

function unknownWords(named: string | number, tasks: readonly Ordered[]): string {
  if (typeof named === 'number') return `there is no task ${named}: the template has ${tasks.length}.`
  const titles = tasks.map(({ title }) => title)
  return `there is no task ${seenWords(named)}.${hint(named, titles)}`
}
