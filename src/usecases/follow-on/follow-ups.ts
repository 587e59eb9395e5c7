import { findFollowUp } from '../../domain/follow-up/follow-up.ts'
import { type Nudge, remindedPerson } from '../../domain/follow-up/nudges.ts'
import type { UserId } from '../../domain/people.ts'
import type { FollowUp, FollowUpEvent } from '../../domain/state/follow-ups.ts'
import { followUpSubject, type Subject, subjectOf } from '../../domain/subject.ts'
import { messageIds } from '../../store/messages.ts'
import type { Followed, Follows } from './followed.ts'
import * as words from './notices.ts'

/** What follows from each event of a follow-up: whom it waits for and who asked hear of it, the digest shows it. */
export const FOLLOW_UP_FOLLOWS: Follows<FollowUpEvent> = {
  follow_up_asked: async (change, event) => {
    const followUp = findFollowUp(change.state, event.followUp.n)
    await putQuestion(change, followUp)
    const said = words.asked(change.state, followUp)
    await inDigestThread(change, followUp, { subject: subjectOf('follow_up', followUp.n, 'asked'), said })
    await redrawDigest(change, followUp)
  },
  follow_up_accepted: (change, { n }) => redrawAll(change, findFollowUp(change.state, n)),
  follow_up_reassigned: async (change, { n }) => {
    const followUp = findFollowUp(change.state, n)
    await putQuestion(change, followUp)
    const subject = subjectOf('follow_up', n, 'reassigned', followUp.reassigned.length)
    const said = words.reassigned(change.state, followUp, change.by)
    await inDigestThread(change, followUp, { subject, said })
    await redrawAll(change, followUp)
  },
  follow_up_declined: async (change, { n }) => {
    const followUp = findFollowUp(change.state, n)
    const said = words.followUpDeclined(change.state, followUp)
    const subject = subjectOf('follow_up', n, 'declined')
    await inDigestThread(change, followUp, { subject, said })
    await redrawAll(change, followUp)
    if (followUp.askedBy === change.by) return
    await change.outbox.post({ kind: 'notice', subject, target: followUp.askedBy, data: { words: said } })
  },
  follow_up_reminded: async (change, { n, when, to, daily }) => {
    if (daily) return
    const followUp = findFollowUp(change.state, n)
    await nudge(change, followUp, when, to ?? remindedPerson(followUp))
  },
  follow_up_escalated: async (change, { n, to }) => {
    const followUp = findFollowUp(change.state, n)
    await nudge(change, followUp, 'late', to)
    await redrawDigest(change, followUp)
  },
  follow_up_answered: async (change, { n }) => {
    const followUp = findFollowUp(change.state, n)
    const subject = followUpSubject(followUp, 'answered')
    await inDigestThread(change, followUp, { subject, said: null })
    await redrawAll(change, followUp)
    if (followUp.askedBy === change.by) return
    await change.outbox.post({ kind: 'follow_up', subject, target: followUp.askedBy })
  },
}

async function putQuestion({ outbox }: Followed, followUp: FollowUp): Promise<void> {
  if (!followUp.assignee) return
  const subject = followUpSubject(followUp)
  await outbox.post({ kind: 'follow_up', subject, target: followUp.assignee })
}

function nudge({ outbox }: Followed, followUp: FollowUp, kind: Nudge, target: UserId): Promise<void> {
  return outbox.post({ kind: 'follow_up', subject: followUpSubject(followUp, kind), target })
}

/** Every message that shows it: the question, its reminders, and the digest. */
async function redrawAll(change: Followed, followUp: FollowUp): Promise<void> {
  await change.outbox.redraw('follow_up', subjectOf('follow_up', followUp.n))
  await redrawDigest(change, followUp)
}

async function redrawDigest({ outbox }: Followed, { digestId }: FollowUp): Promise<void> {
  if (digestId) await outbox.redrawDigest(digestId)
}

/** Into the thread of the digest that it came from, else of the newest one, else of the card; without words as its card. */
async function inDigestThread(
  change: Followed,
  followUp: FollowUp,
  { subject, said }: { readonly subject: Subject; readonly said: string | null },
): Promise<void> {
  const [digest] = await digestMessage(change, followUp)
  const kind = said === null ? 'follow_up' : 'notice'
  if (!digest) return change.outbox.postInThread(subject, said, kind)
  const data = said === null ? {} : { data: { words: said } }
  await change.outbox.post({ kind, subject, target: digest.target, threadOf: digest.id, ...data })
}

async function digestMessage(
  { open, state: { campaign } }: Followed,
  { digestId }: FollowUp,
): Promise<{ id: number; target: string }[]> {
  const subject = digestId === null ? undefined : subjectOf('digest', digestId)
  return (await messageIds(open.db, campaign.id, 'digest', subject)).slice(-1)
}
