import type { CampaignEvent } from '../../domain/state/events.ts'
import { type Subject, subjectOf } from '../../domain/subject.ts'
import { listsNaming } from '../../store/messages.ts'
import { deliver } from '../outbox.ts'
import type { Followed } from './followed.ts'

/** What a daily message holds: ids of the campaigns that it speaks of. */
export interface DailyList {
  readonly campaigns: readonly number[]
}

/** After these a list says what it said. */
const UNSEEN: ReadonlySet<CampaignEvent['kind']> = new Set([
  'digest_made',
  'predicted',
  'task_nudged',
  'follow_up_reminded',
  'choice_reminded',
  'over_told',
])

/** Over a weekend and its edges Friday's list is the newest. */
const DAYS = 5
const DAY_MS = 86_400_000

/** Draws the newest list of everybody anew in which something of this campaign waits. */
export async function redrawDaily(
  { state: { campaign }, open }: Followed,
  events: readonly CampaignEvent[],
): Promise<void> {
  if (events.every(({ kind }) => UNSEEN.has(kind))) return
  const lists = await listsNaming(open.db, campaign.teamId, recentDays(open.now()), campaign.id)
  for (const list of lists) await deliver(open, list)
}

/** By the days of any zone. */
function recentDays(now: Date): Subject[] {
  return Array.from({ length: DAYS + 2 }, (_, i) => {
    const day = new Date(now.getTime() + (1 - i) * DAY_MS).toISOString().slice(0, 10)
    return subjectOf('waiting', day)
  })
}
