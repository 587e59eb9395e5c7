import type { Message, Offer } from '../domain/message.ts'
import type { UserId } from '../domain/people.ts'
import { numberIn, subjectOf } from '../domain/subject.ts'
import { loadForChange } from '../store/campaigns.ts'
import type { Tx } from '../store/kit/database.ts'
import { type Delivery, keptTargets, loadMessage, reviveMessages, saveDelivery } from '../store/messages.ts'
import { loadPortfolio, loadPortfolioDigest } from '../store/portfolios.ts'
import { takeTurn } from '../store/turns.ts'
import { PAGE } from './batches.ts'
import type { Deps, JobKinds } from './deps.ts'
import { deliver, postToTeam } from './outbox.ts'
import { type OpenDeps, transact } from './transaction.ts'

export function recordDelivery(deps: Pick<Deps, 'db'>, messageId: number, delivery: Delivery): Promise<void> {
  return saveDelivery(deps.db, messageId, delivery)
}

/** When a message that nobody waits for may be posted; see `takeTurn`. */
export function turnOf(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { teamId, messageId: id, target }: JobKinds['deliver_paced'],
): Promise<Date> {
  return takeTurn(db, { teamId, id, target }, now())
}

/** Draws a message once more, at that time: by then what it speaks of may be known better. */
export function deliverAgain(deps: Deps, message: Message, at: Date): Promise<void> {
  return transact(deps, (open) => deliver(open, message, at))
}

export interface GivenUp {
  readonly error: string
  /** Who can mend it and how, in words with tokens. */
  readonly words: string
  readonly offers?: readonly Offer[]
  /** Whether it was for a person whom Slack does not reach any more. */
  readonly gone: boolean
  /** Whether no place is to be mended, but what all of them hang on. */
  readonly everywhere?: boolean
}

/** Gives a message up for good and tells who can mend it, once a day and place: the owner, else who stands in for them. */
export function giveUpDelivery(
  deps: Deps,
  messageId: number,
  given: (message: Message) => GivenUp,
): Promise<void> {
  return transact(deps, async (open) => {
    const message = await loadMessage(open.db, messageId)
    if (!message) return
    const why = given(message)
    await saveDelivery(open.db, messageId, { state: 'dead', error: why.error })
    await tellUndeliverable(open, message, why)
  })
}

/** The place or the app, not the campaign, has to be mended: once for all of the owner's. */
async function tellUndeliverable(open: OpenDeps, message: Message, given: GivenUp): Promise<void> {
  const told = await toldOf(open, message, given)
  const [target, ...others] = told?.people ?? []
  if (!told || !target) return
  const { words, about } = told
  await postToTeam(open, {
    teamId: message.teamId,
    kind: 'notice',
    subject: subjectOf('undeliverable', about, open.now()),
    target,
    data: { words, about, others, ...(given.offers ? { offers: given.offers } : {}) },
  })
}

/** What a notice that something can't be delivered keeps beside its words. */
interface Undeliverable {
  readonly words: string
  readonly about: string
  /** Who is told in turn where its reader is not reached either. */
  readonly others: readonly UserId[]
}

/** Whom to tell what: the first who is reached. Nobody where their own messages fail for a reason that passes. */
async function toldOf(
  { db, catalog }: OpenDeps,
  message: Message,
  { error, words, gone, everywhere }: GivenUp,
): Promise<{ words: string; about: string; people: readonly UserId[] } | null> {
  const { target, data } = message
  const runners = await runnersOf(db, message)
  if (runners.length === 0) {
    const notice = data as Partial<Undeliverable> | undefined
    if (!gone || !notice?.words || !notice.about || !notice.others) return null
    return { words: notice.words, about: notice.about, people: notice.others }
  }
  if (target === runners[0] && !gone) return null
  const leads = catalog.teams.flatMap(({ lead }) => lead ?? [])
  const people = [...new Set([...runners, ...leads])].filter((user) => user !== target)
  const said = gone ? saidBy(message) : ''
  const place = everywhere ? '' : `${target}:`
  return { words: `${words}${said}`, about: `${place}${error.slice(0, 80)}`, people }
}

/** What is in no card: it would be lost with whoever has left. */
function saidBy({ kind, data }: Message): string {
  const { words } = (data ?? {}) as { words?: unknown }
  return kind === 'notice' && typeof words === 'string' ? `\nIt said: ${words}` : ''
}

/** Who answers for a message: the campaign's owner and data partner, or who set a digest of many. */
async function runnersOf(tx: Tx, { campaignId, kind, subject }: Message): Promise<UserId[]> {
  if (campaignId !== null) {
    const { owner, brief } = (await loadForChange(tx, { id: campaignId })).campaign
    return brief.partner ? [owner, brief.partner] : [owner]
  }
  if (kind !== 'portfolio') return []
  const digest = await loadPortfolioDigest(tx, numberIn(subject))
  const portfolio = digest && (await loadPortfolio(tx, digest.portfolioId))
  return portfolio ? [portfolio.setBy] : []
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
export async function resumeDeliveries(deps: Deps, teamId: string, target: string): Promise<number> {
  let resumed = 0
  for (;;) {
    const ids = await resumeSome(deps, teamId, target)
    resumed += ids.length
    if (ids.length < PAGE) return resumed
  }
}

function resumeSome(deps: Deps, teamId: string, target: string): Promise<number[]> {
  return transact(deps, async (open) => {
    const ids = await reviveMessages(open.db, teamId, target, PAGE)
    for (const id of ids) await deliver(open, { teamId, id, target })
    return ids
  })
}
