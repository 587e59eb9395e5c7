import type { Knex } from 'knex'
import { describe, expect, test } from 'vitest'
import {
  ANA,
  approved,
  DAY,
  HOUR,
  live,
  MINUTE,
  RAJ,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
} from './story.ts'

const POLICIES = `
policies:
  default: { requires: { growth: 1, data: 1 }, expires: 72h, remind: [24h] }
`

/** What an audit has told the leads, the oldest first; both hear the same. */
async function told(story: Story): Promise<string[]> {
  const [tom, raj] = await Promise.all(
    [TOM, RAJ].map(async (lead) =>
      (await story.slack.dms(lead))
        .map(({ text }) => text)
        .filter((text) => /^(What I promised|Well again)/.test(text)),
    ),
  )
  expect(raj).toEqual(tom)
  return tom ?? []
}

const found = (story: Story): Promise<string[]> => story.stairway.db('audit_findings').pluck('about')
const readyz = async (story: Story) => (await fetch(`${story.url}/readyz`)).text()

const dropJobs = (db: Knex, kind: string) => db('jobs').where({ kind }).delete()

interface Fault {
  /** What goes wrong by hand. */
  readonly put: (story: Story) => Promise<unknown>
  readonly words: RegExp
  /** How it is mended by hand; absent where it can't be. */
  readonly mend?: (db: Knex) => Promise<unknown>
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'a digest that was begun, and its job is gone': {
    put: async (story) => {
      await live(story)
      await story.stairway.db('digests').insert(begun(story))
    },
    words:
      /The digest of \*winback\* of <!date.* was begun and never made: `\/campaign digest winback now` makes one\./,
    mend: (db) => db('digests').update({ made_at: 1, headline: '' }),
  },
  'a digest that was made, and its message is gone': {
    put: async (story) => {
      await live(story)
      await story.stairway
        .db('digests')
        .insert({ ...begun(story), made_at: story.clock.at, headline: 'Made' })
    },
    words: /The digest of \*winback\* of <!date.* was made and never posted: `\/campaign results winback`/,
    mend: (db) => db('digests').update({ held: 'quiet' }),
  },
  'a slot that no tick claims': {
    put: async (story) => {
      await live(story)
      await story.stairway.db('campaigns').update({ digest_next_at: story.clock.at, digest: null })
    },
    words: /The digest of \*winback\*, due <!date.*, has not begun\. Whoever runs Stairway/,
    mend: (db) => db('campaigns').update({ digest_next_at: null }),
  },
  'a reminder whose job is gone': {
    put: async (story) => {
      await submitted(story)
      await dropJobs(story.stairway.db, 'remind_approvers')
      await story.pass(DAY)
    },
    words: /Who has not decided on \*winback\* was to be reminded <!date.*, and was not/,
    mend: (db) => db('approval_requests').update({ state: 'withdrawn', closed_at: 1 }),
  },
  'a request that nobody closes': {
    put: async (story) => {
      await submitted(story)
      await dropJobs(story.stairway.db, 'expire_request')
      await story.pass(4 * DAY)
    },
    words:
      /The request of \*winback\* ended <!date.* and was not closed: withdraw it, `\/campaign withdraw winback`/,
    mend: (db) => db('approval_requests').update({ state: 'expired', closed_at: 1 }),
  },
  'a launch that was set, and its job is gone': {
    put: async (story) => {
      await approved(story)
      await typed(story, ANA, ['launch winback at:tue 10:00'])
      await dropJobs(story.stairway.db, 'launch_due')
      await story.pass(2 * DAY)
    },
    words: /The launch of \*winback\*, set for <!date.*, did not start: `\/campaign launch winback`\./,
    mend: (db) => db('campaigns').update({ launch_at: null }),
  },
  'a step whose job is gone': {
    put: async (story) => {
      await approved(story)
      story.receiver.answerWith({ status: 429, retryAfter: 1_800 })
      await typed(story, ANA, ['launch winback'])
      await story.settle()
      await dropJobs(story.stairway.db, 'launch_step')
    },
    words: /Step 1 of the launch of \*winback\* goes no further: stop it, `\/campaign stop winback`/,
    mend: (db) => db('launch_steps').update({ state: 'skipped' }),
  },
  'a message whose job is gone': {
    put: async (story) => {
      await live(story)
      await story.stairway.db('messages').where({ kind: 'card' }).update({ state: 'pending' })
    },
    words: /A message of \*winback\* of <!date.* has not gone out\. `\/campaign show winback`/,
    mend: (db) => db('messages').where({ kind: 'card' }).update({ state: 'sent' }),
  },
  'a lane that is held by nobody': {
    put: async (story) => {
      await live(story)
      await story.stairway.db('jobs').insert([job(story, 'running'), job(story, 'waiting')])
    },
    words: /Jobs wait since <!date.* and do not run\. Whoever runs Stairway/,
    mend: (db) => db('jobs').where({ lane: 'a lane' }).delete(),
  },
  'a launch that happened twice': {
    put: async (story) => {
      await live(story)
      const { db } = story.stairway
      const { id: _, delivery: __, ...event } = await db('events').where({ kind: 'launch_started' }).first()
      await db('events').insert(event)
    },
    words: /\*winback\* was launched 2 times: look at its targets, and at `\/campaign history winback`\./,
  },
}

