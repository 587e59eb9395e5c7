import type { TeamMembers, UserId } from '../people.ts'
import type { Campaign, Conclusion } from '../state/campaign.ts'
import type { DigestPlan, Held } from '../state/digests.ts'
import type { FollowUp } from '../state/follow-ups.ts'
import type { Standing } from './standing.ts'

/** A digest of many campaigns: where the live ones stand, or what was learned. */
type PortfolioKind = 'live' | 'learned'

export interface Scope {
  readonly kind: PortfolioKind
  /** A team of stairway.yaml, for campaigns whose owner or data partner belongs to it; null for all. */
  readonly team: string | null
}

export interface Portfolio {
  readonly id: number
  readonly teamId: string
  readonly scope: Scope
  readonly plan: DigestPlan | null
  /** Who is told where it can't be posted. */
  readonly setBy: UserId
  readonly setAt: Date
}

export interface Learned {
  readonly kind: 'learned'
  readonly sinceAt: Date
  readonly untilAt: Date
  readonly concluded: readonly ConcludedCampaign[]
  readonly answered: readonly AnsweredFollowUp[]
}

export interface ConcludedCampaign extends Conclusion {
  readonly key: string
  readonly name: string
  readonly owner: UserId
}

export type AnsweredFollowUp = Pick<FollowUp, 'n' | 'question' | 'answeredBy' | 'answeredAt'> & {
  readonly key: string
  readonly finding: string | null
  /** Not in digests of before decisions were kept. */
  readonly decision?: string | null
}

/** What a digest of many campaigns was drawn from, and can be drawn from again. */
export type PortfolioContent = { readonly kind: 'live'; readonly standings: readonly Standing[] } | Learned

export interface PortfolioDigest {
  readonly id: number
  readonly portfolioId: number
  readonly teamId: string
  readonly scope: Scope
  readonly slot: Date
  readonly channel: string
  readonly askedBy: UserId | null
  readonly madeAt: Date | null
  readonly content: PortfolioContent | null
  readonly held: Held | null
}

export type PortfolioEvent =
  | { readonly kind: 'planned'; readonly plan: DigestPlan | null }
  | { readonly kind: 'muted'; readonly endsAt: Date }
  | { readonly kind: 'unmuted' }
  | { readonly kind: 'made'; readonly digestId: number; readonly held?: Held }

/** `live`, `live:growth`, `learned`, `learned:growth`: unique in a workspace. */
export function scopeName({ kind, team }: Scope): string {
  return team === null ? kind : `${kind}:${team}`
}

export function readScope(name: string): Scope {
  const [kind, team] = name.split(':')
  return { kind: kind === 'learned' ? 'learned' : 'live', team: team ?? null }
}

/** As it is typed after `/campaign digest`. */
export function scopeTyped({ kind, team }: Scope): string {
  if (kind === 'learned') return team === null ? 'learned' : `learned team:${team}`
  return team === null ? 'all' : `team:${team}`
}

export function scopeWords({ kind, team }: Scope): string {
  const whose = team === null ? '' : ` of ${team}`
  return kind === 'learned' ? `What we learned${whose}` : `Live campaigns${whose}`
}

/** Whether a campaign counts to a team: its owner or its data partner belongs to it, or did before they left. */
export function isOfTeam({ owner, brief }: Campaign, members: TeamMembers): boolean {
  const belongs = (person: UserId) => members.has(person) || members.gone?.has(person) === true
  return belongs(owner) || (brief.partner !== null && belongs(brief.partner))
}

/** What somebody should look at, held against the last one that was posted. */
export function portfolioNews(last: PortfolioContent | null, now: PortfolioContent): string[] {
  if (now.kind === 'learned')
    return [...now.concluded.map(({ key }) => key), ...now.answered.map(({ key, n }) => `${key}-${n}`)]
  const pressing = now.standings.filter(({ pressing }) => pressing).map(({ key }) => key)
  const before = last?.kind === 'live' ? last.standings.map(gist) : []
  const changed = JSON.stringify(before) !== JSON.stringify(now.standings.map(gist))
  return [...pressing, ...(changed ? ['where campaigns stand'] : [])]
}

/** Where a campaign stands, without the figures that move every day. */
function gist({ key, stage, rank, verdict }: Standing): readonly unknown[] {
  return [key, stage, rank, verdict]
}
