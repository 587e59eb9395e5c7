import { setTimeout as sleep } from 'node:timers/promises'
import type { Knex } from 'knex'

/** What a PostgreSQL says that has no connection left, for all or for this user. */
const NONE_LEFT: readonly unknown[] = ['53300', '53400']
/** In all four seconds: others end theirs as they are replaced; then whoever asks is told. */
const PAUSES_MS: readonly number[] = [100, 200, 400, 800, 1_200, 1_300]

/**
 * A server without a connection left has one again when others let go: a new one is tried for a while before it is a
 * failure of what asked for it. Everything else is said at once.
 */
export function waitForConnections(db: Knex): void {
  const { client } = db
  const acquire: () => Promise<unknown> = client.acquireRawConnection.bind(client)
  client.acquireRawConnection = async () => {
    for (const pause of PAUSES_MS) {
      try {
        return await acquire()
      } catch (error) {
        if (!NONE_LEFT.includes((error as { code?: unknown }).code)) throw error
        await sleep(pause)
      }
    }
    return acquire()
  }
}
