import type { Catalog } from '../../domain/catalog/catalog.ts'
import type { Membership, UserId } from '../../domain/people.ts'
import { type Action, mayPerhaps, type On, somebodyMay } from '../../domain/permission/permission.ts'
import type { Names } from '../rich.ts'

/** What a projection needs beside the facts it shows: the same facts with the same look give the same message. */
export interface Look {
  readonly names: Names
  /** Who looks: the one person whom it is for, or null where it stands in a channel. */
  readonly reader: UserId | null
  readonly now: Date
  readonly members: Membership
  readonly catalog: Catalog
}

/** Whether a button for it is shown: to one reader where they may do it, in a channel where anybody may. */
export function offers<A extends Action>({ reader, members }: Look, action: A, on: On<A>): boolean {
  return reader === null ? somebodyMay(action, on, members) : mayPerhaps(action, reader, on, members)
}
