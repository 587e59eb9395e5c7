import type { Button } from '@slack/types'
import { openPoints } from '../../domain/approval/points.ts'
import { campaignWords } from '../../domain/brief/words.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Point } from '../../domain/state/revision.ts'
import { type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { CLICK, campaignButton } from './buttons.ts'
import { type Look, offers } from './look.ts'
import { person, shortRich } from './parts.ts'

const SHOWN = 6

/** "○ 1 the holdout is gone · Mei", and what was done about it. */
export function pointLines(points: readonly Point[], look: Look): Mrkdwn[] {
  const more = points.length - SHOWN
  const lines = points.slice(0, SHOWN).map((point) => pointLine(point, look))
  return more > 0 ? [...lines, md`and ${more} more`] : lines
}

function pointLine({ n, words, by, done }: Point, look: Look): Mrkdwn {
  const asked = md`${done ? '●' : '○'} ${n} ${shortRich(words, 200, look)} · ${person(by, look)}`
  return done ? md`${asked} → ${shortRich(done.words, 200, look)} · ${person(done.by, look)}` : asked
}

/** For who may say what was done about points that are open. */
export function pointsButton(state: CampaignState, look: Look): Button | null {
  if (openPoints(state).length === 0 || !offers(look, 'tick_point', state)) return null
  return campaignButton('Points…', CLICK.points, state)
}

/** What ticking has brought. */
export function pointsDoneWords(state: CampaignState): string {
  const { campaign } = state
  const open = openPoints(state)
  if (open.length === 0)
    return `Something is said of each point of ${campaignWords(campaign)}. Submit it again: \`/campaign submit ${campaign.key}\``
  return `${open.length === 1 ? '1 point' : `${open.length} points`} of ${campaignWords(campaign)} ${open.length === 1 ? 'is' : 'are'} still open.`
}
