import type { Database, Statement } from 'sqlite3'

type Done = (this: Statement, error: Error | null, rows?: unknown[]) => void
type Call = 'all' | 'run'

const MOST_KEPT = 200
// Pragmas and changes of the schema may act while they are being prepared.
const KEPT = /^\s*(?:select|insert|update|delete|with|begin|commit)\b/i

/**
 * Keeps the statements of a connection prepared. node-sqlite3 prepares each one anew, on another thread, and drops it:
 * measured, that is half the price of a small query. `hear` is told of each statement before it runs.
 */
export function keepPrepared(connection: Database, hear: (sql: string) => void): void {
  const kept = new Map<string, Statement>()
  const original = {
    all: connection.all.bind(connection),
    run: connection.run.bind(connection),
    close: connection.close.bind(connection),
  }

  const prepare = (sql: string, done: Done): Statement => {
    // Of a statement that can't be prepared the call below never ends: this is its end.
    const statement = connection.prepare(sql, function (this: Statement, error) {
      if (!error) return
      kept.delete(sql)
      done.call(this, error)
    })
    kept.set(sql, statement)
    return statement
  }

  const newest = (sql: string, statement: Statement) => kept.delete(sql) && kept.set(sql, statement)

  const calling = (call: Call) => (sql: string, values: unknown, done: Done) => {
    hear(sql)
    if (!KEPT.test(sql)) return original[call](sql, values, done)
    const statement = kept.get(sql) ?? prepare(sql, done)
    statement[call](values, done)
    newest(sql, statement)
    forgetOldest(kept)
    return connection
  }

  const close: Database['close'] = (done) => {
    for (const statement of kept.values()) statement.finalize()
    kept.clear()
    original.close(done)
  }
  Object.assign(connection, { all: calling('all'), run: calling('run'), close })
}

function forgetOldest(kept: Map<string, Statement>): void {
  if (kept.size <= MOST_KEPT) return
  const [oldest] = kept
  if (!oldest) return
  kept.delete(oldest[0])
  oldest[1].finalize()
}
