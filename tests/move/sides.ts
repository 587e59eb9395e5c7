import { readFile, writeFile } from 'node:fs/promises'
import type { Knex } from 'knex'
import { onTestFinished } from 'vitest'
import { migrate } from '../../src/store/kit/database.ts'
import { runMove } from '../../src/terminal/move.ts'
import { openUrl } from '../store/open.ts'
import { sqliteFile } from '../support/database.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'

/** A SQLite file with our schema, whatever the run's dialect is; it goes with the test. */
export async function fileToMove(): Promise<TestDatabase & { readonly file: string }> {
  const { file, url, drop } = await sqliteFile()
  onTestFinished(drop)
  template ??= migratedFile()
  await writeFile(file, await template)
  return { url, file, drop }
}

let template: Promise<Buffer> | undefined

async function migratedFile(): Promise<Buffer> {
  const { file, url, drop } = await sqliteFile()
  await using(url, migrate)
  const bytes = await readFile(file)
  await drop()
  return bytes
}

/** An empty PostgreSQL database that goes with the test. */
export async function emptyPostgres(): Promise<string> {
  const { url, drop } = await createDatabase()
  onTestFinished(drop)
  return url
}

/** Opens a database for one piece of work. */
export async function using<T>(url: string, work: (db: Knex) => Promise<T>): Promise<T> {
  const db = openUrl(url)
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: readonly string[]
}

/** `stairway move` with these arguments. `heard` hears each line of progress. */
export async function runIt(
  args: readonly string[],
  heard: (line: string, stop: () => void) => void = () => undefined,
): Promise<Ended> {
  const stopped = new AbortController()
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runMove(args, {
    now: () => new Date('2026-03-02T08:00:00Z'),
    out: (words) => void out.push(words),
    err: (words) => {
      err.push(words)
      heard(words, () => stopped.abort())
    },
    signal: stopped.signal,
  })
  return { code, out: out.join('\n'), err }
}

export const fromTo = (from: string, to: string) => ['--from', from, '--to', to]

/** A campaign with so many events, as the store writes them. */
export async function fill(url: string, events: number, key = 'winback'): Promise<void> {
  await using(url, async (db) => {
    const campaign = {
      ...{ team_id: 'T1', key, owner: 'U1', channel: 'C1', policy: 'default', stage: 'live', brief: '{}' },
      created_at: 1_772_000_000_000,
    }
    const [{ id }] = await db('campaigns').insert(campaign).returning('id')
    const event = { team_id: 'T1', campaign_id: id, actor: 'U1', surface: 'command', kind: 'told' }
    for (let n = 0; n < events; n += 100) {
      const some = Math.min(100, events - n)
      await db('events').insert(
        Array.from({ length: some }, (_, i) => ({ ...event, at: n + i, data: `{"n":${n + i}}` })),
      )
    }
  })
}
