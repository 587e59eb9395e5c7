import type { Knex } from 'knex'
import { runSchedules } from '../../src/jobs/schedules.ts'
import { sendDaily } from '../../src/usecases/daily.ts'
import type { Place } from './place.ts'
import { APPROVER, BIG_OWNER, KEY, LEAD, NOW, ORDINARY } from './population.ts'

/** Something that somebody asks for, or that happens by the clock. */
export interface Ask {
  readonly name: string
  /** What has to be so before each time; it is not measured. */
  readonly before?: (place: Place) => Promise<unknown>
  readonly run: (place: Place) => Promise<unknown>
}

const PEOPLE = [
  ['ten campaigns', ORDINARY],
  ['a thousand', BIG_OWNER],
  ['approves all', APPROVER],
  ['leads', LEAD],
] as const

export const ASKS: readonly Ask[] = [
  ...PEOPLE.map(([who, person]) => typed(`/campaign, ${who}`, person, '')),
  ...PEOPLE.map(([who, person]) => home(`Home, ${who}`, person)),
  typed('list', ORDINARY, 'list'),
  typed('list, a thousand', BIG_OWNER, 'list'),
  typed('list all', ORDINARY, 'list all'),
  typed('list live', ORDINARY, 'list live'),
  typed('show', ORDINARY, `show ${KEY}2`),
  typed('history', ORDINARY, `history ${KEY}2`),
  typed('learnings', ORDINARY, 'learnings'),
  typed('learnings, words', ORDINARY, 'learnings coupon weekend'),
  typed('followups', ORDINARY, 'followups'),
  typed('growth', ORDINARY, 'growth 2026Q3'),
  { name: 'tick, nothing due', before: quiet, run: ({ stairway }) => runSchedules(stairway.deps) },
  ...PEOPLE.map(([who, person]) => daily(`daily message, ${who}`, person)),
]

function typed(name: string, person: string, text: string): Ask {
  return {
    name,
    run: async ({ slack }) => {
      const { status } = await slack.command(person, '/campaign', text)
      if (status !== 200) throw new Error(`/campaign ${text} was answered ${status}`)
    },
  }
}

/** An event is acked before Home is drawn: it is there once it is published. */
function home(name: string, person: string): Ask {
  return {
    name,
    run: async ({ slack, published }) => {
      const next = published(person)
      await slack.openHome(person)
      await next
    },
  }
}

/** What was due before is done, and nobody's morning has come. */
async function quiet({ stairway: { db } }: Place): Promise<void> {
  await mornings(db, NOW.getTime() + 86_400_000)
}

function daily(name: string, person: string): Ask {
  return {
    name,
    before: async ({ stairway: { db } }) => {
      await mornings(db, NOW.getTime() + 86_400_000)
      await db('messages').where({ kind: 'waiting' }).delete()
      await db('mornings')
        .insert({ team_id: 'T0STAIR', person, next_at: NOW.getTime() - 1 })
        .onConflict(['team_id', 'person'])
        .merge()
    },
    run: ({ stairway }) => sendDaily(stairway.deps),
  }
}

function mornings(db: Knex, nextAt: number): Promise<unknown> {
  return db('mornings').where('next_at', '<=', NOW.getTime()).update({ next_at: nextAt })
}
