import type { WebClient } from '@slack/web-api'
import { type Message as Outbound, readerOf } from '../../domain/message.ts'
import { deliverAgain, giveUpDelivery, recordDelivery } from '../../usecases/deliveries.ts'
import type { Deps } from '../../usecases/deps.ts'
import type { Outgoing } from '../../usecases/reads/messages.ts'
import { loadOutgoing } from '../../usecases/reads/messages.ts'
import { openedIn } from '../answers.ts'
import type { Message } from '../kit/surfaces.ts'
import { type Failed, outcomeOf } from '../outcome.ts'
import { givenUp, isUnsettled } from './mending.ts'
import { rememberPermalink } from './permalink.ts'
import type { Place, Sent } from './post.ts'
import { findMessage, fingerprint, postMessage, updateMessage } from './post.ts'
import type { Turns } from './turns.ts'

export interface DeliveryDeps extends Deps {
  /** Never retries by itself: `retries: 0`, `rejectRateLimitedCalls`, a timeout. */
  readonly delivery: WebClient
  /**
   * Draws a message from the facts as they are now; null when there is nothing to show. `leftOut` is called where it has to
   * do without somebody's name.
   */
  readonly draw: (message: Outbound, leftOut: () => void) => Promise<Message | null>
}

/** With the turns of the channels that Slack wants to be waited for. */
export type PostDeps = DeliveryDeps & { readonly turns: Turns }

/** `wait`: Slack asked for it, or the thread does not exist yet. `again`: the outcome is not known. */
type Delivered =
  | { readonly is: 'done' }
  | { readonly is: 'wait'; readonly until: Date; readonly why: string }
  | { readonly is: 'again'; readonly why: string }

const DONE: Delivered = { is: 'done' }
/** How soon a message is drawn again that had to do without somebody's name. */
const AGAIN_MS = 2 * 60_000
const THREAD_WAIT_MS = { least: 1_000, most: 60_000 }

/** Posts a message of the outbox once, or edits it where it stands, as the facts are now. */
export async function deliverMessage(deps: PostDeps, messageId: number): Promise<Delivered> {
  const outgoing = await loadOutgoing(deps, messageId)
  if (!outgoing) return DONE
  const { message, parent } = outgoing
  if (message.state === 'dead' && !isUnsettled(message.error)) return DONE
  if (parent && !parent.ts) return waitForThread(deps, message, parent)
  let whole = true
  const content = await deps.draw(message, () => {
    whole = false
  })
  if (!content) return DONE
  const delivered = await tried(deps, outgoing, content)
  // Once it is done alone: promised before, it would take the place of this run where that fails, without its pauses.
  if (!whole && delivered.is === 'done')
    await deliverAgain(deps, message, new Date(deps.now().getTime() + AGAIN_MS))
  return delivered
}

async function tried(deps: PostDeps, outgoing: Outgoing, content: Message): Promise<Delivered> {
  try {
    return await send(deps, outgoing, content)
  } catch (error) {
    return beforePosting(deps, outgoing.message, outcomeOf(error))
  }
}

/** A call that prepares the post failed: whether the message stands is as open as it was. */
async function beforePosting(deps: DeliveryDeps, message: Outbound, sent: Failed): Promise<Delivered> {
  if (sent.is === 'unknown') return { is: 'again', why: sent.error }
  if (sent.is === 'limited') return waitSeconds(deps, sent.seconds)
  await giveUpDelivery(deps, message.id, (it) => givenUp(sent.error, it))
  return DONE
}

