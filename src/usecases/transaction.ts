import { inTransaction, type Tx } from '../store/kit/database.ts'
import type { Deps } from './deps.ts'

/** What a verb needs, inside of an open transaction: whatever it reads and writes is part of it. */
export interface OpenDeps extends Deps {
  readonly db: Tx
}

/** `deps` inside of a transaction that somebody else has opened, such as the one that buries a job. */
export function within(tx: Tx, deps: Deps): OpenDeps {
  return { ...deps, db: tx }
}

/** Runs `work` in a transaction (`inTransaction`): in the open one where `deps` are inside of one, else in one of its own. */
export function transact<T>(
  deps: Deps,
  work: (open: OpenDeps) => Promise<T>,
  rows?: Parameters<typeof inTransaction>[2],
): Promise<T> {
  return inTransaction(deps.db, (tx) => work(within(tx, deps)), rows)
}
