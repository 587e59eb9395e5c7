import { heldBecause } from '../domain/digest/plan.ts'
import type { Learned, PortfolioContent, PortfolioDigest, Scope } from '../domain/digest/portfolio.ts'
import { isOfTeam, portfolioNews, scopeWords } from '../domain/digest/portfolio.ts'
import { byWorst, standingOf } from '../domain/digest/standing.ts'
import type { Notice } from '../domain/message.ts'
import type { Membership } from '../domain/people.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import { subjectOf } from '../domain/subject.ts'
import { token } from '../domain/text/tokens.ts'
import { nextSlot, slotsBetween } from '../domain/time/schedule.ts'
import { Refusal } from '../refusal.ts'
import {
  answeredBetween,
  concludedBetween,
  newestDigests,
  openFollowUpsOf,
  runningCampaigns,
} from '../store/overview.ts'
import {
  advancePortfolio,
  claimPortfolioSlot,
  type DuePortfolio,
  duePortfolios,
  hasPortfolioSlotSince,
  loadPortfolio,
  loadPortfolioDigest,
  lockPortfolio,
  portfolioDigestsBefore,
  savePortfolioDigest,
} from '../store/portfolios.ts'
import { forEachDue, PAGE } from './batches.ts'
import type { Deps, JobKinds } from './deps.ts'
import { postToTeam } from './outbox.ts'
import { note, refuseUnknownTeam } from './portfolio-plans.ts'
import { type OpenDeps, transact } from './transaction.ts'

const WEEK_MS = 7 * 86_400_000
const SAME_REQUEST_MS = 60_000

/** Claims every due slot of a digest of many campaigns, once each; after an outage only the newest missed one. */
export function claimDuePortfolios(deps: Deps): Promise<number> {
  const until = deps.now()
  return forEachDue(
    'Due digests of many could not be claimed',
    (after: DuePortfolio | null) => duePortfolios(deps.db, until, after, PAGE),
    (due) => transact(deps, (open) => claimOne(open, due)),
  )
}

async function claimOne(open: OpenDeps, { id, nextAt }: DuePortfolio): Promise<boolean> {
  const portfolio = await loadPortfolio(open.db, id)
  if (!portfolio?.plan) return false
  const { schedule, channel } = portfolio.plan
  const now = open.now()
  if (!(await advancePortfolio(open.db, id, nextAt, nextSlot(schedule, now)))) return false
  const slot = slotsBetween(schedule, nextAt, now, Number.POSITIVE_INFINITY).at(-1) ?? nextAt
  return (await claim(open, portfolio, { slot, channel, askedBy: null })) !== null
}

/** Makes one now, beside its schedule, in its own channel or else in `channel`. */
export async function portfolioNow(deps: Deps, actor: Actor, scope: Scope, channel: string): Promise<string> {
  refuseUnknownTeam(deps, scope)
  refuseUnless('plan_portfolio', actor, null, await deps.members())
  return transact(deps, async (open) => {
    const portfolio = await lockPortfolio(open.db, actor.teamId, scope, actor.userId, deps.now())
    const [slot, place] = [deps.now(), portfolio.plan?.channel ?? channel]
    const begun = await hasPortfolioSlotSince(
      open.db,
      portfolio.id,
      new Date(slot.getTime() - SAME_REQUEST_MS),
    )
    const asked = { slot, channel: place, askedBy: actor.userId }
    if (!begun && (await claim(open, portfolio, asked)) !== null) return place
    throw new Refusal(
      'conflict',
      `The digest of ${scopeWords(scope)} was asked for less than a minute ago: look for it in ${token.channel(place)}.`,
    )
  })
}

async function claim(
  open: OpenDeps,
  { id, teamId }: { id: number; teamId: string },
  slot: Parameters<typeof claimPortfolioSlot>[2],
): Promise<number | null> {
  const digestId = await claimPortfolioSlot(open.db, { id, teamId }, slot)
  if (digestId === null) return null
  await open.enqueue(open.db, 'portfolio', { teamId, digestId })
  return digestId
}

