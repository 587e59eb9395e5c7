import { statSync } from 'node:fs'
import type { Knex } from 'knex'
import { Refusal } from '../../refusal.ts'

const GONE = `Stairway's database was deleted or replaced while it ran, so nothing can be kept and nothing was changed. Whoever runs Stairway has to put the file back or to start it again.`

/**
 * Holds that a SQLite file is still the one that was opened, with its log: a file that was deleted goes on taking commits,
 * which are gone with the process. Throws a Refusal where it is not.
 */
export function createSameFile(file: string): () => void {
  const seen = new Map<string, string>()
  return () => {
    for (const path of [file, `${file}-wal`]) {
      const found = statSync(path, { throwIfNoEntry: false })
      const now = found && `${found.dev}:${found.ino}`
      const before = seen.get(path)
      if (before !== undefined && before !== now) throw new Refusal('conflict', GONE)
      if (now) seen.set(path, now)
    }
  }
}

/** Has every use of the database look first. Looking costs some microseconds, and a new connection would make a new file. */
export function lookFirst(db: Knex, look: () => void): void {
  const acquire = db.client.acquireConnection.bind(db.client)
  db.client.acquireConnection = async () => {
    look()
    return acquire()
  }
}
