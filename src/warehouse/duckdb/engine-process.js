// Plain JavaScript: a process of its own, started by Node itself, without whatever loads TypeScript in ours. It knows
// nothing of us but what it is told; where it needs more memory than it may, or we are gone, it ends.
import { rmSync } from 'node:fs'
import { DuckDBInstance, StatementType } from '@duckdb/node-api'

const LOOK_MS = 20

let instance
let connection
let looking
/** The folder that was made for this process, with what it spilled. */
let own

const acts = {
  async open({ settings, limit, folder }) {
    own = folder
    clearInterval(looking)
    looking = setInterval(
      () => process.memoryUsage.rss() > limit && process.kill(process.pid, 'SIGKILL'),
      LOOK_MS,
    )
    instance = await DuckDBInstance.create(':memory:', settings)
    connection = await instance.connect()
  },
  close() {
    clearInterval(looking)
    connection.closeSync()
    instance.closeSync()
    return [{ rss: process.memoryUsage.rss() }]
  },
  // Prepared statements are single ones.
  async run({ sql, bound, kind }) {
    const prepared = await connection.prepare(sql)
    try {
      if (kind !== undefined && prepared.statementType !== StatementType[kind])
        throw new Error('it is not a SELECT')
      // What a statement does not have can't be bound.
      const own = Array.from({ length: prepared.parameterCount }, (_, i) => prepared.parameterName(i + 1))
      prepared.bind(Object.fromEntries(own.map((name) => [name, bound?.[name] ?? null])))
      return (await prepared.runAndReadAll()).getRowObjectsJS()
    } finally {
      prepared.destroySync() // keeps until then what it needed while it ran
    }
  },
}

process.on('message', async ({ act, id, ...more }) => {
  if (act === 'interrupt') return connection?.interrupt()
  try {
    process.send({ id, rows: await acts[act](more) })
  } catch (error) {
    process.send({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
process.on('disconnect', () => {
  if (own !== undefined) rmSync(own, { recursive: true, force: true }) // nobody else is left to do it
  process.kill(process.pid, 'SIGKILL')
})
