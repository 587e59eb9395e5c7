import { type DeliveryDeps, deliverMessage } from '../../slack/delivery/delivery.ts'
import { triedInVain } from '../../slack/delivery/mending.ts'
import { createTurns } from '../../slack/delivery/turns.ts'
import { giveUpDelivery } from '../../usecases/deliveries.ts'
import type { JobKinds } from '../../usecases/deps.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobContext, type JobKind, RetryAt } from '../contract.ts'

/** Whatever goes to one channel or person goes one after another, as fast as Slack lets it. */
export const slackLane = (target: string) => `slack:${target}`

/** How long Slack may be away, or ask to wait, before that counts as a fault of the message. */
const PATIENCE_MS = 86_400_000
/** How often a message is tried in an outage that is longer than its attempts. */
const OUTAGE_PAUSE_MS = 15 * 60_000

/** Brings a message of the outbox to Slack; several before it ran are one. */
export function deliverKind(deps: DeliveryDeps): JobKind<JobKinds['deliver']> {
  const posting = { ...deps, turns: createTurns() }
  return {
    urgent: true,
    attempts: 12,
    key: ({ messageId }) => `deliver:${messageId}`,
    lane: ({ target }) => slackLane(target),
    run: async ({ messageId }, context) => {
      const delivered = await deliverMessage(posting, messageId)
      if (delivered.is === 'done') return
      const until = delivered.is === 'wait' ? delivered.until : outlasting(context)
      if (until && isPatient(context)) throw new RetryAt(until, delivered.why)
      throw new Error(delivered.why)
    },
    whenDead: (tx, { payload, why }) =>
      giveUpDelivery(within(tx, deps), payload.messageId, (message) => triedInVain(why, message)),
  }
}

function isPatient({ now, since }: JobContext): boolean {
  return now.getTime() - since.getTime() < PATIENCE_MS
}

/** When a message is tried once more whose attempts are used up; null while it has some. */
function outlasting({ attempt, maxAttempts, now }: JobContext): Date | null {
  return attempt < maxAttempts ? null : new Date(now.getTime() + OUTAGE_PAUSE_MS)
}
