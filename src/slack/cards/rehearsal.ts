import type { CampaignState, PlannedStep } from '../../domain/campaign.ts'
import { formatCount } from '../../domain/numbers.ts'
import { section } from '../kit/blocks.ts'
import { lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import type { Look } from './look.ts'
import { campaignTitle, count, lineSections, short, stepWords } from './parts.ts'

/** What a launch would do at this moment; nothing is sent by asking. */
export function rehearsalMessage({ campaign }: CampaignState, look: Look): Message {
  const { plan, audience } = campaign.brief
  const size = audience?.size ?? null
  const reach = size === null ? '' : ` for ${formatCount(size)} people`
  const title = md`A launch of ${campaignTitle(campaign)} would run ${count(plan.length, 'step')}${reach}. Nothing was sent.`
  const steps = plan.map((step, i) => stepPlan(step, i + 1, look))
  const check = md`Approval, readiness and freezes allow it now; they are checked again when it is launched.`
  return message({
    text: lines(title, ...steps, check),
    blocks: [section(title), ...lineSections(steps), section(check)],
  })
}

function stepPlan(step: PlannedStep, n: number, look: Look): Mrkdwn {
  if (step.kind === 'manual') return md`${n} asks ${stepWords(step, look)}`
  const target = look.catalog.targets.find(({ name }) => name === step.target)
  if (!target)
    return md`${n} ${stepWords(step, look)}: no target ${short(step.target, 80)} is declared any more, so it would fail`
  return md`${n} posts to ${short(target.title, 80)} (${hostOf(target.url)}): ${stepWords(step, look)}`
}

/** Only the host: the rest of an address may hold what is not for everybody. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'no valid address'
}
