import type { ChoiceEvent } from '../../domain/state/choice-events.ts'
import { subjectOf } from '../../domain/subject.ts'
import { messageIds } from '../../store/messages.ts'
import { deliver } from '../outbox.ts'
import type { Followed, Follows } from './followed.ts'
import * as words from './notices.ts'

/** What follows from each event of a choice: the owner is asked, reminded and answered; its digests show what became of it. */
export const CHOICE_FOLLOWS: Follows<ChoiceEvent> = {
  choice_asked: ({ state, outbox }, { n }) =>
    outbox.post({ kind: 'choice', subject: subjectOf('choice', n), target: state.campaign.owner }),
  choice_reminded: async ({ outbox }, { n, when, to, daily }) => {
    if (daily) return
    await outbox.post({ kind: 'choice', subject: subjectOf('choice', n, when), target: to })
  },
  choice_escalated: async (change, { n, to }) => {
    await change.outbox.post({ kind: 'choice', subject: subjectOf('choice', n, 'late'), target: to })
    await redrawAsked(change)
  },
  choice_made: async (change, { n }) => {
    await redrawAsked(change)
    const said = words.chosen(change.state, n)
    // Made again, it is said again.
    const at = change.open.now()
    if (said !== null) await change.outbox.postInThread(subjectOf('chosen', at), said)
  },
  choice_lapsed: redrawAsked,
  over_told: async ({ outbox }, { to, daily }) => {
    if (!daily) await outbox.post({ kind: 'over', subject: subjectOf('over'), target: to })
  },
}

/** Every message that asks for a decision or a conclusion: direct ones, the digests that asked last, and the newest one. */
export async function redrawAsked({ open, state: { campaign }, outbox }: Followed): Promise<void> {
  await outbox.redraw('over')
  if (campaign.choices.length === 0) return
  await outbox.redraw('choice')
  // A verdict that took another's place took its question away.
  for (const { verdict } of campaign.choices.slice(-2))
    await outbox.redraw('digest', subjectOf('digest', verdict.digestId))
  const newest = (await messageIds(open.db, campaign.id, 'digest')).at(-1)
  if (newest) await deliver(open, { teamId: campaign.teamId, ...newest })
}
