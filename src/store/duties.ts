/** What was due, and what there is of it. Each question is answered by an index on what is unfinished, or on the last day. */
import type { Knex } from 'knex'
import type { Duty, What } from '../domain/audit/duty.ts'
import { waitsForFigures } from '../domain/brief/stages.ts'
import type { PlannedStep } from '../domain/state/brief.ts'
import { BEFORE_LAUNCH } from '../domain/state/stage.ts'
import { subjectOf } from '../domain/subject.ts'
import { fromJson, instant } from './kit/json.ts'
import { liveJobs } from './live-jobs.ts'

interface Row {
  readonly team_id: string
  readonly campaign: string | null
  readonly id: number | string
  readonly due_at: number
}

/** Nothing of it has happened; a job may be at it. */
function undone(what: What, isWorkedOn: (row: Row) => boolean = () => false) {
  return (row: Row): Duty => ({
    ...{ teamId: row.team_id, what, campaign: row.campaign, id: row.id },
    dueAt: instant(row.due_at),
    times: 0,
    isWorkedOn: isWorkedOn(row),
  })
}

/** Slots and mornings that nobody has claimed. */
export async function unclaimed(db: Knex, before: Date): Promise<Duty[]> {
  const slots: Row[] = await db('campaigns')
    .where('digest_next_at', '<=', +before)
    .select('team_id', 'key as campaign', 'id', 'digest_next_at as due_at')
  const ofMany: Row[] = await db('portfolios')
    .where('next_at', '<=', +before)
    .select('team_id', db.raw('null as campaign'), 'scope as id', 'next_at as due_at')
  const mornings: Row[] = await db('mornings')
    .where('next_at', '<=', +before)
    .groupBy('team_id')
    .select('team_id', db.raw('null as campaign'), db.raw(`'all' as id`))
    .min({ due_at: 'next_at' })
  return [
    ...slots.map(undone('slot')),
    ...ofMany.map(undone('portfolio_slot')),
    ...mornings.map(undone('mornings')),
  ]
}

/** Digests that were begun and not made. */
export async function unmade(db: Knex, before: Date): Promise<Duty[]> {
  const digests: Row[] = await db('digests as d')
    .join('campaigns as c', 'c.id', 'd.campaign_id')
    .whereNull('d.made_at')
    .where('d.slot', '<=', +before)
    .select('d.team_id', 'c.key as campaign', 'd.id', 'd.slot as due_at')
  const ofMany: Row[] = await db('portfolio_digests')
    .whereNull('made_at')
    .where('slot', '<=', +before)
    .select('team_id', db.raw('null as campaign'), 'id', 'slot as due_at')
  const working = await workingOn(db, 'digest', ['digestId'], digests)
  const workingOnMany = await workingOn(db, 'portfolio', ['digestId'], ofMany)
  return [
    ...digests.map(undone('digest', ({ id }) => working.has(String(id)))),
    ...ofMany.map(undone('portfolio', ({ id }) => workingOnMany.has(String(id)))),
  ]
}

/** Digests of this time that were made, not held, and of which there is no message. */
export async function unposted(db: Knex, since: Date, before: Date): Promise<Duty[]> {
  const made: (Row & { campaign_id: number })[] = await db('digests as d')
    .join('campaigns as c', 'c.id', 'd.campaign_id')
    .whereBetween('d.made_at', [+since, +before])
    .whereNull('d.held')
    .select('d.team_id', 'c.key as campaign', 'd.id', 'd.slot as due_at', 'd.campaign_id')
  const posted = new Set<string>()
  for (let from = 0; from < made.length; from += MOST_ASKED) {
    const some = made.slice(from, from + MOST_ASKED)
    const rows: { campaign_id: number; subject: string }[] = await db('messages')
      .where({ kind: 'digest' })
      .whereIn(
        ['campaign_id', 'subject'],
        some.map(({ campaign_id, id }) => [campaign_id, subjectOf('digest', Number(id))]),
      )
      .select('campaign_id', 'subject')
    for (const { campaign_id, subject } of rows) posted.add(`${campaign_id} ${subject}`)
  }
  return made
    .filter(({ campaign_id, id }) => !posted.has(`${campaign_id} ${subjectOf('digest', Number(id))}`))
    .map(undone('post'))
}

