import { Refusal } from '../../refusal.ts'
import { InputMistake } from '../submissions.ts'

/** Does something with one input: its Refusal is shown under that input. */
export async function under<T>(blockId: string, attempt: () => T | Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof Refusal) throw new InputMistake(blockId, error.message)
    throw error
  }
}

/** What an input names, as one of the choices it offered. Throws an InputMistake where nothing was chosen. */
export function chosen<T extends string>(
  filled: Readonly<Record<string, unknown>>,
  blockId: string,
  choices: readonly T[],
): T {
  const found = choices.find((choice) => choice === filled[blockId])
  if (found !== undefined) return found
  throw new InputMistake(blockId, 'Choose one.')
}
