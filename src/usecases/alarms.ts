import type { Notice } from '../domain/message.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import { type Subject, subjectOf } from '../domain/subject.ts'
import { formatCount } from '../domain/text/numbers.ts'
import { token } from '../domain/text/tokens.ts'
import { lockMessageData, wereTold } from '../store/alarms.ts'
import { ensureMessage, saveData } from '../store/messages.ts'
import { deliver, outboxOf, redrawInTurn } from './outbox.ts'
import type { OpenDeps } from './transaction.ts'

const HOUR_MS = 3_600_000
/** So many of an hour are told one by one. */
const ONE_BY_ONE = 3
/** So many campaigns are named. */
const NAMED = 5

interface Alarm {
  readonly subject: Subject
  readonly target: string
  readonly data: Notice
}

/** What one message to one person counts. */
interface Alarms extends Notice {
  readonly count: number
  readonly keys: readonly string[]
}

const NONE: Alarms = { count: 0, keys: [], words: '' }

/**
 * Tells somebody that the data of a campaign is amiss. One feed that stands still is that of ten thousand campaigns: after
 * the first few of an hour one message counts the others, and is edited in its turn.
 */
export async function tellAlarm(
  open: OpenDeps,
  state: Pick<CampaignState, 'campaign'>,
  { subject, target, data }: Alarm,
): Promise<void> {
  const { teamId, key } = state.campaign
  const hour = new Date(Math.floor(open.now().getTime() / HOUR_MS) * HOUR_MS)
  if (!(await wereTold(open.db, { teamId, target }, hour, ONE_BY_ONE)))
    return outboxOf(open, state).post({ kind: 'notice', subject, target, data })
  await countAlarm(open, { teamId, target }, hour, key)
}

/** There before it is counted: two that are the first at once are both counted. */
async function countAlarm(
  open: OpenDeps,
  to: { readonly teamId: string; readonly target: string },
  hour: Date,
  key: string,
): Promise<void> {
  const { db, now } = open
  const message = { ...to, campaignId: null, kind: 'notice', subject: subjectOf('alarms', hour) } as const
  const id = await ensureMessage(db, { ...message, data: NONE }, now())
  const before = await lockMessageData<Alarms>(db, id)
  await saveData(db, id, counted(before, key, hour))
  await (before.count === 0 ? deliver : redrawInTurn)(open, { ...to, id })
}

function counted(before: Alarms, key: string, hour: Date): Alarms {
  const count = before.count + 1
  const keys = before.keys.length < NAMED ? [...new Set([...before.keys, key])] : before.keys
  const named = keys.map((each) => `\`${each}\``).join(', ')
  const others = count > keys.length ? ' and others' : ''
  const words = `${formatCount(count)} more ${count === 1 ? 'alarm' : 'alarms'} since ${token.time(hour)}: the data of ${named}${others} is amiss. \`/campaign results <key>\` says how; what you are to do is in your list.`
  return { count, keys, words, offers: ['mine'] }
}
