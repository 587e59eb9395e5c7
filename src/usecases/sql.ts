import { campaignWords } from '../domain/brief/words.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import { subjectOf } from '../domain/subject.ts'
import { loadForChange } from '../store/campaigns.ts'
import { ensureMessage, loadMessage, saveDelivery } from '../store/messages.ts'
import type { Deps, JobKinds } from './deps.ts'
import { postToTeam } from './outbox.ts'
import { refuseUnseen } from './seen.ts'
import { transact } from './transaction.ts'

/** Sends the SQL of a campaign's reading to who asks, by direct message; the same payload twice sends it once. */
export function sendSql(deps: Deps, actor: Actor, ref: CampaignRef): Promise<CampaignState> {
  const { teamId, userId, delivery } = actor
  return transact(deps, async (open) => {
    const state = await loadForChange(open.db, ref)
    refuseUnseen(actor, state)
    const message = {
      teamId,
      campaignId: state.campaign.id,
      kind: 'sql',
      subject: subjectOf('sql', delivery ?? deps.now()),
      target: userId,
      data: {},
    } as const
    const messageId = await ensureMessage(open.db, message, deps.now())
    await open.enqueue(open.db, 'send_sql', { teamId, messageId, person: userId })
    return state
  })
}

/** Says to who asked that the file won't come, and why. */
export function sqlGivenUp(
  deps: Deps,
  { teamId, messageId }: JobKinds['send_sql'],
  why: string,
): Promise<void> {
  return transact(deps, async (open) => {
    const message = await loadMessage(open.db, messageId)
    if (!message || message.campaignId === null) return
    await saveDelivery(open.db, messageId, { state: 'dead', error: why.slice(0, 200) })
    const subject = subjectOf('sql', messageId, 'failed')
    const { campaign } = await loadForChange(open.db, { id: message.campaignId })
    const words = `The SQL of ${campaignWords(campaign)} could not be sent (${why}). Ask for it again in a while.`
    await postToTeam(open, { teamId, kind: 'notice', subject, target: message.target, data: { words } })
  })
}
