import { isMuted, refuseMuteEnd, withQuiet } from '../domain/digest/plan.ts'
import type { PortfolioEvent, Scope } from '../domain/digest/portfolio.ts'
import { scopeTyped, scopeWords } from '../domain/digest/portfolio.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { DigestPlan } from '../domain/state/digests.ts'
import { unmuted } from '../domain/state/digests.ts'
import { Refusal } from '../refusal.ts'
import { insertPortfolioEvent, lockPortfolio, savePlan } from '../store/portfolios.ts'
import type { Deps } from './deps.ts'
import { type OpenDeps, transact } from './transaction.ts'

/** A plan as somebody set it: what is left out stays as it was. */
export type PlanChange = Partial<Pick<DigestPlan, 'quiet'>> & Pick<DigestPlan, 'schedule' | 'channel'>

/** Sets, moves or (null) ends the digests of a scope. */
export function planPortfolio(
  deps: Deps,
  actor: Actor,
  scope: Scope,
  plan: PlanChange | null,
): Promise<DigestPlan | null> {
  return change(deps, actor, scope, (before) => {
    if (plan) return { plan: { ...before, ...plan }, event: (to) => ({ kind: 'planned', plan: to }) }
    if (before) return { plan: null, event: () => ({ kind: 'planned', plan: null }) }
    throw nothingSet(scope)
  })
}

export function quietPortfolio(
  deps: Deps,
  actor: Actor,
  scope: Scope,
  quiet: boolean,
): Promise<DigestPlan | null> {
  return change(deps, actor, scope, (before) => {
    if (!before) throw nothingSet(scope)
    return { plan: withQuiet(before, quiet), event: (plan) => ({ kind: 'planned', plan }) }
  })
}

/** Holds the digests of a scope until `endsAt`, or (null) posts them again at once. */
export function mutePortfolio(
  deps: Deps,
  actor: Actor,
  scope: Scope,
  endsAt: Date | null,
): Promise<DigestPlan | null> {
  return change(deps, actor, scope, (before) => {
    if (!before) throw nothingSet(scope)
    if (!endsAt && !isMuted(before, deps.now()))
      throw new Refusal('conflict', `${scopeWords(scope)} is not muted.`)
    if (!endsAt) return { plan: unmuted(before), event: () => ({ kind: 'unmuted' }) }
    refuseMuteEnd(endsAt, deps.now())
    return { plan: { ...before, muteEndsAt: endsAt }, event: () => ({ kind: 'muted', endsAt }) }
  })
}

interface Changed {
  readonly plan: DigestPlan | null
  readonly event: (plan: DigestPlan | null) => PortfolioEvent
}

async function change(
  deps: Deps,
  actor: Actor,
  scope: Scope,
  decide: (before: DigestPlan | null) => Changed,
): Promise<DigestPlan | null> {
  refuseUnknownTeam(deps, scope)
  refuseUnless('plan_portfolio', actor, null, await deps.members())
  return transact(deps, async (open) => {
    const before = await lockPortfolio(open.db, actor.teamId, scope, actor.userId, deps.now())
    const { plan, event } = decide(before.plan)
    await savePlan(open.db, before, plan, actor.userId, deps.now())
    await note(open, before.id, actor, event(plan))
    return plan
  })
}

export function note(
  { db, now }: OpenDeps,
  portfolioId: number,
  actor: Actor,
  event: PortfolioEvent,
): Promise<void> {
  return insertPortfolioEvent(db, portfolioId, actor, event, now())
}

/** Throws a Refusal for a team that stairway.yaml does not declare. */
export function refuseUnknownTeam({ catalog }: Deps, { team }: Scope): void {
  if (team === null || catalog.teams.some(({ name }) => name === team)) return
  const names = catalog.teams.map(({ name }) => name)
  const known =
    names.length > 0 ? `stairway.yaml declares ${names.join(', ')}` : 'stairway.yaml declares none'
  throw new Refusal('unknown', `There is no team "${team}": ${known}.`)
}

function nothingSet(scope: Scope): Refusal {
  return new Refusal(
    'conflict',
    `${scopeWords(scope)} is not posted anywhere: \`/campaign digest ${scopeTyped(scope)} weekly mon 09:00 #channel\` sets it.`,
  )
}
