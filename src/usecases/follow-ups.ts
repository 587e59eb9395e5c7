import type { KeptSuggestion } from '../domain/digest/digest.ts'
import type { Question } from '../domain/follow-up/follow-up.ts'
import {
  accept as acceptEvent,
  answer as answerEvent,
  ask as askEvent,
  decline as declineEvent,
  openFollowUp,
  reassign as reassignEvent,
} from '../domain/follow-up/follow-up.ts'
import type { UserId } from '../domain/people.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef } from '../domain/state/campaign.ts'
import type { AskedFollowUp, GivenAnswer, Observation } from '../domain/state/follow-ups.ts'
import { inWorkingDays } from '../domain/time/working-days.ts'
import { Refusal } from '../refusal.ts'
import { loadDigest } from '../store/digests.ts'
import { decideSuggestion } from '../store/suggestions.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import { refuseDeactivated } from './deactivated.ts'
import type { Deps } from './deps.ts'
import { loadSeen } from './seen.ts'

/** A suggested analysis is due this many working days after it was taken up. */
const SUGGESTION_DAYS = 3

export async function ask(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  question: Question,
): Promise<{ changed: Changed; followUp: AskedFollowUp }> {
  await refuseDeactivated(deps, [question.assignee])
  const members = await deps.members()
  const changed = await change(deps, actor, ref, (state) => {
    refuseUnless('ask', actor, state, members)
    return [askEvent(state, question, actor.userId, deps.now())]
  })
  return { changed, followUp: newest(changed) }
}

export async function answer(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
  given: GivenAnswer,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('answer', actor, { ...state, followUp: openFollowUp(state, n) }, members)
    return [answerEvent(state, n, given)]
  })
}

export async function acceptFollowUp(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => [acceptEvent(state, n, actor, members)])
}

export async function reassignFollowUp(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  wanted: { readonly n: number; readonly to: UserId | null; readonly words: string | null },
): Promise<Changed> {
  await refuseDeactivated(deps, [wanted.to])
  const members = await deps.members()
  return change(deps, actor, ref, (state) => [reassignEvent(state, wanted, actor, members)])
}

export async function declineFollowUp(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
  reason: string,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => [declineEvent(state, n, reason, actor, members)])
}

/** Turns a digest's suggestion into a follow-up of the data partner's, once. */
export async function acceptSuggestion(
  deps: Deps,
  actor: Actor,
  digestId: number,
  code: string,
): Promise<{ changed: Changed; followUp: AskedFollowUp }> {
  const { campaignId, suggestion } = await findSuggestion(deps, digestId, code)
  const { campaign } = await loadSeen(deps, actor, { id: campaignId })
  const zone = await deps.zone(campaign.brief.partner)
  const members = await deps.members()
  const changed = await change(deps, actor, { id: campaignId }, async (state, tx) => {
    refuseUnless('take_up_suggestion', actor, state, members)
    const question: Question = {
      question: suggestion.question,
      step: suggestion.step,
      assignee: null,
      dueAt: inWorkingDays(deps.now(), SUGGESTION_DAYS, zone),
      digestId,
      about: observed(suggestion),
    }
    const event = askEvent(state, question, actor.userId, deps.now())
    await decideOnce(tx, digestId, code, 'asked', event.followUp.n)
    return [event]
  })
  return { changed, followUp: newest(changed) }
}

export async function dismissSuggestion(
  deps: Deps,
  actor: Actor,
  digestId: number,
  code: string,
): Promise<Changed> {
  const { campaignId } = await findSuggestion(deps, digestId, code)
  const members = await deps.members()
  return change(deps, actor, { id: campaignId }, async (state, tx) => {
    refuseUnless('dismiss_suggestion', actor, state, members)
    await decideOnce(tx, digestId, code, 'dismissed', null)
    return [{ kind: 'suggestion_dismissed', digestId, code }]
  })
}

async function findSuggestion(
  deps: Deps,
  digestId: number,
  code: string,
): Promise<{ campaignId: number; suggestion: KeptSuggestion }> {
  const digest = await loadDigest(deps.db, digestId)
  const suggestion = digest?.suggestions.find((each) => each.code === code)
  if (digest && suggestion) return { campaignId: digest.campaignId, suggestion }
  throw new Refusal('unknown', 'That suggestion is not there any more.')
}

/** What the question stays tied to. */
function observed({ code, seen, why, metric, arm, segment }: KeptSuggestion): Observation {
  return {
    code,
    seen,
    why,
    ...(metric === undefined ? {} : { metric }),
    ...(arm === undefined ? {} : { arm }),
    ...(segment === undefined ? {} : { segment }),
  }
}

async function decideOnce(
  tx: Parameters<typeof decideSuggestion>[0],
  digestId: number,
  code: string,
  state: 'asked' | 'dismissed',
  n: number | null,
): Promise<void> {
  if (await decideSuggestion(tx, digestId, code, state, n)) return
  throw new Refusal(
    'conflict',
    'Somebody decided on that suggestion before you; the digest shows what became of it.',
  )
}

function newest(changed: Changed): AskedFollowUp {
  const event = changed.events.find((each) => each.kind === 'follow_up_asked')
  if (event?.kind !== 'follow_up_asked') throw new Error('A follow-up was asked without its event')
  return event.followUp
}
