import type { Campaign } from '../../domain/state/campaign.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import { type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { count, planWords } from './parts.ts'

/** "It starts 2 steps at once for 42 610 people: 1 sync audience · 2 Raj: check the list". */
export function launchWords({ brief }: Campaign, look: Look): Mrkdwn {
  const { plan, audience } = brief
  const size = audience?.size ?? null
  const reach = size === null ? '' : ` for ${formatCount(size)} people`
  return md`It starts ${count(plan.length, 'step')} at once${reach}: ${planWords(plan, look)}`
}
