import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../src/usecases/follow-ups.ts'
import { move } from '../../src/usecases/lifecycle.ts'
import { nudgeFollowUps } from '../../src/usecases/nudges.ts'
import { rowsRead } from '../support/rows-read.ts'
import { ANA, DAY, MONDAY, RAJ, ready, type Stand, standUp } from '../support/stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await standUp()
})
afterAll(() => stand.close())

const dueAt = new Date(MONDAY.getTime() + 4 * DAY)
const question = { question: 'Why?', step: 'analyze', assignee: RAJ.userId, dueAt, digestId: null } as const

test('questions of cancelled campaigns are not read each minute, those of others are', async () => {
  const read = () => rowsRead(stand.db, 'follow_ups', () => nudgeFollowUps(stand.deps))
  const refs = [await ready(stand), await ready(stand)].map(({ campaign }) => ({ id: campaign.id }))
  for (const ref of refs) await ask(stand.deps, ANA, ref, question)
  expect(await read()).toBe(2)
  for (const ref of refs.slice(1)) await move(stand.deps, ANA, ref, 'cancel', 'No budget')
  expect(await read()).toBe(1)
})
