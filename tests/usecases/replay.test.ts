import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CampaignState } from '../../src/domain/state/campaign.ts'
import { replay } from '../../src/domain/state/events.ts'
import { Refusal } from '../../src/refusal.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { move } from '../../src/usecases/lifecycle.ts'
import { confirmManual } from '../../src/usecases/steps.ts'
import { historyOf } from '../support/history.ts'
import { clearRows, putRows, type Rows, takeRows } from '../support/rows.ts'
import {
  ANA,
  approved,
  everything,
  launching,
  MONDAY,
  ready,
  type Stand,
  standUp,
  submitted,
  type Wanted,
} from '../support/stand.ts'
import { type Verb, verbsFor } from './verbs.ts'

type Everything = Awaited<ReturnType<typeof everything>>

let stand: Stand
beforeAll(async () => {
  stand = await standUp({ catalog: { targets: [TARGET] } })
})
afterAll(() => stand.close())

const TARGET = { name: 'sender', kind: 'webhook', title: 'Send', host: '127.0.0.1:9' }
const PLAN: Wanted = {
  brief: {
    plan: [
      { kind: 'sent', target: 'sender', words: 'Start the send' },
      { kind: 'human', person: 'UANA', words: 'Switch the banner on' },
    ],
  },
}

const STARTS: Record<string, (stand: Stand) => Promise<CampaignState>> = {
  preparing: (it) => ready(it, PLAN),
  in_review: (it) => submitted(it, PLAN),
  approved: (it) => approved(it, PLAN),
  launching: (it) => launching(it, PLAN),
  live,
  paused: async (it) => {
    const { campaign } = await live(it)
    return (await move(it.deps, ANA, { id: campaign.id }, 'pause', 'Too many complaints')).after
  },
}

async function live(it: Stand): Promise<CampaignState> {
  const { campaign } = await launching(it)
  return (await confirmManual(it.deps, ANA, { id: campaign.id }, 1)).after
}

const story = fc
  .constantFrom(...(Object.keys(STARTS) as (keyof typeof STARTS & CampaignState['campaign']['stage'])[]))
  .chain((from) =>
    fc.record({
      from: fc.constant(from),
      verbs: fc.array(verbsFor(from), { minLength: 1, maxLength: 20, size: 'max' }),
    }),
  )

test('whatever people do, replaying the events gives what the tables hold, and a refusal changes no row', async () => {
  const seen = { changed: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(story, async ({ from, verbs }) => {
      const id = await begin(from)
      await expectReplay(id)
      let rows = await everything(stand.db)
      for (const verb of verbs) {
        const after = await perform(verb, id, rows)
        seen[after === rows ? 'refused' : 'changed'] += 1
        rows = after
      }
    }),
    { numRuns: 60 },
  )
  expect(seen.changed).toBeGreaterThan(20)
  expect(seen.refused).toBeGreaterThan(20)
})

/** All rows after it: of a refusal the same object, since they are as they were. */
async function perform(verb: Verb, id: number, before: Everything): Promise<Everything> {
  try {
    await verb.run(stand, id)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect(await everything(stand.db), verb.said).toEqual(before)
    return before
  }
  await expectReplay(id)
  return everything(stand.db)
}

async function expectReplay(id: number): Promise<void> {
  const { db } = stand
  const kept = await loadCampaign(db, { id })
  expect(replay(await historyOf(db, id), id)).toStrictEqual(kept)
}

const begun = new Map<string, { id: number; rows: Rows }>()

/** A campaign as it begins in `from`, where people bring it once: afterwards its rows are put back. */
async function begin(from: string): Promise<number> {
  const { db, clock } = stand
  await clearRows(db)
  clock.at = MONDAY.getTime()
  const known = begun.get(from)
  if (known) {
    await putRows(db, known.rows)
    return known.id
  }
  const { campaign } = (await STARTS[from]?.(stand)) ?? (await ready(stand))
  begun.set(from, { id: campaign.id, rows: await takeRows(db) })
  return campaign.id
}
