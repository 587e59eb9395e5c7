import { Refusal } from '../../refusal.ts'
import { InputMistake, InputMistakes } from '../submissions.ts'

/** Does something with one input: its Refusal is shown under that input. */
export async function under<T>(blockId: string, attempt: () => T | Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof Refusal) throw new InputMistake(blockId, error.message)
    throw error
  }
}

/** What each of these gives; the mistakes of all of them at once. */
export async function allOf<T>(attempts: readonly (() => T | Promise<T>)[]): Promise<T[]> {
  const done: T[] = []
  const mistakes: InputMistake[] = []
  for (const attempt of attempts) {
    try {
      done.push(await attempt())
    } catch (error) {
      mistakes.push(...mistakesIn(error))
    }
  }
  if (mistakes.length > 0) throw new InputMistakes(mistakes)
  return done
}

/** As `allOf`, by name. */
export async function each<Parts extends Readonly<Record<string, () => unknown>>>(
  parts: Parts,
): Promise<{ [Name in keyof Parts]: Awaited<ReturnType<Parts[Name]>> }> {
  const read = Object.entries(parts).map(
    ([name, part]) =>
      async () =>
        [name, await part()] as const,
  )
  return Object.fromEntries(await allOf(read)) as never
}

/** Anything that is no mistake of who fills in the form goes up. */
function mistakesIn(error: unknown): readonly InputMistake[] {
  if (error instanceof InputMistakes) return error.all
  if (error instanceof InputMistake) return [error]
  throw error
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
