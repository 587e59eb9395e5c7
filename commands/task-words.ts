import type { Step, TeamKind } from '../src/domain/terms.ts'
import { nearest } from '../src/domain/text/nearest.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
import { type LeadTime, readLead } from '../src/domain/time/lead-time.ts'
import type { TypedAt } from './command.ts'
import { parseWhen } from './when.ts'
import type { Words } from './words.ts'

/** What a due day without a time means: the end of a working day. */
export const DUE_TIME = '17:00'

const STEPS: readonly Step[] = ['collect', 'model', 'analyze']
const TEAMS: readonly TeamKind[] = ['growth', 'data']

/** `step:model`; null where it isn't there. Throws a Refusal for another step. */
export function readStep(words: Words): Step | null {
  return oneOf(words, 'step', STEPS)
}

/** `team:data`; null where it isn't there. Throws a Refusal for another team. */
export function readTeam(words: Words): TeamKind | null {
  return oneOf(words, 'team', TEAMS)
}

function oneOf<T extends string>(words: Words, name: string, choices: readonly T[]): T | null {
  const typed = words.option(name)
  if (typed === null) return null
  const found = choices.find((choice) => choice === typed.toLowerCase())
  if (found) return found
  const near = nearest(typed, choices)
  throw words.refuse(
    `${quoted(typed)} is not a ${name}: there are ${choices.join(', ')}.${near ? ` Did you mean ${near}?` : ''}`,
  )
}

/** When something is due: at a time, or so long before go-live. */
export interface DueTyped {
  readonly dueAt: Date | null
  readonly lead?: LeadTime
}

/** `tomorrow 17:00`, or `T-3d`: counted in the days of who types it. Throws a Refusal for what is neither. */
export function readDue(typed: string, { now, zone }: TypedAt): DueTyped {
  const lead = readLead(typed)
  if (lead) return { dueAt: null, lead: { ...lead, zone } }
  return { dueAt: parseWhen(typed, now, zone, { defaultTime: DUE_TIME }) }
}

/** `2 5`, `2,5` or `#2 and #5`, `none`. */
export function readNumbersOf(words: Words): number[] {
  return readList(words.restOr('After which tasks? Write their numbers, or none.'), words)
}

export function readList(typed: string, words: Words): number[] {
  if (/^(none|nothing|no)$/i.test(typed)) return []
  const all = typed.split(/[\s,;]+|\band\b/).filter(Boolean)
  const odd = all.find((each) => !/^#?\d{1,4}$/.test(each))
  if (odd !== undefined) throw words.refuse(`${quoted(odd)} is not the number of a task.`)
  return all.map((each) => Number(each.replace('#', '')))
}