const MOST_ASKED = 200

/** Messages that are neither delivered nor given up. */
export async function undelivered(db: Knex, before: Date): Promise<Duty[]> {
  const rows: Row[] = await db('messages as m')
    .leftJoin('campaigns as c', 'c.id', 'm.campaign_id')
    .whereRaw("m.state in ('pending', 'sending', 'unknown')") // as the index has it
    .where('m.created_at', '<=', +before)
    .select('m.team_id', 'c.key as campaign', 'm.id', 'm.created_at as due_at')
  const working = new Set<string>()
  for (const kind of ['deliver', 'deliver_paced', 'send_ledger', 'send_sql'])
    for (const id of await workingOn(db, kind, ['messageId'], rows)) working.add(id)
  return rows.map(undone('message', ({ id }) => working.has(String(id))))
}

/** Requests that are open past their end. */
export async function unclosed(db: Knex, before: Date): Promise<Duty[]> {
  const rows: (Row & { campaign_id: number })[] = await db('approval_requests as r')
    .join('campaigns as c', 'c.id', 'r.campaign_id')
    .whereRaw("r.state = 'open'")
    .where('r.expires_at', '<=', +before)
    .whereIn('c.stage', [...BEFORE_LAUNCH])
    .select('r.team_id', 'c.key as campaign', 'r.n as id', 'r.expires_at as due_at', 'r.campaign_id')
  const working = await workingOn(db, 'expire_request', ['campaignId', 'n'], rows)
  return rows.map((row) => undone('expiry', ({ id }) => working.has(`${row.campaign_id} ${id}`))(row))
}

/** Launches whose time has come. */
export async function unstarted(db: Knex, before: Date): Promise<Duty[]> {
  const rows: Row[] = await db('campaigns')
    .where({ stage: 'approved' })
    .where('launch_at', '<=', +before)
    .select('team_id', 'key as campaign', 'id', 'launch_at as due_at')
  const working = await workingOn(db, 'launch_due', ['campaignId', 'launchAt'], rows)
  return rows.map(undone('launch', ({ id, due_at }) => working.has(`${id} ${due_at}`)))
}

/** Of each launch under way the step whose turn it is, where a target is to have it. */
export async function unsent(db: Knex, before: Date): Promise<Duty[]> {
  const rows: (Row & { campaign_id: number; state: string; plan: string })[] = await db('launch_steps as s')
    .join('campaigns as c', 'c.id', 's.campaign_id')
    .where('c.stage', 'launching')
    .whereNotIn('s.state', ['done', 'skipped'])
    .orderBy(['s.campaign_id', 's.n'])
    .select('s.team_id', 'c.key as campaign', 's.n as id', 's.campaign_id', 's.state', 's.plan')
    .select(db.raw('coalesce(s.changed_at, c.launch_at, 0) as due_at'))
  const first = rows.filter((row, at) => rows[at - 1]?.campaign_id !== row.campaign_id)
  const sent = first.filter((row) => row.due_at <= +before && isForJobs(row))
  const working = new Set<string>()
  for (const kind of ['launch_step', 'advance_step'])
    for (const job of await workingOn(db, kind, ['campaignId', 'n'], sent)) working.add(job)
  return sent.map((row) => undone('step', ({ id }) => working.has(`${row.campaign_id} ${id}`))(row))
}

/** What failed, is paused, or waits for an approval or a person, is theirs. */
function isForJobs({ state, plan: written }: { readonly state: string; readonly plan: string }): boolean {
  const plan = fromJson<PlannedStep>(written)
  if (plan.kind !== 'sent' || state === 'failed' || state === 'paused') return false
  return state !== 'held' || waitsForFigures(plan)
}

/** Asked only where there is something that a job should be at. */
function workingOn(
  db: Knex,
  kind: string,
  fields: readonly string[],
  rows: readonly Row[],
): Promise<Set<string>> {
  return rows.length === 0 ? Promise.resolve(new Set()) : liveJobs(db, kind, fields)
}
