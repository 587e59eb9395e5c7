import { findFollowUp } from '../../domain/follow-up/follow-up.ts'
import { followUpSubject, type Nudge, remindedPerson } from '../../domain/follow-up/nudges.ts'
import type { UserId } from '../../domain/people.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { FollowUp, FollowUpEvent } from '../../domain/state/follow-ups.ts'
import type { Tx } from '../../store/kit/database.ts'
import { messageIds } from '../../store/messages.ts'
import type { Deps } from '../deps.ts'
import { post, postInThread, redraw } from '../outbox.ts'
import * as words from './notices.ts'

type Follow<Kind extends FollowUpEvent['kind']> = (
  tx: Tx,
  deps: Deps,
  state: CampaignState,
  event: Extract<FollowUpEvent, { kind: Kind }>,
  by: UserId,
) => Promise<unknown>

/** What follows from each event of a follow-up: whom it waits for and who asked hear of it, the digest shows it. */
export const FOLLOW_UP_FOLLOWS: { readonly [Kind in FollowUpEvent['kind']]: Follow<Kind> } = {
  follow_up_asked: async (tx, deps, state, event) => {
    const followUp = findFollowUp(state, event.followUp.n)
    await putQuestion(tx, deps, state, followUp)
    const said = words.asked(state, followUp)
    await inDigestThread(tx, deps, state, followUp, { subject: `follow_up:${followUp.n}:asked`, said })
    await redrawDigest(tx, deps, state, followUp)
  },
  follow_up_accepted: (tx, deps, state, { n }) => redrawAll(tx, deps, state, findFollowUp(state, n)),
  follow_up_reassigned: async (tx, deps, state, { n }, by) => {
    const followUp = findFollowUp(state, n)
    await putQuestion(tx, deps, state, followUp)
    const subject = `follow_up:${n}:reassigned:${followUp.reassigned.length}`
    await inDigestThread(tx, deps, state, followUp, { subject, said: words.reassigned(state, followUp, by) })
    await redrawAll(tx, deps, state, followUp)
  },
  follow_up_declined: async (tx, deps, state, { n }, by) => {
    const followUp = findFollowUp(state, n)
    const said = words.followUpDeclined(state, followUp)
    const subject = `follow_up:${n}:declined`
    await inDigestThread(tx, deps, state, followUp, { subject, said })
    await redrawAll(tx, deps, state, followUp)
    if (followUp.askedBy === by) return
    await post(tx, deps, state, {
      kind: 'notice',
      subject,
      target: followUp.askedBy,
      data: { words: said },
    })
  },
  follow_up_reminded: (tx, deps, state, { n, when }) => {
    const followUp = findFollowUp(state, n)
    return nudge(tx, deps, state, followUp, when, remindedPerson(followUp))
  },
  follow_up_escalated: async (tx, deps, state, { n, to }) => {
    const followUp = findFollowUp(state, n)
    await nudge(tx, deps, state, followUp, 'late', to)
    await redrawDigest(tx, deps, state, followUp)
  },
  follow_up_answered: async (tx, deps, state, { n }, by) => {
    const followUp = findFollowUp(state, n)
    const subject = followUpSubject(followUp, 'answered')
    await inDigestThread(tx, deps, state, followUp, { subject, said: null })
    await redrawAll(tx, deps, state, followUp)
    if (followUp.askedBy === by) return
    await post(tx, deps, state, { kind: 'follow_up', subject, target: followUp.askedBy })
  },
}

async function putQuestion(tx: Tx, deps: Deps, state: CampaignState, followUp: FollowUp): Promise<void> {
  if (!followUp.assignee) return
  const subject = followUpSubject(followUp)
  await post(tx, deps, state, { kind: 'follow_up', subject, target: followUp.assignee })
}

function nudge(
  tx: Tx,
  deps: Deps,
  state: CampaignState,
  followUp: FollowUp,
  kind: Nudge,
  target: UserId,
): Promise<unknown> {
  return post(tx, deps, state, { kind: 'follow_up', subject: followUpSubject(followUp, kind), target })
}

/** Every message that shows it: the question, its reminders, and the digest. */
async function redrawAll(tx: Tx, deps: Deps, state: CampaignState, followUp: FollowUp): Promise<void> {
  await redraw(tx, deps, state, 'follow_up', `follow_up:${followUp.n}`)
  await redrawDigest(tx, deps, state, followUp)
}

async function redrawDigest(tx: Tx, deps: Deps, state: CampaignState, { digestId }: FollowUp): Promise<void> {
  if (digestId) await redraw(tx, deps, state, 'digest', `digest:${digestId}`)
}

/** Into the thread of the digest that it came from, else of the newest one, else of the card; without words as its card. */
async function inDigestThread(
  tx: Tx,
  deps: Deps,
  state: CampaignState,
  followUp: FollowUp,
  { subject, said }: { readonly subject: string; readonly said: string | null },
): Promise<void> {
  const [digest] = await digestMessage(tx, state, followUp)
  const kind = said === null ? 'follow_up' : 'notice'
  if (!digest) return postInThread(tx, deps, state, subject, said, kind)
  await post(tx, deps, state, {
    kind,
    subject,
    target: digest.target,
    threadOf: digest.id,
    ...(said === null ? {} : { data: { words: said } }),
  })
}

async function digestMessage(
  tx: Tx,
  { campaign }: CampaignState,
  { digestId }: FollowUp,
): Promise<{ id: number; target: string }[]> {
  const subject = digestId === null ? undefined : `digest:${digestId}`
  return (await messageIds(tx, campaign.id, 'digest', subject)).slice(-1)
}
