import type { Catalog } from '../../domain/catalog/catalog.ts'
import type { Membership, UserId } from '../../domain/people.ts'
import { type Action, mayPerhaps, type On, somebodyMay } from '../../domain/permission/permission.ts'
import type { Sharing } from '../../domain/state/things.ts'
import type { Links, Names } from '../rich.ts'

/** What a projection needs beside the facts it shows: the same facts with the same look give the same message. */
export interface Look {
  readonly names: Names
  /** None where the thing itself is drawn. */
  readonly links?: Links
  /** Who looks: the one person whom it is for, or null where it stands in a channel. */
  readonly reader: UserId | null
  /** That one is of another company, or a guest, and of no declared team. */
  readonly outside?: true
  readonly now: Date
  readonly members: Membership
  readonly catalog: Catalog
  /** What the one campaign that is drawn has together with others; missing where that is nothing, or nobody was asked. */
  readonly shared?: readonly Sharing[]
}

/** Whether a button for it is shown: to one reader where they may do it, in a channel where anybody may. */
export function offers<A extends Action>(look: Look, action: A, on: On<A>): boolean {
  const { reader, outside, members } = look
  if (reader === null) return somebodyMay(action, on, members)
  return mayPerhaps(action, { userId: reader, ...(outside ? { outside } : {}) }, on, members)
}
