import type { Step, TeamKind } from '../src/domain/terms.ts'
import { nearest } from '../src/domain/text/nearest.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
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
