import fc from 'fast-check'
import type { Knex } from 'knex'
import { expect, onTestFinished, test, vi } from 'vitest'
import { migrate } from '../../src/store/kit/database.ts'
import { anyText } from '../support/any-text.ts'
import { createDatabase } from '../support/postgres.ts'
import { fileToMove, fill, fromTo, runIt, using } from './sides.ts'

vi.setConfig({ testTimeout: 600_000 })

/** What may be kept: all but NUL, which a move refuses. */
const text = anyText.map((any) => any.replaceAll('\0', ''))
const short = text.map((any) => [...any].slice(0, 255).join(''))
const moment = fc.integer({ min: -8_640_000_000_000, max: Number.MAX_SAFE_INTEGER })

const people = fc.uniqueArray(
  fc.record({ team_id: fc.constantFrom('T1', 't1', 'Ä', 'a'), person: short, next_at: moment }),
  {
    maxLength: 40,
    // As SQLite keeps it: half a surrogate pair is none.
    selector: ({ team_id, person }) => `${team_id} ${person.toWellFormed()}`,
  },
)
const events = fc.array(
  fc.record({
    actor: short,
    kind: short,
    data: text,
    at: moment,
    surface: fc.constantFrom('command', 'job'),
  }),
  { maxLength: 20 },
)
const tasks = fc.array(
  fc.record({
    title: text,
    evidence: fc.option(text),
    due_at: fc.option(moment),
    required: fc.boolean(),
    assignee: fc.option(short),
  }),
  { maxLength: 20 },
)
const jobs = fc.array(
  fc.record({ payload: fc.json({ maxDepth: 3 }), last_error: fc.option(text), run_at: moment }),
  {
    maxLength: 20,
  },
)

type Odd = Readonly<Record<'people' | 'events' | 'tasks' | 'jobs', readonly object[]>>

async function put(db: Knex, odd: Odd): Promise<void> {
  const own = { team_id: 'T1', campaign_id: 1 }
  const job = {
    ...{ team_id: 'T1', kind: 'deliver', state: 'dead', attempts: 1, max_attempts: 2 },
    created_at: 0,
    correlation_id: 'c',
  }
  for (const row of odd.people) await db('mornings').insert(row)
  for (const row of odd.events) await db('events').insert({ ...own, ...row })
  for (const [n, row] of odd.tasks.entries())
    await db('tasks').insert({ ...own, n, step: 'collect', team: 'data', state: 'todo', ...row })
  for (const row of odd.jobs) await db('jobs').insert({ ...job, ...row })
}

/** Each row as text, whatever the order. */
async function rowsOf(db: Knex): Promise<string[]> {
  const all: string[] = []
  for (const table of ['mornings', 'events', 'tasks', 'jobs'])
    for (const row of await db(table))
      all.push(
        `${table} ${JSON.stringify(
          Object.entries(row)
            .map(([name, value]) => [name, plain(value)])
            .sort(),
        )}`,
      )
  return all.sort()
}

const plain = (value: unknown) => (typeof value === 'boolean' ? Number(value) : value)

/** Sorted as people sort, so that its order is not that of SQLite. */
async function asPeopleSort(db: Knex): Promise<void> {
  for (const column of ['team_id', 'person'])
    await db.raw(`alter table mornings alter column ${column} type varchar(255) collate "en-x-icu"`)
}

test('rows of any content are the same on both sides', async () => {
  const template = await createDatabase()
  onTestFinished(template.drop)
  await using(template.url, async (db) => {
    await migrate(db)
    await asPeopleSort(db)
  })
  const same = fc.asyncProperty(fc.record({ people, events, tasks, jobs }), async (odd) => {
    const [file, database] = [
      await fileToMove(),
      await createDatabase(new URL(template.url).pathname.slice(1)),
    ]
    await fill(file.url, 1)
    await using(file.url, (db) => put(db, odd))
    const { code, err, out } = await runIt(fromTo(file.url, database.url))
    expect(code, [...err, out].join('\n')).toBe(0)
    expect(await using(database.url, rowsOf)).toEqual(await using(file.url, rowsOf))
    await database.drop()
  })
  await fc.assert(same, { numRuns: 12 })
})
