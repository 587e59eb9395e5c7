import type { FollowUp } from '../domain/campaign.ts'
import type { Actor } from '../domain/events.ts'
import type { Question } from '../domain/follow-up.ts'
import { answer as answerEvent, ask as askEvent } from '../domain/follow-up.ts'
import { Refusal } from '../refusal.ts'
import type { CampaignRef } from '../store/campaigns.ts'
import { decideSuggestion, loadDigest } from '../store/digests.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import { refuseDeactivated } from './deactivated.ts'
import type { Deps } from './deps.ts'

/** A suggested analysis is due this many days after it was accepted. */
const SUGGESTION_DAYS = 3

/** Anybody may ask. */
export async function ask(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  question: Question,
): Promise<{ changed: Changed; followUp: FollowUp }> {
  await refuseDeactivated(deps, [question.assignee])
  const changed = await change(deps, actor, ref, (state) => [
    askEvent(state, question, actor.userId, deps.now()),
  ])
  return { changed, followUp: newest(changed) }
}

export function answer(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
  finding: string,
): Promise<Changed> {
  return change(deps, actor, ref, (state) => [answerEvent(state, n, finding)])
}

/** Turns a digest's suggestion into a follow-up of the data partner's, once. */
export async function acceptSuggestion(
  deps: Deps,
  actor: Actor,
  digestId: number,
  code: string,
): Promise<{ changed: Changed; followUp: FollowUp }> {
  const digest = await loadDigest(deps.db, digestId)
  const suggestion = digest?.suggestions.find((each) => each.code === code)
  if (!digest || !suggestion) throw new Refusal('unknown', 'That suggestion is not there any more.')
  const dueAt = new Date(deps.now().getTime() + SUGGESTION_DAYS * 86_400_000)
  const changed = await change(deps, actor, { id: digest.campaignId }, async (state, tx) => {
    const question: Question = {
      question: suggestion.question,
      step: suggestion.step,
      assignee: null,
      dueAt,
      digestId,
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
  const digest = await loadDigest(deps.db, digestId)
  if (!digest?.suggestions.some((each) => each.code === code))
    throw new Refusal('unknown', 'That suggestion is not there any more.')
  return change(deps, actor, { id: digest.campaignId }, async (_state, tx) => {
    await decideOnce(tx, digestId, code, 'dismissed', null)
    return [{ kind: 'suggestion_dismissed', digestId, code }]
  })
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

function newest(changed: Changed): FollowUp {
  const event = changed.events.find((each) => each.kind === 'follow_up_asked')
  if (event?.kind !== 'follow_up_asked') throw new Error('A follow-up was asked without its event')
  return event.followUp
}
