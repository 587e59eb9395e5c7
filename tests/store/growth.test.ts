import { afterAll, beforeAll, expect, test } from 'vitest'
import { fill } from '../../bench/growth/fill.ts'
import { readout } from '../../bench/growth/place.ts'
import { APPROVER, BIG_OWNER, KEY, LEAD, NOW, ORDINARY, TEAM } from '../../bench/growth/population.ts'
import type { Catalog } from '../../src/domain/catalog/catalog.ts'
import { boundsOf } from '../../src/domain/growth/quarter.ts'
import { replay } from '../../src/domain/state/events.ts'
import { subjectOf } from '../../src/domain/subject.ts'
import { runSchedules } from '../../src/jobs/schedules.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { isPostgres } from '../../src/store/kit/database.ts'
import { ensureMessage, listsNaming } from '../../src/store/messages.ts'
import { readCampaignPage, readHistory, readState } from '../../src/usecases/reads/campaigns.ts'
import { dailyOf } from '../../src/usecases/reads/daily.ts'
import { readLearnings, readOpenFollowUps } from '../../src/usecases/reads/follow-ups.ts'
import { readGrowth } from '../../src/usecases/reads/growth.ts'
import { overviewFor, waitsOn } from '../../src/usecases/reads/waiting.ts'
import { historyOf } from '../support/history.ts'
import { rowsRead } from '../support/rows-read.ts'
import { type Stand, standUp } from '../support/stand.ts'

let stand: Stand
beforeAll(async () => {
  const catalog: Partial<Catalog> = { teams: [{ name: 'growth', kind: 'growth', members: [], lead: LEAD }] }
  const members = new Map([
    ['growth', new Set([LEAD, BIG_OWNER])],
    ['data', new Set([APPROVER])],
  ])
  stand = await standUp({ members, catalog })
  stand.clock.at = NOW.getTime()
  await fill(stand.db, { campaigns: 1_100, seed: 1, readout: await readout() })
})
afterAll(() => stand.close())

test('what is generated, and copied, is what its own events say', async () => {
  for (const id of [1, 2, 77, 300, 1_000, 1_001, 1_077, 1_999]) {
    const state = await loadCampaign(stand.db, { id })
    expect(state).toEqual(replay(await historyOf(stand.db, id), id))
  }
})

const reader = (userId: string) => ({ teamId: TEAM, userId })
const page = { page: 1, size: 10 }

const READS: readonly [name: string, read: () => Promise<unknown>][] = [
  ...[ORDINARY, BIG_OWNER, APPROVER, LEAD].flatMap((person): [string, () => Promise<unknown>][] => [
    [`/campaign of ${person}`, () => waitsOn(stand.deps, reader(person))],
    [`Home of ${person}`, () => overviewFor(stand.deps, reader(person))],
    [`the daily message of ${person}`, () => dailyOf(stand.deps, reader(person))],
    [`list of ${person}`, () => readCampaignPage(stand.deps, reader(person), { mine: true }, page)],
  ]),
  ['list all', () => readCampaignPage(stand.deps, reader(LEAD), {}, page)],
  ['list live', () => readCampaignPage(stand.deps, reader(LEAD), { stages: ['live'] }, page)],
  ['show', () => readState(stand.deps, reader(LEAD), { teamId: TEAM, key: `${KEY}2` })],
  ['history', () => readHistory(stand.deps, reader(LEAD), { teamId: TEAM, key: `${KEY}2` }, 1, 10)],
  ['learnings', () => readLearnings(stand.deps, reader(LEAD), '', page)],
  ['follow-ups', () => readOpenFollowUps(stand.deps, reader(LEAD), { mine: false })],
  ['my follow-ups', () => readOpenFollowUps(stand.deps, reader(LEAD), { mine: true })],
]

test.for(READS)('%s reads no table whole', async ([, read]) => {
  expect(await readWhole(read)).toEqual([])
})

test('a tick with nothing due reads no table whole', async () => {
  await runSchedules(stand.deps)
  expect(await readWhole(() => runSchedules(stand.deps))).toEqual([])
})

