import { type DeliveryDeps, deliverMessage } from '../../slack/delivery/delivery.ts'
import { givenUp } from '../../slack/delivery/mending.ts'
import { giveUpDelivery } from '../../usecases/deliveries.ts'
import type { JobKinds } from '../../usecases/deps.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobKind, RetryAt } from '../contract.ts'

/** Whatever goes to one channel or person goes one after another, as fast as Slack lets it. */
export const slackLane = (target: string) => `slack:${target}`

/** Brings a message of the outbox to Slack; several before it ran are one. */
export function deliverKind(deps: DeliveryDeps): JobKind<JobKinds['deliver']> {
  return {
    attempts: 12,
    key: ({ messageId }) => `deliver:${messageId}`,
    lane: ({ target }) => slackLane(target),
    run: async ({ messageId }) => {
      const delivered = await deliverMessage(deps, messageId)
      if (delivered.is === 'wait') throw new RetryAt(delivered.until, delivered.why)
      if (delivered.is === 'again') throw new Error(delivered.why)
    },
    whenDead: (tx, { payload, why }) =>
      giveUpDelivery(within(tx, deps), payload.messageId, (message) => givenUp(why, message)),
  }
}
