import type { Knex } from 'knex'
import {
  type Portfolio,
  type PortfolioContent,
  type PortfolioDigest,
  type PortfolioEvent,
  readScope,
  type Scope,
  scopeName,
} from '../domain/digest/portfolio.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { DigestPlan, Held } from '../domain/state/digests.ts'
import { nextSlot } from '../domain/time/schedule.ts'
import { isPostgres } from './kit/database.ts'
import { fromJson, instant, toInstant, toJson } from './kit/json.ts'

export async function findPortfolio(db: Knex, teamId: string, scope: Scope): Promise<Portfolio | null> {
  const row = await db('portfolios')
    .where({ team_id: teamId, scope: scopeName(scope) })
    .first()
  return row ? portfolioOf(row) : null
}

export async function loadPortfolio(db: Knex, id: number): Promise<Portfolio | null> {
  const row = await db('portfolios').where({ id }).first()
  return row ? portfolioOf(row) : null
}

/** The portfolio of a scope, made where there is none, locked until the transaction ends. */
export async function lockPortfolio(
  tx: Knex.Transaction,
  teamId: string,
  scope: Scope,
  setBy: string,
  now: Date,
): Promise<Portfolio> {
  const where = { team_id: teamId, scope: scopeName(scope) }
  await tx('portfolios')
    .insert({ ...where, plan: null, set_by: setBy, set_at: now.getTime() })
    .onConflict(['team_id', 'scope'])
    .ignore()
  const found = tx('portfolios').where(where).first()
  return portfolioOf(await (isPostgres(tx) ? found.forUpdate() : found))
}

/** Writes a plan with who set it; its next slot is counted from `now` unless its schedule is the same. */
export async function savePlan(
  tx: Knex.Transaction,
  before: Portfolio,
  plan: DigestPlan | null,
  setBy: string,
  now: Date,
): Promise<void> {
  const same = JSON.stringify(before.plan?.schedule) === JSON.stringify(plan?.schedule)
  const next = same ? {} : { next_at: plan && nextSlot(plan.schedule, now).getTime() }
  await tx('portfolios')
    .where({ id: before.id })
    .update({ plan: plan && toJson(plan), set_by: setBy, set_at: now.getTime(), ...next })
}

export async function insertPortfolioEvent(
  tx: Knex.Transaction,
  portfolioId: number,
  { teamId, userId, surface }: Actor,
  event: PortfolioEvent,
  at: Date,
): Promise<void> {
  await tx('portfolio_events').insert({
    team_id: teamId,
    portfolio_id: portfolioId,
    at: at.getTime(),
    actor: userId,
    surface,
    kind: event.kind,
    data: toJson(event),
  })
}

/** Those whose digests go to a channel. */
export async function portfoliosIn(db: Knex, teamId: string, channel: string): Promise<Portfolio[]> {
  const rows = await db('portfolios').where({ team_id: teamId }).whereNotNull('plan')
  return rows.map(portfolioOf).filter(({ plan }) => plan?.channel === channel)
}

/** Every portfolio that has a plan, of all workspaces. */
export async function plannedPortfolios(db: Knex): Promise<Portfolio[]> {
  return (await db('portfolios').whereNotNull('plan').orderBy('id')).map(portfolioOf)
}

/** A portfolio whose next digest is due. */
export interface DuePortfolio {
  readonly id: number
  readonly nextAt: Date
}

/** Those that are due first, `most` at most: after `after` in that order. */
export async function duePortfolios(
  db: Knex,
  now: Date,
  after: DuePortfolio | null,
  most: number,
): Promise<DuePortfolio[]> {
  const due = db('portfolios').where('next_at', '<=', now.getTime()).orderBy(['next_at', 'id']).limit(most)
  if (after) due.whereRaw('(next_at, id) > (?, ?)', [after.nextAt.getTime(), after.id])
  const rows: { id: number; next_at: number }[] = await due.select('id', 'next_at')
  return rows.map((row) => ({ id: row.id, nextAt: instant(row.next_at) }))
}

