import type { Look } from '../cards/look.ts'
import type { BotDeps } from '../context.ts'

/** A look for drawing these facts: names for everybody they speak of. */
export async function lookFor(
  deps: Pick<BotDeps, 'people' | 'now' | 'catalog'>,
  ...facts: readonly unknown[]
): Promise<Look> {
  const members = await deps.people.members()
  const names = await deps.people.names(...facts, members)
  return { names, now: deps.now(), members, catalog: deps.catalog }
}
