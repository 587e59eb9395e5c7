import type { SlackEmulator } from './emulator.ts'
import { type Answer, type Args, asList, asText, type Block, isRecord, type Message } from './types.ts'

/** conversations.history and .replies as Slack answers them: by time, in pages, metadata only when asked for. */
export async function readConversation(
  emulator: SlackEmulator,
  method: 'conversations.history' | 'conversations.replies',
  args: Args,
): Promise<Answer> {
  const answer = await emulator.call(method, { channel: args.channel, ts: args.ts, limit: 1000 })
  if (!answer.ok) return answer
  const wanted = asList(answer.messages).filter(isRecord).filter(between(args))
  const start = Number(args.cursor ?? 0)
  const end = start + Number(args.limit ?? 100)
  const messages = wanted.slice(start, end).map(truthy(args.include_all_metadata) ? same : withoutMetadata)
  const more = end < wanted.length
  return {
    ok: true,
    messages,
    has_more: more,
    response_metadata: { next_cursor: more ? String(end) : '' },
  }
}

function between({ oldest, latest, inclusive }: Args): (message: Record<string, unknown>) => boolean {
  const [from, to] = [Number(oldest ?? 0), Number(latest ?? Number.POSITIVE_INFINITY)]
  return (message) => {
    const ts = Number(message.ts)
    return (ts > from && ts < to) || (truthy(inclusive) && (ts === from || ts === to))
  }
}

function truthy(value: unknown): boolean {
  return value === true || value === 'true' || value === 1 || value === '1'
}

const same = <T>(value: T): T => value

function withoutMetadata({ metadata: _, ...message }: Record<string, unknown>): Record<string, unknown> {
  return message
}

/** Every message of a conversation, oldest first, as it reads now, with the replies of its thread. */
export async function readMessages(emulator: SlackEmulator, channel: string): Promise<Message[]> {
  const { messages } = await emulator.call('conversations.history', { channel, limit: 1000 })
  const roots = asList(messages).filter(isRecord).reverse()
  return Promise.all(
    roots.map(async (root) => asMessage(channel, root, await readReplies(emulator, channel, root))),
  )
}

async function readReplies(
  emulator: SlackEmulator,
  channel: string,
  root: Record<string, unknown>,
): Promise<Message[]> {
  if (!root.reply_count) return []
  const { messages } = await emulator.call('conversations.replies', { channel, ts: root.ts })
  return asList(messages)
    .filter(isRecord)
    .filter(({ ts }) => ts !== root.ts)
    .map((reply) => asMessage(channel, reply, []))
}

function asMessage(channel: string, message: Record<string, unknown>, replies: readonly Message[]): Message {
  return {
    ...message,
    channel,
    replies,
    ts: asText(message.ts),
    user: asText(message.user),
    text: asText(message.text),
    blocks: asList(message.blocks) as Block[],
  }
}