test('growth reads the campaigns of its quarter, and of others no more than their lifts', async () => {
  const quarter = { year: 2026, n: 3 }
  const { from, to } = boundsOf(quarter, 'UTC')
  const ask = () => readGrowth(stand.deps, reader(LEAD), quarter, 'UTC')
  const launched = await stand
    .db('campaigns')
    .whereBetween('live_at', [+from, +to - 1])
    .pluck('id')
  const ended = await stand
    .db('campaigns')
    .where({ stage: 'concluded' })
    .whereBetween('ended_at', [+from, +to - 1])
    .pluck('id')
  const whole = await rowsRead(stand.db, 'campaigns', ask, 'brief')
  expect(whole).toBe(launched.length + ended.length)
  expect(whole).toBeGreaterThan(0)
  expect(whole).toBeLessThan(200)
  expect(await readWhole(ask)).toEqual([])
})

test('of the lists of a morning those are read that speak of a campaign, where nothing newer came', async () => {
  const list = (target: string, day: string, campaigns: number[]) => {
    const subject = subjectOf('waiting', day)
    const to = { teamId: TEAM, campaignId: null, kind: 'waiting', subject, target } as const
    return stand.db.transaction((tx) => ensureMessage(tx, { ...to, data: { campaigns } }, NOW))
  }
  for (const target of ['UONE', 'UTWO', 'UTHREE']) await list(target, '2026-11-24', [7])
  await list('UONE', '2026-11-25', [7, 71])
  await list('UTWO', '2026-11-25', [71, 72])
  await list('UFOUR', '2026-11-25', [17, 171, 70])
  const days = ['2026-11-24', '2026-11-25'].map((day) => subjectOf('waiting', day))
  const naming = (id: number) => listsNaming(stand.db, TEAM, days, id)
  const targets = (await naming(7)).map(({ target }) => target)
  expect(targets).toEqual(['UTHREE', 'UONE'])
  expect(await rowsRead(stand.db, 'messages', () => naming(72))).toBe(1)
  expect(await readWhole(() => naming(7))).toEqual([])
})

const LARGE =
  'campaigns|tasks|events|messages|jobs|approval_requests|decisions|digests|follow_ups|launch_steps|suggestions'

interface Asked {
  readonly sql: string
  readonly bindings: readonly string[]
}

/** What SQLite plans to read all of, in the database or of a workspace, for what somebody asks. */
async function readWhole(ask: () => Promise<unknown>): Promise<string[]> {
  const asked: Asked[] = []
  const hear = (query: Asked) => asked.push(query)
  stand.db.on('query', hear)
  await ask()
  stand.db.off('query', hear)
  expect(asked.length).toBeGreaterThan(0)
  if (isPostgres(stand.db)) return []
  const partial = await stand.db('sqlite_master').where({ type: 'index' }).whereLike('sql', '%where %')
  const names = partial.map(({ name }) => name)
  const found = await Promise.all(asked.filter(isRead).map((each) => wholeIn(each, names)))
  return found.flat()
}

/** Of an empty list nothing is read, and a list of all is that of the newest. */
function isRead({ sql }: Asked): boolean {
  const isList = /from campaigns where team_id = \? order by id desc limit 500/.test(sql)
  return /^(select|with|update|delete)/i.test(sql) && !/where 1 = \?/.test(sql) && !isList
}

async function wholeIn({ sql, bindings }: Asked, partial: readonly string[]): Promise<string[]> {
  const plan: { detail: string }[] = await stand.db.raw(`explain query plan ${sql}`, [...bindings])
  const aliases = [...sql.matchAll(new RegExp(`[\`" ](${LARGE})[\`"]?(?: as)? [\`"]?(\\w+)`, 'g'))].map(
    ([, , alias]) => alias,
  )
  return plan.flatMap(({ detail }) => {
    const [, way, name = '', index = ''] =
      /^(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(detail) ?? []
    const isLarge = LARGE.split('|').includes(name) || aliases.includes(name)
    const isAll = way === 'SCAN' || (way === 'SEARCH' && detail.endsWith('(team_id=?)'))
    return isLarge && isAll && !partial.includes(index) ? [`${detail}: ${sql}`] : []
  })
}
