import type { CampaignState, UserId } from '../domain/campaign.ts'
import type { Digest } from '../domain/digest.ts'
import type { Message } from '../domain/message.ts'
import { EVERYTHING, loadCampaign, loadForChange } from '../store/campaigns.ts'
import type { Tx } from '../store/database.ts'
import { inTransaction } from '../store/database.ts'
import { digestBefore, loadDigest } from '../store/digests.ts'
import type { Delivery } from '../store/messages.ts'
import { ensureMessage, keptTargets, loadMessage, reviveMessages, saveDelivery } from '../store/messages.ts'
import { loadPortfolio, loadPortfolioDigest } from '../store/portfolios.ts'
import type { Deps } from './deps.ts'
import { deliver } from './outbox.ts'

/** A message of the outbox with the message whose thread it goes to. */
export interface Outgoing {
  readonly message: Message
  readonly parent: Message | null
}

export async function loadOutgoing(deps: Pick<Deps, 'db'>, messageId: number): Promise<Outgoing | null> {
  const message = await loadMessage(deps.db, messageId)
  if (!message) return null
  return {
    message,
    parent: message.threadOf === undefined ? null : await loadMessage(deps.db, message.threadOf),
  }
}

/** Everything that a message about a campaign is drawn from. */
export function loadFacts(deps: Pick<Deps, 'db'>, campaignId: number): Promise<CampaignState> {
  return loadCampaign(deps.db, { id: campaignId }, EVERYTHING)
}

/** A digest's snapshot with the one before it. */
export async function loadDigestFacts(
  deps: Pick<Deps, 'db'>,
  digestId: number,
): Promise<{ digest: Digest; previous: Digest | null } | null> {
  const digest = await loadDigest(deps.db, digestId)
  return digest && { digest, previous: await digestBefore(deps.db, digest) }
}

export function recordDelivery(deps: Pick<Deps, 'db'>, messageId: number, delivery: Delivery): Promise<void> {
  return saveDelivery(deps.db, messageId, delivery)
}

/** Gives a message up for good and tells the campaign's owner who can mend it and how, once a day and place. */
export function giveUpDelivery(deps: Deps, message: Message, error: string, words: string): Promise<void> {
  return inTransaction(deps.db, (tx) => giveUpDeliveryIn(tx, deps, message.id, error, () => words))
}

/** `giveUpDelivery` inside a transaction that is open already. */
export async function giveUpDeliveryIn(
  tx: Tx,
  deps: Deps,
  messageId: number,
  error: string,
  words: (message: Message) => string,
): Promise<void> {
  const message = await loadMessage(tx, messageId)
  if (!message) return
  await saveDelivery(tx, message.id, { state: 'dead', error })
  const owner = await ownerOf(tx, message)
  if (owner === null || message.target === owner) return
  const now = deps.now()
  const subject = `undeliverable:${message.target}:${error.slice(0, 80)}:${now.toISOString().slice(0, 10)}`
  const data = { words: words(message) }
  const told = {
    teamId: message.teamId,
    campaignId: null, // the place, not the campaign, has to be mended: once for all of the owner's
    kind: 'notice',
    subject,
    target: owner,
    data,
  } as const
  await deliver(tx, deps, message.teamId, await ensureMessage(tx, told, now), owner, now)
}

/** Who hears of a message that could not be delivered: the campaign's owner, or who set a digest of many. */
async function ownerOf(tx: Tx, { campaignId, kind, subject }: Message): Promise<UserId | null> {
  if (campaignId !== null) return (await loadForChange(tx, { id: campaignId }, [])).campaign.owner
  if (kind !== 'portfolio') return null
  const digest = await loadPortfolioDigest(tx, Number(subject.split(':')[1]))
  return digest && ((await loadPortfolio(tx, digest.portfolioId))?.setBy ?? null)
}

/** How long a message that somebody can still mend is kept and tried. */
const KEPT_MS = 14 * 86_400_000

/** Tries once more what was given up for errors that people mend without our hearing of it. Returns how many. */
export async function resumeKept(deps: Deps, errors: readonly string[]): Promise<number> {
  const since = new Date(deps.now().getTime() - KEPT_MS)
  let resumed = 0
  for (const { teamId, target } of await keptTargets(deps.db, errors, since)) {
    resumed += await resumeDeliveries(deps, teamId, target)
  }
  return resumed
}

/** Sends what was given up for a channel, after somebody mended it: the bot was invited, the channel unarchived. */
export function resumeDeliveries(deps: Deps, teamId: string, target: string): Promise<number> {
  return inTransaction(deps.db, async (tx) => {
    const ids = await reviveMessages(tx, teamId, target)
    for (const id of ids) await deliver(tx, deps, teamId, id, target, deps.now())
    return ids.length
  })
}
