import type { Catalog } from '../../domain/catalog/catalog.ts'
import type { Membership } from '../../domain/people.ts'
import type { Names } from '../rich.ts'

/** What a projection needs beside the facts it shows: the same facts with the same look give the same message. */
export interface Look {
  readonly names: Names
  readonly now: Date
  readonly members: Membership
  readonly catalog: Catalog
}
