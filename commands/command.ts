import type { Catalog } from '../src/domain/catalog/catalog.ts'
import type { Act } from '../src/slack/context.ts'
import type { Message } from '../src/slack/kit/surfaces.ts'
import { withMeantKey } from './meant-key.ts'
import type { Words } from './words.ts'

/** What reading typed text hangs on. */
export interface TypedAt {
  readonly now: Date
  /** IANA zone that the person types times in. */
  readonly zone: string
  /** The channel the command was typed in. */
  readonly channel: string
  readonly catalog: Catalog
}

/** A command that somebody typed in a channel. */
export type TypedAct = Act & { readonly channel: string }

interface Described {
  readonly name: string
  /** Each form, as typed: `approve <key> [words]`. */
  readonly usage: readonly string[]
  /** What it does, for help; one line. */
  readonly summary: string
  /** One that works as it stands, where there is such a campaign: `approve winback checked the list`. */
  readonly example: string
  /** What else help says of it, by what is declared. */
  readonly more?: (catalog: Catalog) => string
  /** What people look for in help and find here. */
  readonly also?: readonly string[]
}

/** One subcommand: text to a typed input (or a Refusal with the usage), then the verb, then what the person sees. */
interface Command<Input> extends Described {
  parse(words: Words, at: TypedAt): Input
  /** The private answer; null where a modal was opened instead. */
  run(input: Input, act: TypedAct): Promise<Message | null>
}

export interface AnyCommand extends Described {
  /** Throws a Refusal, and nothing else, for what it can't read. */
  parse(words: Words, at: TypedAt): unknown
  execute(words: Words, act: TypedAct): Promise<Message | null>
}

/** A command as the table holds it: parse and run in one, its input type inside. */
export function command<Input>(definition: Command<Input>): AnyCommand {
  const { name, usage, summary, example, more, also } = definition
  return {
    name,
    usage,
    summary,
    example,
    ...(more ? { more } : {}),
    ...(also ? { also } : {}),
    parse: (words, at) => definition.parse(words, at),
    execute: async (words, act) => {
      const input = definition.parse(words, typedAt(act))
      try {
        return await definition.run(input, act)
      } catch (error) {
        return definition.run(await withMeantKey(input, error, act), act)
      }
    },
  }
}

function typedAt({ now, zone, channel, deps }: TypedAct): TypedAt {
  return { now, zone, channel, catalog: deps.catalog }
}
