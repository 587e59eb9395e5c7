import type { WebClient } from '@slack/web-api'
import type { Message as Outbound } from '../../domain/message.ts'
import { isQuestionSaid } from '../../domain/subject.ts'
import { recordDelivery } from '../../usecases/deliveries.ts'
import type { Deps } from '../../usecases/deps.ts'
import { permalinkIn } from '../answers.ts'
import { outcomeOf } from '../outcome.ts'

/**
 * Asks Slack what leads to a message that stands, where others lead to it, and remembers that. It is for comfort alone:
 * where Slack does not say, the name stands without a link, and the next edit asks again.
 */
export async function rememberPermalink(
  deps: Pick<Deps, 'db'> & { readonly delivery: WebClient },
  message: Outbound,
  { channel, ts }: { readonly channel: string; readonly ts: string },
): Promise<void> {
  if (message.permalink !== null || !isLedTo(message)) return
  try {
    const answer = await deps.delivery.chat.getPermalink({ channel, message_ts: ts })
    await recordDelivery(deps, message.id, { permalink: permalinkIn(answer) })
  } catch (error) {
    outcomeOf(error) // what is not Slack's is thrown on
  }
}

/** Cards, digests, and what says in a channel that something is asked. */
function isLedTo({ kind, subject }: Outbound): boolean {
  return kind === 'card' || kind === 'digest' || (kind === 'notice' && isQuestionSaid(subject))
}
