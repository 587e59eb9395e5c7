import type { MessageKind, NewMessage } from '../domain/message.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import { beforeCommit } from '../store/kit/before-commit.ts'
import type { Tx } from '../store/kit/database.ts'
import { ensureMessage, messageIds } from '../store/messages.ts'
import type { Deps } from './deps.ts'

/** Edits of a card wait this long, so that a burst of changes is one edit (Slack allows about one a second). */
const COALESCE_MS = 1_000

/** Writes a message into the outbox; the same kind, subject and target is posted once and edited from then on. Not before `runAt`. */
export async function post(
  tx: Tx,
  deps: Deps,
  { campaign }: CampaignState,
  message: Omit<NewMessage, 'teamId' | 'campaignId'>,
  runAt: Date = deps.now(),
): Promise<number> {
  const id = await ensureMessage(
    tx,
    { ...message, teamId: campaign.teamId, campaignId: campaign.id },
    deps.now(),
  )
  await deliver(tx, deps, campaign.teamId, id, message.target, runAt)
  return id
}

/** Writes a message that is about no single campaign into the outbox. */
export async function postToTeam(tx: Tx, deps: Deps, message: Omit<NewMessage, 'campaignId'>): Promise<void> {
  const id = await ensureMessage(tx, { ...message, campaignId: null }, deps.now())
  await deliver(tx, deps, message.teamId, id, message.target, deps.now())
}

/** Posts into the thread of the campaign's card; `words` where it is a notice. */
export async function postInThread(
  tx: Tx,
  deps: Deps,
  state: CampaignState,
  subject: string,
  words: string | null,
  kind: MessageKind = 'notice',
): Promise<void> {
  const threadOf = await cardMessage(tx, deps, state)
  const data = words === null ? {} : { data: { words } }
  await post(tx, deps, state, { kind, subject, target: state.campaign.brief.channel, threadOf, ...data })
}

/** Says in the thread what may happen again and again: each time anew. */
export function sayInThread(
  tx: Tx,
  deps: Deps,
  state: CampaignState,
  what: CampaignEvent['kind'],
  said: string,
): Promise<void> {
  return postInThread(tx, deps, state, `${what}:${deps.now().getTime()}`, said)
}

/** Draws a campaign's messages of one kind (and subject) again where they stand. */
export async function redraw(
  tx: Tx,
  deps: Deps,
  { campaign }: CampaignState,
  kind: MessageKind,
  subject?: string,
): Promise<void> {
  for (const message of await messageIds(tx, campaign.id, kind, subject)) {
    await deliver(tx, deps, campaign.teamId, message.id, message.target, deps.now())
  }
}

/** Draws the card again once all is changed, or posts it where the campaign is new or has moved to another channel. */
export function redrawCard(tx: Tx, deps: Deps, state: CampaignState): void {
  beforeCommit(tx, `card:${state.campaign.id}`, () => redrawCardNow(tx, deps, state))
}

async function redrawCardNow(tx: Tx, deps: Deps, state: CampaignState): Promise<void> {
  const { campaign } = state
  const cards = await messageIds(tx, campaign.id, 'card')
  const here = campaign.brief.channel
  if (!cards.some((card) => card.target === here))
    cards.push({ id: await cardMessage(tx, deps, state), target: here })
  const soon = new Date(deps.now().getTime() + COALESCE_MS)
  for (const card of cards) await deliver(tx, deps, campaign.teamId, card.id, card.target, soon)
}

/** Enqueues the delivery of one message; several before it ran are one. */
export async function deliver(
  tx: Tx,
  deps: Deps,
  teamId: string,
  messageId: number,
  target: string,
  runAt: Date,
): Promise<void> {
  await deps.enqueue(
    tx,
    'deliver',
    { teamId, messageId },
    { key: `deliver:${messageId}`, lane: `slack:${target}`, runAt, maxAttempts: 12 },
  )
}

function cardMessage(tx: Tx, deps: Deps, { campaign }: CampaignState): Promise<number> {
  const card: NewMessage = {
    teamId: campaign.teamId,
    campaignId: campaign.id,
    kind: 'card',
    subject: `campaign:${campaign.id}`,
    target: campaign.brief.channel,
  }
  return ensureMessage(tx, card, deps.now())
}
