import { type DeliveryDeps, deliverMessage, type PostDeps } from '../../slack/delivery/delivery.ts'
import { triedInVain } from '../../slack/delivery/mending.ts'
import { createTurns } from '../../slack/delivery/turns.ts'
import { giveUpDelivery, turnOf } from '../../usecases/deliveries.ts'
import type { JobKinds } from '../../usecases/deps.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobContext, type JobKind, RetryAt } from '../contract.ts'

/** Whatever goes to one channel or person goes one after another, as fast as Slack lets it. */
export const slackLane = (target: string) => `slack:${target}`

/** How long Slack may be away, or ask to wait, before that counts as a fault of the message. */
const PATIENCE_MS = 86_400_000
/** How often a message is tried in an outage that is longer than its attempts. */
const OUTAGE_PAUSE_MS = 15 * 60_000

type Deliver = JobKind<JobKinds['deliver']>

/** Bring a message of the outbox to Slack; several before it ran are one. `deliver_paced`: what nobody waits for. */
export function deliverKinds(deps: DeliveryDeps): {
  readonly deliver: Deliver
  readonly deliver_paced: Deliver
} {
  const posting = { ...deps, turns: createTurns() }
  const kind: Deliver = {
    attempts: 12,
    key: ({ messageId }) => `deliver:${messageId}`,
    lane: ({ target }) => slackLane(target),
    run: ({ messageId }, context) => bring(posting, messageId, context),
    whenDead: (tx, { payload, why }) =>
      giveUpDelivery(within(tx, deps), payload.messageId, (message) => triedInVain(why, message)),
  }
  return {
    deliver: { ...kind, urgent: true },
    deliver_paced: { ...kind, run: (payload, context) => bringInTurn(posting, payload, context) },
  }
}

async function bringInTurn(deps: PostDeps, payload: JobKinds['deliver'], context: JobContext): Promise<void> {
  const turn = await turnOf(deps, payload)
  if (turn > deps.now()) throw new RetryAt(turn, 'Its turn in the channel is to come')
  const everywhere = deps.turns.nextOfAll(payload.messageId, deps.now())
  if (everywhere) throw new RetryAt(everywhere, 'Slack asked to wait in many channels')
  await bring(deps, payload.messageId, context)
}

async function bring(deps: PostDeps, messageId: number, context: JobContext): Promise<void> {
  const delivered = await deliverMessage(deps, messageId)
  if (delivered.is === 'done') return
  const until = delivered.is === 'wait' ? delivered.until : outlasting(context)
  if (until && isPatient(context)) throw new RetryAt(until, delivered.why)
  throw new Error(delivered.why)
}

function isPatient({ now, since }: JobContext): boolean {
  return now.getTime() - since.getTime() < PATIENCE_MS
}

/** When a message is tried once more whose attempts are used up; null while it has some. */
function outlasting({ attempt, maxAttempts, now }: JobContext): Date | null {
  return attempt < maxAttempts ? null : new Date(now.getTime() + OUTAGE_PAUSE_MS)
}