const begun = (story: Story) => ({
  team_id: 'T0STAIR',
  campaign_id: 1,
  slot: story.clock.at,
  channel: 'C0GROWTH',
})

function job(story: Story, state: 'running' | 'waiting') {
  const at = story.clock.at
  return {
    ...{
      team_id: 'T0STAIR',
      kind: 'pictures',
      payload: '{"teamId":"T0STAIR","digestId":0}',
      key: state,
      lane: 'a lane',
    },
    ...{ state, run_at: at, created_at: at, locked_at: state === 'running' ? at : null },
    ...{ attempts: 1, max_attempts: 3, deaths: 0, correlation_id: 'c', last_error: null },
  }
}

describe('an audit tells the leads once, when it finds again what it found an hour before', () => {
  test.each(Object.entries(FAULTS))('%s', async (_name, { put, words, mend }) => {
    const story = await tell({ policies: POLICIES })
    await put(story)
    await story.pass(30 * MINUTE)
    for (let hours = 0; hours < 4; hours += 1) await story.pass(HOUR)
    const [said, ...more] = await told(story)
    expect(more).toEqual([])
    expect(said).toMatch(/^What I promised and did not do, or did twice:\n• /)
    expect(said).toMatch(words)
    expect(said?.match(/•/g)).toHaveLength(1)
    expect(await readyz(story)).toBe(
      'ok\n1 thing was promised and not done, or done twice: the leads were told\n',
    )

    if (!mend) return
    await mend(story.stairway.db)
    for (let hours = 0; hours < 3; hours += 1) await story.pass(HOUR)
    const [, well, ...again] = await told(story)
    expect(again).toEqual([])
    expect(well).toMatch(/^Well again, of what I said before:\n• /)
    expect(await found(story)).toEqual([])
    expect(await readyz(story)).toBe('ok\n')
  })
})

test('what is mended before the next audit is told to nobody', async () => {
  const story = await tell()
  await live(story)
  await story.stairway.db('digests').insert(begun(story))
  await story.pass(HOUR)
  expect(await found(story)).toEqual(['digest winback 1'])
  await story.stairway.db('digests').update({ made_at: 1, headline: '' })
  for (let hours = 0; hours < 2; hours += 1) await story.pass(HOUR)
  expect(await told(story)).toEqual([])
})

test('a message that waits for its turn in the channel is told to nobody', async () => {
  const story = await tell()
  await live(story)
  const { db } = story.stairway
  const { id, target } = await db('messages').where({ kind: 'card' }).first()
  await db('messages').where({ id }).update({ state: 'pending' })
  const payload = JSON.stringify({ teamId: 'T0STAIR', messageId: id, target })
  await db('jobs').insert({
    ...{ ...job(story, 'waiting'), kind: 'deliver_paced', key: `deliver:${id}`, lane: `slack:${target}` },
    ...{ payload, run_at: story.clock.at + DAY },
  })
  for (let hours = 0; hours < 3; hours += 1) await story.pass(HOUR)
  expect(await found(story)).toEqual([])
  expect(await told(story)).toEqual([])
})

test('a reminder whose time fell in an approval that was taken back is missed by nobody', async () => {
  const story = await tell({ policies: POLICIES })
  await submitted(story)
  for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve winback'])
  await story.pass(DAY)
  await typed(story, TOM, ['takeback winback The list is old'])
  for (let hours = 0; hours < 3; hours += 1) await story.pass(HOUR)
  expect(await found(story)).toEqual([])
})