/** Moves a portfolio's next slot on; false when somebody else did. */
export async function advancePortfolio(
  tx: Knex.Transaction,
  id: number,
  from: Date,
  to: Date,
): Promise<boolean> {
  const moved = await tx('portfolios')
    .where({ id, next_at: from.getTime() })
    .update({ next_at: to.getTime() })
  return moved === 1
}

/** Claims a slot: the digest's id, or null where that slot was claimed before. */
export async function claimPortfolioSlot(
  tx: Knex.Transaction,
  portfolio: Pick<Portfolio, 'id' | 'teamId'>,
  { slot, channel, askedBy }: { slot: Date; channel: string; askedBy: string | null },
): Promise<number | null> {
  const row = { portfolio_id: portfolio.id, slot: slot.getTime() }
  const rows = await tx('portfolio_digests')
    .insert({ ...row, team_id: portfolio.teamId, channel, asked_by: askedBy })
    .onConflict(['portfolio_id', 'slot'])
    .ignore()
    .returning('id')
  const [claimed] = rows as { id: number }[]
  return claimed?.id ?? null
}

export async function hasPortfolioSlotSince(db: Knex, portfolioId: number, since: Date): Promise<boolean> {
  const row = await db('portfolio_digests')
    .where({ portfolio_id: portfolioId })
    .where('slot', '>', since.getTime())
    .first('id')
  return row !== undefined
}

/** Saves what a digest of many holds, once; false where that was done before. */
export async function savePortfolioDigest(
  tx: Knex.Transaction,
  id: number,
  made: { content: PortfolioContent; held: Held | null; madeAt: Date },
): Promise<boolean> {
  const saved = await tx('portfolio_digests')
    .where({ id, made_at: null })
    .update({ content: toJson(made.content), held: made.held, made_at: made.madeAt.getTime() })
  return saved === 1
}

export async function loadPortfolioDigest(db: Knex, id: number): Promise<PortfolioDigest | null> {
  const row = await digests(db).where('d.id', id).first()
  return row ? digestOf(row) : null
}

/** Digests of a portfolio that were made before this one, the newest first: back to the last one that was posted. */
export async function portfolioDigestsBefore(
  db: Knex,
  digest: Pick<PortfolioDigest, 'id' | 'portfolioId'>,
): Promise<PortfolioDigest[]> {
  const rows = await digests(db)
    .where('d.portfolio_id', digest.portfolioId)
    .where('d.id', '<', digest.id)
    .whereNotNull('d.made_at')
    .orderBy('d.id', 'desc')
    .limit(100)
  const all = (rows as DigestRow[]).map(digestOf)
  const sent = all.findIndex(({ held }) => held === null)
  return sent < 0 ? all : all.slice(0, sent + 1)
}

function digests(db: Knex) {
  return db('portfolio_digests as d')
    .join('portfolios as p', 'p.id', 'd.portfolio_id')
    .select('d.*', 'p.scope')
}

interface PortfolioRow {
  id: number
  team_id: string
  scope: string
  plan: string | null
  set_by: string
  set_at: number
}

function portfolioOf(row: PortfolioRow): Portfolio {
  return {
    id: row.id,
    teamId: row.team_id,
    scope: readScope(row.scope),
    plan: row.plan === null ? null : fromJson(row.plan),
    setBy: row.set_by,
    setAt: instant(row.set_at),
  }
}

interface DigestRow {
  id: number
  portfolio_id: number
  team_id: string
  scope: string
  slot: number
  channel: string
  asked_by: string | null
  made_at: number | null
  content: string | null
  held: Held | null
}

function digestOf(row: DigestRow): PortfolioDigest {
  return {
    id: row.id,
    portfolioId: row.portfolio_id,
    teamId: row.team_id,
    scope: readScope(row.scope),
    slot: instant(row.slot),
    channel: row.channel,
    askedBy: row.asked_by,
    madeAt: toInstant(row.made_at),
    content: row.content === null ? null : fromJson(row.content),
    held: row.held,
  }
}
