import type { PlannedStep } from '../../domain/state/brief.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import type { Rehearsal } from '../../usecases/reads/rehearsal.ts'
import { section } from '../kit/blocks.ts'
import { code, dateToken, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import type { Look } from './look.ts'
import { unmeasurableLine } from './measurable.ts'
import { campaignLink, count, lineSections, longRich, short, stepWords } from './parts.ts'

/** What a launch would do, and whether it would start; nothing is sent by asking. */
export function rehearsalMessage({ state, at, hindrance }: Rehearsal, look: Look): Message {
  const { campaign } = state
  const { plan } = campaign.brief
  const title = lines(
    unmeasurableLine({ campaign }, look),
    md`A launch of ${campaignLink(campaign, look)} ${runWords(campaign, at)}. Nothing was sent.`,
  )
  const steps = plan.map((step, i) => stepPlan(step, i + 1, look))
  const check = hindrance
    ? md`It would not start: ${longRich(hindrance, 1_500, look)}`
    : md`Approval, readiness and freezes allow it${at ? '' : ' now'}; they are checked again when it is launched.`
  return message({
    text: lines(title, ...steps, check),
    blocks: [section(title), ...lineSections(steps), section(check)],
  })
}

function runWords({ key, brief }: Campaign, at: Date | null): Mrkdwn {
  const { plan, audience } = brief
  if (plan.length === 0) return md`has no steps yet: ${code(`/campaign brief ${key} plan <value>`)}`
  const size = audience?.size ?? null
  const reach = size === null ? '' : ` for ${formatCount(size)} people`
  return md`would run ${count(plan.length, 'step')}${reach}${at ? md`, ${dateToken(at)}` : ''}`
}

function stepPlan(step: PlannedStep, n: number, look: Look): Mrkdwn {
  if (step.kind === 'human') return md`Step ${n} asks ${stepWords(step, look)}`
  const target = look.catalog.targets.find(({ name }) => name === step.target)
  if (!target)
    return md`Step ${n} ${stepWords(step, look)}: no target ${short(step.target, 80)} is declared any more, so it would fail`
  return md`Step ${n} posts to ${short(target.title, 80)} (${target.host}): ${stepWords(step, look)}`
}
