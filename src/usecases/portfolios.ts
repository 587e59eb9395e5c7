import { heldBecause } from '../domain/digest/plan.ts'
import type { Learned, PortfolioContent, PortfolioDigest, Scope } from '../domain/digest/portfolio.ts'
import { isOfTeam, portfolioNews, scopeTyped, scopeWords } from '../domain/digest/portfolio.ts'
import { byWorst, standingOf } from '../domain/digest/standing.ts'
import type { Membership } from '../domain/people.ts'
import { refuseOutsider } from '../domain/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import { STAIRWAY } from '../domain/state/actor.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import { nextSlot, slotsBetween } from '../domain/time/schedule.ts'
import { Refusal } from '../refusal.ts'
import type { Tx } from '../store/kit/database.ts'
import { inTransaction } from '../store/kit/database.ts'
import {
  answeredBetween,
  concludedBetween,
  hasUnmade,
  newestDigests,
  openFollowUpsOf,
  runningCampaigns,
} from '../store/overview.ts'
import {
  advancePortfolio,
  claimPortfolioSlot,
  duePortfolios,
  hasPortfolioSlotSince,
  loadPortfolio,
  loadPortfolioDigest,
  lockPortfolio,
  portfolioDigestsBefore,
  savePortfolioDigest,
} from '../store/portfolios.ts'
import type { Deps, JobKinds } from './deps.ts'
import { postToTeam } from './outbox.ts'
import { note, refuseUnknownTeam } from './portfolio-plans.ts'

const WEEK_MS = 7 * 86_400_000
const SAME_REQUEST_MS = 60_000
const ATTEMPTS = 8

/** Claims every due slot of a digest of many campaigns, once each; after an outage only the newest missed one. */
export async function claimDuePortfolios(deps: Deps): Promise<number> {
  let claimed = 0
  for (const { id, nextAt } of await duePortfolios(deps.db, deps.now()))
    if (await inTransaction(deps.db, (tx) => claimOne(tx, deps, id, nextAt))) claimed += 1
  return claimed
}

async function claimOne(tx: Tx, deps: Deps, id: number, nextAt: Date): Promise<boolean> {
  const portfolio = await loadPortfolio(tx, id)
  if (!portfolio?.plan) return false
  const { schedule, channel } = portfolio.plan
  const now = deps.now()
  if (!(await advancePortfolio(tx, id, nextAt, nextSlot(schedule, now)))) return false
  const slot = slotsBetween(schedule, nextAt, now, Number.POSITIVE_INFINITY).at(-1) ?? nextAt
  return (await claim(tx, deps, portfolio, { slot, channel, askedBy: null })) !== null
}

/** Makes one now, beside its schedule, in its own channel or else in `channel`. */
export async function portfolioNow(deps: Deps, actor: Actor, scope: Scope, channel: string): Promise<string> {
  refuseUnknownTeam(deps, scope)
  refuseOutsider(actor.userId, await deps.members())
  return inTransaction(deps.db, async (tx) => {
    const portfolio = await lockPortfolio(tx, actor.teamId, scope, actor.userId, deps.now())
    const [slot, place] = [deps.now(), portfolio.plan?.channel ?? channel]
    const begun = await hasPortfolioSlotSince(tx, portfolio.id, new Date(slot.getTime() - SAME_REQUEST_MS))
    const asked = { slot, channel: place, askedBy: actor.userId }
    if (!begun && (await claim(tx, deps, portfolio, asked)) !== null) return place
    throw new Refusal(
      'conflict',
      `${scopeWords(scope)} was begun less than a minute ago; it comes to {#${place}}.`,
    )
  })
}

async function claim(
  tx: Tx,
  deps: Deps,
  { id, teamId }: { id: number; teamId: string },
  slot: Parameters<typeof claimPortfolioSlot>[2],
): Promise<number | null> {
  const digestId = await claimPortfolioSlot(tx, { id, teamId }, slot)
  if (digestId === null) return null
  const job = { key: `portfolio:${digestId}`, maxAttempts: ATTEMPTS }
  await deps.enqueue(tx, 'portfolio', { teamId, digestId }, job)
  return digestId
}

/** Digests that are due at the same time are read first, where that takes no longer than this. */
const WAIT_MS = 5 * 60_000

/** Whether a digest of many waits for digests of its workspace that are being made just now. */
export async function waitsForDigests(deps: Deps, { digestId }: JobKinds['portfolio']): Promise<boolean> {
  const digest = await loadPortfolioDigest(deps.db, digestId)
  const since = new Date(deps.now().getTime() - WAIT_MS)
  if (digest?.scope.kind !== 'live' || digest.slot < since) return false
  return hasUnmade(deps.db, digest.teamId, since)
}

