import { withQuiet } from '../src/domain/digest/plan.ts'
import { type Scope, scopeTyped, scopeWords } from '../src/domain/digest/portfolio.ts'
import type { DigestPlan } from '../src/domain/state/digests.ts'
import { token } from '../src/domain/text/tokens.ts'
import { nextSlot, SCHEDULE_FORMS } from '../src/domain/time/schedule.ts'
import { said } from '../src/slack/replies/said.ts'
import { mutePortfolio, planPortfolio, quietPortfolio } from '../src/usecases/portfolio-plans.ts'
import { portfolioNow } from '../src/usecases/portfolios.ts'
import { readPortfolio } from '../src/usecases/reads/portfolios.ts'
import type { TypedAct } from './command.ts'
import { beforeWords, type PlanAct, planWords, scheduleOf } from './digest-plan.ts'
import type { Words } from './words.ts'

/** `all`, `team:growth`, `learned`, `learned team:growth`; null where a campaign's key comes. */
export function readScopeWords(words: Words): Scope | null {
  const team = words.option('team')
  const kind = words.nextOf(['all', 'learned'] as const)
  if (!team && !kind) return null
  return { kind: kind === 'learned' ? 'learned' : 'live', team: team?.toLowerCase() ?? null }
}

/** What is done to a digest of many campaigns. */
export async function ofMany(scope: Scope, input: PlanAct, act: TypedAct) {
  const { deps, actor } = act
  switch (input.does) {
    case 'show':
      return shown(scope, act)
    case 'now': {
      const channel = await portfolioNow(deps, actor, scope, act.channel)
      return said(
        act,
        `The digest of ${scopeWords(scope)} is being put together; it comes to ${token.channel(channel)}.`,
      )
    }
    case 'off':
      await planPortfolio(deps, actor, scope, null)
      return said(act, `The digest of ${scopeWords(scope)} is posted no more.`)
    case 'mute':
      return set(scope, await mutePortfolio(deps, actor, scope, input.endsAt), act)
    case 'unmute':
      return set(scope, await mutePortfolio(deps, actor, scope, null), act)
    case 'plan':
      return planned(scope, input, act)
    default:
      return set(scope, await quietPortfolio(deps, actor, scope, input.does === 'quiet'), act)
  }
}

async function planned(scope: Scope, input: Extract<PlanAct, { does: 'plan' }>, act: TypedAct) {
  const known = await readPortfolio(act.deps, act.actor, scope)
  const before = known?.plan ?? null
  const { quiet } = input
  const schedule = scheduleOf(input, before)
  const channel = input.channel ?? before?.channel ?? act.channel
  const plan = { ...before, schedule, channel }
  const wanted = quiet === null ? plan : withQuiet(plan, quiet)
  const now = await planPortfolio(act.deps, act.actor, scope, wanted)
  return set(scope, now, act, beforeWords(before, now, known?.setBy ?? null))
}

function set(scope: Scope, plan: DigestPlan | null, act: TypedAct, was = '') {
  if (!plan) return said(act, `${scopeWords(scope)}: none is set.`)
  const next = nextSlot(plan.schedule, act.now).getTime()
  return said(
    act,
    `${scopeWords(scope)}: ${planWords(plan, act.now)}.${was} The next one comes ${token.time(next)}.`,
  )
}

async function shown(scope: Scope, act: TypedAct) {
  const portfolio = await readPortfolio(act.deps, act.actor, scope)
  const by = portfolio?.plan
    ? `, set by ${token.person(portfolio.setBy)}, ${token.time(portfolio.setAt)}`
    : ''
  const plan = portfolio?.plan ? planWords(portfolio.plan, act.now) : 'none is set'
  const typed = scopeTyped(scope)
  const forms = `Set it with \`/campaign digest ${typed} <schedule> [quiet] [#channel]\`: ${SCHEDULE_FORMS}; or \`now\`, \`off\`, \`quiet\`, \`always\`, \`mute <when>\`, \`unmute\`.`
  return said(act, `${scopeWords(scope)}: ${plan}${by}.\n${forms}`)
}
