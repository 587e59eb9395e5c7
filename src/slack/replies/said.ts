import type { Look } from '../cards/look.ts'
import type { Act } from '../context.ts'
import { section } from '../kit/blocks.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { rich } from '../rich.ts'
import { lookFor } from './look-for.ts'

/** A drawing of facts for who acts, with names for everybody they speak of. */
export async function drawn(act: Act, facts: unknown, draw: (look: Look) => Message): Promise<Message> {
  return draw(await lookFor(act.deps, act.actor, facts))
}

/** A private answer: what happened, in words with the tokens of `rich`, then what it changed. */
export async function said(
  act: Act,
  words: string,
  facts: unknown = null,
  draw?: (look: Look) => Message,
): Promise<Message> {
  const look = await lookFor(act.deps, act.actor, facts, words)
  const line = rich(words, look.names, look.links)
  return message({ text: line, blocks: [section(line), ...(draw?.(look).blocks ?? [])] })
}
