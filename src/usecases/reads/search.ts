import { refuseUnless } from '../../domain/permission/permission.ts'
import type { Reader } from '../../domain/state/actor.ts'

/** What spans a workspace names nobody: it is for those who are of it. */
export function refuseSearch(reader: Reader): void {
  refuseUnless('search', reader, null, new Map())
}
