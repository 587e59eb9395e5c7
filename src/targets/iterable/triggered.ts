import { unsent } from '../api.ts'
import { notAsked, readFrom } from '../mail.ts'
import type { Asked, Found, Gate, Sent, SentStep, Step } from '../target.ts'
import { type Account, type Campaign, campaignOf, type Named, SUCCESS } from './account.ts'

/** A triggered campaign runs all the time: Iterable does not say which of its sends were asked for, so none is repeated. */

export function triggerRequest({ campaign, lists }: Named) {
  return {
    method: 'POST' as const,
    path: '/api/campaigns/trigger',
    body: { campaignId: campaign, listIds: lists ?? [], allowRepeatMarketingSends: false },
  }
}

export function triggeredGates({ type, campaignState }: Campaign): Gate[] {
  const gate = (words: string): Gate => ({ words, link: null, refuses: ['send'] })
  if (type !== 'Triggered') return [gate('a blast goes to its own lists, so none can be named')]
  return campaignState === 'Running'
    ? []
    : [gate(`the campaign is ${campaignState} in Iterable, not Running`)]
}

/** The first run sends nothing, so that a second that is cut off is known to have been made. */
export async function sendTriggered(account: Account, step: Step, named: Named, asked: Asked): Promise<Sent> {
  const handle = step.sent?.handle ?? null
  if (handle === null)
    return account.arms.arm(step, `since ${asked.now.toISOString()}`, 'nothing is sent yet', asked)
  return account.arms.fire(step, handle, asked, () => triggered(account, named, asked))
}

async function triggered(account: Account, named: Named, asked: Asked): Promise<Sent> {
  const read = await campaignOf(account, named, asked)
  if (read.is === 'unread') return notAsked(account.api, read.answer, asked)
  const gate = triggeredGates(read.value)[0]
  if (gate) return { is: 'refused', outcome: gate.words }
  const begun = await readFrom(account.api, triggerRequest(named), SUCCESS, asked)
  if (begun.is === 'unread') return unsent(account.api, begun.answer, asked.now)
  return { is: 'done', outcome: 'Iterable has taken it on, and does not count whom it reaches' }
}

export async function readTriggered({ arms }: Account, step: SentStep): Promise<Found> {
  const { handle } = step.sent
  if (handle === null || arms.isArmed(step, handle)) return { is: 'absent' }
  return { is: 'unknown', outcome: 'Iterable does not say whether a triggered send arrived' }
}

export async function undoTriggered({ arms }: Account, step: SentStep): Promise<Sent> {
  const { handle } = step.sent
  if (handle === null || arms.isArmed(step, handle)) return { is: 'done', outcome: 'nothing of it was sent' }
  return { is: 'refused', outcome: "a triggered send can't be taken back: the mail has gone" }
}
