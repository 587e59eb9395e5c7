import type { UserId } from '../../domain/people.ts'
import type { Look } from '../cards/look.ts'
import type { BotDeps } from '../context.ts'

/** A look of `reader`'s (null: in a channel) for drawing these facts: names for everybody they speak of. */
export async function lookFor(
  deps: Pick<BotDeps, 'people' | 'now' | 'catalog'>,
  reader: UserId | null,
  ...facts: readonly unknown[]
): Promise<Look> {
  const members = await deps.people.members()
  const names = await deps.people.names(...facts, members)
  return { names, reader, now: deps.now(), members, catalog: deps.catalog }
}
