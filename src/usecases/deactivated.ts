import type { UserId } from '../domain/people.ts'
import { token } from '../domain/text/tokens.ts'
import { Refusal } from '../refusal.ts'
import type { Deps } from './deps.ts'

/** Refuses to give work to somebody who has left: whoever names them is the one who can name somebody else. */
export async function refuseDeactivated(
  deps: Pick<Deps, 'deactivated'>,
  people: readonly (UserId | null | undefined)[],
): Promise<void> {
  const named = people.filter((user): user is UserId => user !== null && user !== undefined)
  if (named.length === 0) return
  const [gone] = await deps.deactivated(named)
  if (gone === undefined) return
  throw new Refusal(
    'conflict',
    `${token.person(gone)}'s account is deactivated, so nobody would do it: name somebody else.`,
  )
}
