import type { TypedAt } from '../../commands/command.ts'
import { readCommand } from '../../commands/index.ts'
import { Refusal } from '../../src/refusal.ts'
import { CATALOG } from './facts.ts'

/** Tuesday 3 March 2026, 13:00 in Berlin, in #growth. */
export const AT: TypedAt = {
  now: new Date('2026-03-03T12:00:00Z'),
  zone: 'Europe/Berlin',
  channel: 'C0GROWTH',
  catalog: CATALOG,
}

/** What was typed after `/campaign`, as its command reads it. */
export function parsed(text: string): unknown {
  const { command, words } = readCommand(text)
  return command.parse(words, AT)
}

/** The words of the Refusal that typing this meets. */
export function refused(text: string): string {
  try {
    const input = parsed(text)
    throw new Error(`"${text}" was read as ${JSON.stringify(input)}`)
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}
