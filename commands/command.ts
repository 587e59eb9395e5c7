import type { Act } from '../src/slack/context.ts'
import type { Message } from '../src/slack/kit/surfaces.ts'
import type { Words } from './words.ts'

/** How a person types times: now, and in which zone. */
export interface TypedAt {
  readonly now: Date
  readonly zone: string
  /** The channel the command was typed in. */
  readonly channel: string
}

/** One subcommand: text to a typed input (or a Refusal with the usage), then the verb, then what the person sees. */
export interface Command<Input> {
  readonly name: string
  /** Each form, as typed: `approve <key> [words]`. */
  readonly usage: readonly string[]
  /** What it does, for help; one line. */
  readonly summary: string
  parse(words: Words, at: TypedAt): Input
  /** The private answer; null where a modal was opened instead. */
  run(input: Input, act: Act & { readonly channel: string }): Promise<Message | null>
}

export interface AnyCommand {
  readonly name: string
  readonly usage: readonly string[]
  readonly summary: string
  execute(words: Words, act: Act & { readonly channel: string }): Promise<Message | null>
}

/** A command as the table holds it: parse and run in one, its input type inside. */
export function command<Input>(definition: Command<Input>): AnyCommand {
  const { name, usage, summary } = definition
  return {
    name,
    usage,
    summary,
    execute: (words, act) => definition.run(definition.parse(words, act), act),
  }
}