/** Gathers what a digest of many says, saves it, and puts it into the outbox unless it is held: once a slot. */
export async function makePortfolio(deps: Deps, { digestId }: JobKinds['portfolio']): Promise<void> {
  const known = await loadPortfolioDigest(deps.db, digestId)
  const members: Membership = known?.scope.team == null ? new Map() : await deps.members()
  await transact(deps, async (open) => {
    const digest = await loadPortfolioDigest(open.db, digestId)
    if (!digest || digest.madeAt) return
    const before = await portfolioDigestsBefore(open.db, digest)
    const content = await contentOf(open, digest, before, members)
    await record(open, digest, before, content)
  })
}

/** Tells who set it that a digest of many could not be put together. */
export function portfolioGivenUp(
  deps: Deps,
  { teamId, digestId }: JobKinds['portfolio'],
  why: string,
): Promise<void> {
  return transact(deps, async (open) => {
    const digest = await loadPortfolioDigest(open.db, digestId)
    const portfolio = digest && (await loadPortfolio(open.db, digest.portfolioId))
    if (!digest || digest.madeAt || !portfolio) return
    const words = `${scopeWords(digest.scope)} could not be put together: ${why}. It can be tried once more.`
    const data: Notice = { words, offers: ['portfolio_now'], portfolioDigest: digestId }
    await postToTeam(open, {
      ...{
        teamId,
        kind: 'notice',
        subject: subjectOf('portfolio', digestId, 'failed'),
        target: portfolio.setBy,
      },
      data,
    })
  })
}

async function record(
  open: OpenDeps,
  digest: PortfolioDigest,
  before: readonly PortfolioDigest[],
  content: PortfolioContent,
): Promise<void> {
  const { id, portfolioId, teamId, askedBy, channel } = digest
  const portfolio = await loadPortfolio(open.db, portfolioId)
  const last = before.find(({ held }) => held === null)?.content ?? null
  const asked = { askedFor: askedBy !== null, news: portfolioNews(last, content) }
  const held = heldBecause(portfolio?.plan ?? null, asked, open.now())
  if (!(await savePortfolioDigest(open.db, id, { content, held, madeAt: open.now() }))) return
  const event = { kind: 'made', digestId: id, ...(held ? { held } : {}) } as const
  await note(open, portfolioId, stairwayOf(teamId), event)
  if (held) return
  await postToTeam(open, { teamId, kind: 'portfolio', subject: subjectOf('portfolio', id), target: channel })
}

function contentOf(
  open: OpenDeps,
  digest: PortfolioDigest,
  before: readonly PortfolioDigest[],
  members: Membership,
): Promise<PortfolioContent> {
  const { teamId, scope } = digest
  const team = scope.team === null ? null : (members.get(scope.team) ?? new Set<string>())
  // Campaigns would be missing without a word; this is tried again, and then told.
  if (team && 'unread' in team)
    throw new Error(`the user group of ${scope.team} can't be read (${team.unread})`)
  const counts = (campaign: Campaign) => team === null || isOfTeam(campaign, team)
  return scope.kind === 'live'
    ? liveContent(open, teamId, counts)
    : learnedContent(open, digest, before, counts)
}

type Counts = (campaign: Campaign) => boolean

async function liveContent(
  { db, now, catalog }: OpenDeps,
  teamId: string,
  counts: Counts,
): Promise<PortfolioContent> {
  const campaigns = (await runningCampaigns(db, teamId)).filter(counts)
  const ids = campaigns.map(({ id }) => id)
  const [digests, open] = [await newestDigests(db, ids), await openFollowUpsOf(db, ids)]
  const standings = campaigns.map((campaign) =>
    standingOf(
      campaign,
      open.get(campaign.id) ?? [],
      digests.get(campaign.id) ?? null,
      now(),
      catalog.metrics,
    ),
  )
  return { kind: 'live', standings: standings.sort(byWorst) }
}

/** What happened since the last one that said so: a mute holds nothing back for good. */
async function learnedContent(
  { db, now }: OpenDeps,
  { teamId, slot }: PortfolioDigest,
  before: readonly PortfolioDigest[],
  counts: Counts,
): Promise<Learned> {
  const told = before.find(({ held }) => held !== 'muted')?.content
  const sinceAt = told?.kind === 'learned' ? told.untilAt : new Date(slot.getTime() - WEEK_MS)
  const untilAt = now()
  const concluded = (await concludedBetween(db, teamId, sinceAt, untilAt)).filter(counts)
  const answered = await answeredBetween(db, teamId, sinceAt, untilAt)
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
