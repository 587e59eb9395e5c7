import { type Message, readerOf } from '../../domain/message.ts'
import { token } from '../../domain/text/tokens.ts'
import type { GivenUp } from '../../usecases/deliveries.ts'
import { INSIDE } from '../outcome.ts'

const WHAT: Readonly<Record<Message['kind'], string>> = {
  card: 'The card',
  approval: 'The approval request',
  step: 'The launch step',
  undo: 'The word on what is taken back',
  digest: 'The digest',
  figures: 'All figures of the digest',
  portfolio: 'The digest',
  harm: 'The alarm',
  follow_up: 'The question',
  choice: 'The question for a decision',
  over: 'The word that its days are over',
  prediction: 'The question for a prediction',
  ledger: 'The ledger',
  sql: 'The SQL',
  late_tasks: 'The word on late tasks',
  waiting: 'The list of what waits',
  notice: 'The message',
}

/** All tries are used up, and none was refused. */
const UNSETTLED = 'tries_used_up'

/** Errors that speak of our own token: `account_inactive` too is said of the app's account, and of no reader's. */
const OF_THE_TOKEN: readonly string[] = [
  'token_revoked',
  'token_expired',
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'team_access_not_granted',
  'missing_scope',
]

/** Errors that somebody in Slack mends, or that pass: the message is kept, and tried again every hour. */
export const MENDABLE: readonly string[] = [
  UNSETTLED,
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  ...OF_THE_TOKEN,
]

/** Errors that say that a person is not there any more. */
const GONE: readonly string[] = ['user_disabled', 'user_not_found', 'users_not_found', 'cannot_dm_bot']

/** Errors after which work or a channel is changed, by whoever runs the campaign. */
const MOVES: readonly string[] = [...GONE, 'channel_deleted', 'is_archived']

/** Why a message is given up, and what those who can mend it are told. */
export function givenUp(error: string, message: Pick<Message, 'kind' | 'target'>): GivenUp {
  const ours = OF_THE_TOKEN.includes(error)
  const given = { error, words: mendingWords(error, message), gone: GONE.includes(error), everywhere: ours }
  return MOVES.includes(error) ? { ...given, offers: ['mine'] } : given
}

/** The same where Slack has said neither yes nor no as often as it was tried. */
export function triedInVain(why: string, { kind, target }: Pick<Message, 'kind' | 'target'>): GivenUp {
  const words = `I could not show a message in ${placeOf(target)} (${why}). ${WHAT[kind]} is kept and tried again every hour.`
  return { error: UNSETTLED, words, gone: false }
}

/** Whether a message was given up without a no of Slack, by this version or the one before: it is drawn anew then. */
export function isUnsettled(error: string | null): boolean {
  return error === null || error === UNSETTLED || INSIDE.has(error) || !/^[a-z][a-z_]*$/.test(error)
}

function placeOf(target: string): string {
  return readerOf({ target }) ? token.person(target) : token.channel(target)
}

/** Why a message can't be delivered, who can mend it and how, in the house's words. */
function mendingWords(error: string, { kind, target }: Pick<Message, 'kind' | 'target'>): string {
  const kept = `${WHAT[kind]} is kept and goes out then.`
  const place = placeOf(target)
  if (error === 'not_in_channel' || error === 'channel_not_found') {
    return `I can't post in ${place}: somebody there has to /invite @Stairway first. ${kept}`
  }
  if (error === 'channel_deleted')
    return `I can't post in that channel any more: it was deleted. Move what goes there to another one, in each campaign's brief.`
  if (error === 'is_archived')
    return `I can't post in ${place}: it is archived. Unarchive it: ${WHAT[kind].toLowerCase()} is kept and goes out then. Or move the campaign to another channel, in its brief.`
  if (GONE.includes(error)) {
    return `I can't reach ${place}: that account is deactivated. ${WHAT[kind]} did not arrive; give the work to somebody else.`
  }
  if (error.startsWith('restricted_action'))
    return `I can't post in ${place}: the workspace restricts who may post there. An admin can let apps post. ${kept}`
  if (OF_THE_TOKEN.includes(error)) {
    return `Slack no longer lets me post (${error}): an admin has to install the app again. What waits is kept and goes out then.`
  }
  return `Slack refused to show a message in ${place} (${error}). ${WHAT[kind]} did not arrive; its card has the same facts.`
}