async function send(deps: PostDeps, outgoing: Outgoing, content: Message): Promise<Delivered> {
  const { message } = outgoing
  if (message.ts) return edit(deps, message, content)
  const turn = deps.turns.next(message.target, message.id, deps.now())
  if (turn) return { is: 'wait', until: turn, why: 'Slack asked to wait' }
  const place = await placeOf(deps, outgoing)
  const standing = isUncertain(message)
    ? await findMessage(deps.delivery, place, message.nonce, message.createdAt)
    : null
  if (standing) {
    await recordDelivery(deps, message.id, {
      state: 'sent',
      channel: place.channel,
      ts: standing,
      sentAt: deps.now(),
      error: null,
    })
    return edit(deps, { ...message, channel: place.channel, ts: standing }, content)
  }
  await recordDelivery(deps, message.id, { state: 'sending', channel: place.channel })
  const sent = await postMessage(deps.delivery, place, content, message.nonce)
  if (sent.is === 'limited')
    deps.turns.limited(message.target, message.id, untilOf(deps, sent.seconds), deps.now())
  return conclude(deps, message, sent, content)
}

/** It may stand already: what was given up without a no of Slack may have gone out too. */
function isUncertain({ state }: Outbound): boolean {
  return state === 'sending' || state === 'unknown' || state === 'dead'
}

async function edit(deps: DeliveryDeps, message: Outbound, content: Message): Promise<Delivered> {
  const place = { channel: message.channel ?? message.target, ts: message.ts ?? '' }
  await rememberPermalink(deps, message, place)
  if (fingerprint(content) === message.drawn) return DONE
  // Its answer may get lost, and the next edit be back to what stood before.
  await recordDelivery(deps, message.id, { drawn: null })
  const sent = await updateMessage(deps.delivery, place, content, message.nonce)
  if (sent.is === 'refused' && sent.error === 'message_not_found') return DONE
  return sent.is === 'unknown' ? { is: 'again', why: sent.error } : conclude(deps, message, sent, content)
}

/** Writes how the call ended, and says what follows. */
async function conclude(
  deps: DeliveryDeps,
  message: Outbound,
  sent: Sent,
  content: Message,
): Promise<Delivered> {
  switch (sent.is) {
    case 'sent':
      await recordDelivery(deps, message.id, {
        state: 'sent',
        channel: sent.channel,
        ts: sent.ts,
        drawn: fingerprint(content),
        sentAt: deps.now(),
        error: null,
      })
      if (!message.ts) await rememberPermalink(deps, message, sent)
      return DONE
    case 'limited':
      await recordDelivery(deps, message.id, { state: message.ts ? 'sent' : 'pending' })
      return waitSeconds(deps, sent.seconds)
    case 'unknown':
      await recordDelivery(deps, message.id, { state: message.ts ? 'sent' : 'unknown', error: sent.error })
      return { is: 'again', why: sent.error }
    case 'refused':
      await giveUpDelivery(deps, message.id, (it) => givenUp(sent.error, it))
      return DONE
  }
}

function waitSeconds(deps: DeliveryDeps, seconds: number): Delivered {
  return { is: 'wait', until: untilOf(deps, seconds), why: 'Slack asked to wait' }
}

function untilOf({ now }: DeliveryDeps, seconds: number): Date {
  return new Date(now().getTime() + seconds * 1_000)
}

async function placeOf({ delivery }: DeliveryDeps, { message, parent }: Outgoing): Promise<Place> {
  if (parent?.ts && parent.channel) return { channel: parent.channel, threadTs: parent.ts }
  if (message.channel) return { channel: message.channel }
  if (readerOf(message) === null) return { channel: message.target }
  // A post to a user id could not be looked for again: its channel would not be known.
  return { channel: openedIn(await delivery.conversations.open({ users: message.target })) }
}

async function waitForThread(deps: DeliveryDeps, message: Outbound, parent: Outbound): Promise<Delivered> {
  if (parent.state !== 'dead')
    return { is: 'wait', until: nextLook(parent, deps.now()), why: 'Its thread is not there yet' }
  await recordDelivery(deps, message.id, { state: 'dead', error: parent.error })
  return DONE
}

/** The longer a thread is not there, the longer it may take. */
function nextLook({ createdAt }: Outbound, now: Date): Date {
  const { least, most } = THREAD_WAIT_MS
  const age = now.getTime() - createdAt.getTime()
  return new Date(now.getTime() + Math.min(most, Math.max(least, age / 10)))
}