/** Gathers what a digest of many says, saves it, and puts it into the outbox unless it is held: once a slot. */
export async function makePortfolio(deps: Deps, { digestId }: JobKinds['portfolio']): Promise<void> {
  const known = await loadPortfolioDigest(deps.db, digestId)
  const members: Membership = known?.scope.team == null ? new Map() : await deps.members()
  await inTransaction(deps.db, async (tx) => {
    const digest = await loadPortfolioDigest(tx, digestId)
    if (!digest || digest.madeAt) return
    const before = await portfolioDigestsBefore(tx, digest)
    const content = await contentOf(tx, deps, digest, before, members)
    await record(tx, deps, digest, before, content)
  })
}

/** Tells who set it that a digest of many could not be put together. */
export async function portfolioGivenUpIn(
  tx: Tx,
  deps: Deps,
  { teamId, digestId }: JobKinds['portfolio'],
  why: string,
): Promise<void> {
  const digest = await loadPortfolioDigest(tx, digestId)
  const portfolio = digest && (await loadPortfolio(tx, digest.portfolioId))
  if (!digest || digest.madeAt || !portfolio) return
  const again = `\`/campaign digest ${scopeTyped(digest.scope)} now\` tries it once more.`
  await postToTeam(tx, deps, {
    ...{ teamId, kind: 'notice', subject: `portfolio:${digestId}:failed`, target: portfolio.setBy },
    data: { words: `${scopeWords(digest.scope)} could not be put together: ${why}. ${again}` },
  })
}

async function record(
  tx: Tx,
  deps: Deps,
  digest: PortfolioDigest,
  before: readonly PortfolioDigest[],
  content: PortfolioContent,
): Promise<void> {
  const { id, portfolioId, teamId, askedBy, channel } = digest
  const portfolio = await loadPortfolio(tx, portfolioId)
  const last = before.find(({ held }) => held === null)?.content ?? null
  const asked = { askedFor: askedBy !== null, news: portfolioNews(last, content) }
  const held = heldBecause(portfolio?.plan ?? null, asked, deps.now())
  if (!(await savePortfolioDigest(tx, id, { content, held, madeAt: deps.now() }))) return
  const actor: Actor = { teamId, userId: STAIRWAY, surface: 'job' }
  await note(tx, deps, portfolioId, actor, { kind: 'made', digestId: id, ...(held ? { held } : {}) })
  if (held) return
  await postToTeam(tx, deps, { teamId, kind: 'portfolio', subject: `portfolio:${id}`, target: channel })
}

function contentOf(
  tx: Tx,
  deps: Deps,
  digest: PortfolioDigest,
  before: readonly PortfolioDigest[],
  members: Membership,
): Promise<PortfolioContent> {
  const { teamId, scope } = digest
  const team = scope.team === null ? null : (members.get(scope.team) ?? new Set<string>())
  const counts = (campaign: Campaign) => team === null || isOfTeam(campaign, team)
  return scope.kind === 'live'
    ? liveContent(tx, deps, teamId, counts)
    : learnedContent(tx, deps, digest, before, counts)
}

type Counts = (campaign: Campaign) => boolean

async function liveContent(tx: Tx, deps: Deps, teamId: string, counts: Counts): Promise<PortfolioContent> {
  const campaigns = (await runningCampaigns(tx, teamId)).filter(counts)
  const ids = campaigns.map(({ id }) => id)
  const [digests, open] = [await newestDigests(tx, ids), await openFollowUpsOf(tx, ids)]
  const standings = campaigns.map((campaign) =>
    standingOf(campaign, open.get(campaign.id) ?? [], digests.get(campaign.id) ?? null, deps.now()),
  )
  return { kind: 'live', standings: standings.sort(byWorst) }
}

/** What happened since the last one that said so: a mute holds nothing back for good. */
async function learnedContent(
  tx: Tx,
  deps: Deps,
  { teamId, slot }: PortfolioDigest,
  before: readonly PortfolioDigest[],
  counts: Counts,
): Promise<Learned> {
  const told = before.find(({ held }) => held !== 'muted')?.content
  const sinceAt = told?.kind === 'learned' ? told.untilAt : new Date(slot.getTime() - WEEK_MS)
  const untilAt = deps.now()
  const concluded = (await concludedBetween(tx, teamId, sinceAt, untilAt)).filter(counts)
  const answered = await answeredBetween(tx, teamId, sinceAt, untilAt)
  return {
    kind: 'learned',
    sinceAt,
    untilAt,
    concluded: concluded.flatMap(({ key, owner, brief, conclusion }) =>
      conclusion ? [{ key, owner, name: brief.name, ...conclusion }] : [],
    ),
    answered: answered
      .filter(({ campaign }) => counts(campaign))
      .map(({ campaign: { key }, item: { n, question, answer, answeredBy, answeredAt } }) => ({
        ...{ key, n, question, answeredBy, answeredAt },
        ...{ finding: answer?.finding ?? null, decision: answer?.decision ?? null },
      })),
  }
}

/** A digest of many with its content, for its message. */
export function readPortfolioDigest(deps: Pick<Deps, 'db'>, id: number): Promise<PortfolioDigest | null> {
  return loadPortfolioDigest(deps.db, id)
}
