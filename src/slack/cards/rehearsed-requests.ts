import type { ModalView } from '@slack/types'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { PlanLooks } from '../../domain/state/looks.ts'
import { type KitBlock, section } from '../kit/blocks.ts'
import { fenced, lines, md } from '../kit/mrkdwn.ts'
import { modal } from '../kit/surfaces.ts'
import type { Look } from './look.ts'
import { unseenWords } from './looks.ts'
import { campaignTitle } from './parts.ts'
import { stepWords } from './step-words.ts'

const MOST_SHOWN = 2_600

/** Each request of a launch as it would go out, its secrets left out; null while targets are asked for it. */
export function requestsView(state: CampaignState, looks: PlanLooks | null, look: Look): ModalView {
  const { campaign } = state
  const head = lines(
    md`Rehearsal: what would be sent for ${campaignTitle(campaign)}. Nothing was sent.`,
    looks === null && md`Asking each target…`,
  )
  return modal({
    title: 'Rehearsal',
    close: 'Close',
    callbackId: 'rehearsal',
    blocks: [section(head), ...(looks ? requestBlocks(state, looks, look) : [])],
  })
}

function requestBlocks({ campaign }: CampaignState, { plan, looks }: PlanLooks, look: Look): KitBlock[] {
  return looks.flatMap((each) => {
    const step = plan[each.n - 1] ?? campaign.brief.plan[each.n - 1]
    if (!step) return []
    const said = each.is === 'unseen' ? unseenWords(each.why) : each.would && fenced(each.would, MOST_SHOWN)
    return [
      section(lines(md`${each.n}  ${stepWords(step, look)}`, said || md`it does not say what it would send`)),
    ]
  })
}
