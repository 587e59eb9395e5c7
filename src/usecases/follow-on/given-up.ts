import { type Notice, readerOf } from '../../domain/message.ts'
import type { UserId } from '../../domain/people.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { CampaignEvent } from '../../domain/state/events.ts'
import { approvedBy } from '../../domain/state/requests.ts'
import { type Subject, subjectOf } from '../../domain/subject.ts'
import { lastActor } from '../../store/events.ts'
import { messageIds } from '../../store/messages.ts'
import { type Outbox, outboxOf } from '../outbox.ts'
import type { OpenDeps } from '../transaction.ts'
import type { Followed } from './followed.ts'
import * as words from './notices.ts'

type Missed = Extract<CampaignEvent, { kind: 'launch_missed' }>

/** Tells the owner, who set its time, who approved it and the thread that Stairway could not start a scheduled launch: once a time. */
export async function tellLaunchMissed(change: Followed, event: Missed): Promise<void> {
  const { state, outbox } = change
  const people = await launchPeople(change)
  const subject = subjectOf('launch_missed', event.launchAt)
  return tell(outbox, people, subject, {
    words: words.launchMissed(state, event),
    offers: ['launch', 'set_time'],
  })
}

/** Tells the same, but for who did it, that somebody launches it in a freeze. */
export function tellOverridden(
  { state, by, outbox }: Followed,
  { override }: Extract<CampaignEvent, { kind: 'freeze_overridden' }>,
): Promise<void> {
  const people = [state.campaign.owner, ...approvedBy(state.request)].filter((person) => person !== by)
  const said: Notice = { words: words.overridden(state, override) }
  return tell(outbox, people, subjectOf('freeze_overridden', override.at), said)
}

type Refused = Extract<CampaignEvent, { kind: 'launch_refused' }>

/** Tells the same why a scheduled launch did not start; where a check held it, with what that saw. */
export async function tellLaunchRefused(change: Followed, event: Refused): Promise<void> {
  const { state, outbox, open } = change
  const subject = subjectOf('launch_refused', event.launchAt ?? open.now())
  const said: Notice = event.checks
    ? { words: words.launchHeld(state, event), offers: ['ask_checks', 'launch', 'tasks'] }
    : {
        words: words.launchRefused(state, event.why),
        offers: ['launch', 'set_time', 'submit', 'edit_brief', 'tasks'],
      }
  return tell(outbox, await launchPeople(change), subject, said)
}

/** Whom it concerns that a launch did not start: its owner, who set its time, who approved it. */
async function launchPeople({ state, open }: Followed): Promise<UserId[]> {
  const { id, owner } = state.campaign
  const setBy = await lastActor(open.db, id, 'launch_scheduled')
  return [owner, ...(setBy === null ? [] : [setBy]), ...approvedBy(state.request)]
}

/** Tells who asked for an approval and those who gave it that it does not count any more, what moved, and what to do. */
export function tellLapsed({ state, outbox, open }: Followed, why: string): Promise<void> {
  const { request, campaign } = state
  if (!request) return Promise.resolve()
  const glass = request.terms?.glass
  const people = [campaign.owner, request.by, ...approvedBy(request), ...(glass ? [glass.by] : [])]
  const said: Notice = { words: words.lapsed(state, why), offers: ['ask_checks', 'submit', 'tasks'] }
  return tell(outbox, people, subjectOf('request', request.n, 'lapsed', open.now()), said)
}

/** Tells the owner, who asked, who was asked and the thread that a request is over, yet could not be closed: once. */
export async function tellUnclosed(open: OpenDeps, state: CampaignState, why: string): Promise<void> {
  const { campaign, request } = state
  if (!request) return
  const copies = await messageIds(open.db, campaign.id, 'approval', subjectOf('request', request.n))
  const asked = copies.flatMap((copy) => readerOf(copy) ?? [])
  const people = [campaign.owner, request.by, ...asked]
  const said: Notice = { words: words.unclosed(state, request, why), offers: ['submit'] }
  await tell(outboxOf(open, state), people, subjectOf('request', request.n, 'unclosed'), said)
}

async function tell(
  outbox: Outbox,
  people: readonly UserId[],
  subject: Subject,
  said: Notice,
): Promise<void> {
  for (const target of new Set(people)) await outbox.post({ kind: 'notice', subject, target, data: said })
  await outbox.postInThread(subject, said.words)
}
