import type { MessageKind, NewMessage, Notice } from '../domain/message.ts'
import type { Campaign, CampaignState } from '../domain/state/campaign.ts'
import { type Moment, type Subject, subjectOf } from '../domain/subject.ts'
import { beforeCommit } from '../store/kit/before-commit.ts'
import { ensureMessage, messageIds } from '../store/messages.ts'
import { takeEditTurn, takeTurn } from '../store/turns.ts'
import type { OpenDeps } from './transaction.ts'

/** Edits of a card wait this long, so that a burst of changes is one edit (Slack allows about one a second). */
const COALESCE_MS = 1_000

/** Writes a campaign's messages, in the transaction of the change that they follow from. */
export interface Outbox {
  /** The same kind, subject and target is posted once and edited from then on. Not before `runAt`. */
  post(message: CampaignMessage, runAt?: Date): Promise<void>
  /** With a first reply in its thread, a message of its own. */
  postWithReply(message: CampaignMessage, reply: CampaignMessage, runAt?: Date): Promise<void>
  /** Posts into the thread of the campaign's card; `words` where it is a notice. */
  postInThread(subject: Subject, words: string | Notice | null, kind?: MessageKind): Promise<void>
  /** Says in the thread what may happen again and again: each time anew. */
  sayInThread(what: Moment, said: string): Promise<void>
  /** One line in the channel itself, for who reads it now: a card far above is not looked at again. */
  sayInChannel(subject: Subject, said: string): Promise<void>
  /** Draws messages of one kind (and subject) again where they stand. */
  redraw(kind: MessageKind, subject?: Subject): Promise<void>
  /** Draws a digest and its figures again where they stand. */
  redrawDigest(digestId: number): Promise<void>
  /** Draws the card again once all is changed, or posts it where the campaign is new or has moved to another channel. */
  redrawCard(): void
  /** The same where nobody has changed it: its turn comes among all of the workspace's. */
  redrawCardInTurn(): Promise<void>
}

type CampaignMessage = Omit<NewMessage, 'teamId' | 'campaignId'>

export function outboxOf(open: OpenDeps, { campaign }: Pick<CampaignState, 'campaign'>): Outbox {
  const { id: campaignId, teamId, brief } = campaign
  const put = async (message: CampaignMessage, runAt?: Date) => {
    const id = await ensureMessage(open.db, { ...message, teamId, campaignId }, open.now())
    const deliverIt = BY_THE_CLOCK.has(message.kind) ? deliverPaced : deliver
    await deliverIt(open, { teamId, id, target: message.target }, runAt)
    return id
  }
  const post: Outbox['post'] = async (message, runAt) => void (await put(message, runAt))
  const postInThread: Outbox['postInThread'] = async (subject, words, kind = 'notice') => {
    const threadOf = await cardMessage(open, campaign)
    const data = words === null ? {} : { data: typeof words === 'string' ? { words } : words }
    await post({ kind, subject, target: brief.channel, threadOf, ...data })
  }
  const redraw: Outbox['redraw'] = async (kind, subject) => {
    for (const { id, target } of await messageIds(open.db, campaignId, kind, subject))
      await deliver(open, { teamId, id, target })
  }
  return {
    post,
    postWithReply: async (message, reply, runAt) => {
      await put({ ...reply, threadOf: await put(message, runAt) }, runAt)
    },
    postInThread,
    sayInChannel: (subject, words) =>
      post({ kind: 'notice', subject, target: brief.channel, data: { words } }),
    sayInThread: (what, said) => postInThread(subjectOf(what, open.now()), said),
    redraw,
    redrawDigest: async (digestId) => {
      await redraw('digest', subjectOf('digest', digestId))
      await redraw('figures', subjectOf('figures', digestId))
    },
    redrawCard: () => beforeCommit(open.db, `card:${campaignId}`, () => redrawCardNow(open, campaign)),
    redrawCardInTurn: async () => {
      for (const card of await messageIds(open.db, campaignId, 'card'))
        await redrawInTurn(open, { teamId, ...card })
    },
  }
}

async function redrawCardNow(open: OpenDeps, campaign: Campaign): Promise<void> {
  const { id: campaignId, teamId, brief } = campaign
  const cards = await messageIds(open.db, campaignId, 'card')
  if (!cards.some(({ target }) => target === brief.channel))
    cards.push({ id: await cardMessage(open, campaign), target: brief.channel })
  const soon = new Date(open.now().getTime() + COALESCE_MS)
  for (const { id, target } of cards) await deliver(open, { teamId, id, target }, soon)
}

/** The card in the campaign's channel, made where there is none. */
function cardMessage({ db, now }: OpenDeps, { id, teamId, brief }: Campaign): Promise<number> {
  const subject = subjectOf('campaign', id)
  const card: NewMessage = { teamId, campaignId: id, kind: 'card', subject, target: brief.channel }
  return ensureMessage(db, card, now())
}

/** Writes a message that is about no single campaign into the outbox. */
export async function postToTeam(open: OpenDeps, message: Omit<NewMessage, 'campaignId'>): Promise<void> {
  const id = await ensureMessage(open.db, { ...message, campaignId: null }, open.now())
  const deliverIt = BY_THE_CLOCK.has(message.kind) ? deliverPaced : deliver
  await deliverIt(open, { teamId: message.teamId, id, target: message.target })
}

interface Addressed {
  readonly teamId: string
  readonly id: number
  readonly target: string
}

/** What the clock writes, ten thousand in a minute: it never goes before what somebody waits for. */
const BY_THE_CLOCK: ReadonlySet<MessageKind> = new Set(['digest', 'figures', 'portfolio', 'waiting'])

/** The same at the pace of its channel. Without `runAt` its turn is taken now, else by whoever posts it. */
export async function deliverPaced(
  open: OpenDeps,
  { teamId, id, target }: Addressed,
  runAt: Date = open.now(),
): Promise<void> {
  const held = runAt > open.now()
  const at = held ? runAt : await takeTurn(open.db, { teamId, id, target }, open.now())
  await open.enqueue(open.db, 'deliver_paced', { teamId, messageId: id, target }, { runAt: at })
}

/** Draws a message again that nobody has changed, once it is its turn among all of the workspace's. */
export async function redrawInTurn(open: OpenDeps, { teamId, id, target }: Addressed): Promise<void> {
  const runAt = await takeEditTurn(open.db, { id, teamId }, open.now())
  await open.enqueue(open.db, 'deliver_paced', { teamId, messageId: id, target }, { runAt })
}

/** Enqueues the delivery of one message; several before it ran are one. */
export function deliver(
  open: OpenDeps,
  { teamId, id, target }: Addressed,
  runAt: Date = open.now(),
): Promise<void> {
  return open.enqueue(open.db, 'deliver', { teamId, messageId: id, target }, { runAt })
}
