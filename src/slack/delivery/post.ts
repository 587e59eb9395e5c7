import { createHash } from 'node:crypto'
import type { ChatPostMessageArguments, WebClient } from '@slack/web-api'
import { NoAnswer, pageIn, postedIn } from '../answers.ts'
import type { Message } from '../kit/surfaces.ts'
import { withoutCharts } from '../kit/surfaces.ts'
import { type Failed, outcomeOf } from '../outcome.ts'

/** How one call ended. */
export type Sent = { readonly is: 'sent'; readonly channel: string; readonly ts: string } | Failed

export interface Place {
  readonly channel: string
  readonly threadTs?: string
}

const EVENT_TYPE = 'stairway_message'
const BAD_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long'])

/** Posts a message that can be found again by its nonce. Blocks that Slack refuses are tried once without charts. */
export async function postMessage(
  client: WebClient,
  place: Place,
  message: Message,
  nonce: string,
): Promise<Sent> {
  const thread = place.threadTs ? { thread_ts: place.threadTs } : {}
  return withPlainRetry(message, (content) =>
    client.chat.postMessage({
      channel: place.channel,
      ...content,
      ...thread,
      unfurl_links: false,
      unfurl_media: false,
      metadata: metadataOf(nonce),
    } as ChatPostMessageArguments),
  )
}

export async function updateMessage(
  client: WebClient,
  place: { channel: string; ts: string },
  message: Message,
  nonce: string,
): Promise<Sent> {
  return withPlainRetry(message, (content) =>
    client.chat.update({ ...place, ...content, metadata: metadataOf(nonce) } as Parameters<
      WebClient['chat']['update']
    >[0]),
  )
}

/** Where the message with this nonce stands, if Slack has it; looks back to `since`. */
export async function findMessage(
  client: WebClient,
  place: Place,
  nonce: string,
  since: Date,
): Promise<string | null> {
  const oldest = String(Math.floor(since.getTime() / 1_000) - 60)
  const asked = new Set<string>()
  for (let cursor = ''; !asked.has(cursor); ) {
    asked.add(cursor)
    const page = await pageOf(client, place, { oldest, ...(cursor ? { cursor } : {}) })
    const found = page.messages.find(({ metadata }) => isOurs(metadata, nonce))
    if (found) return found.ts
    if (page.cursor === '') return null
    cursor = page.cursor
  }
  // A page that leads to one before it: what is behind was never seen.
  throw new NoAnswer()
}

async function pageOf(
  client: WebClient,
  { channel, threadTs }: Place,
  part: { readonly oldest: string; readonly cursor?: string },
) {
  const asked = { channel, include_all_metadata: true, limit: 200, ...part }
  const page = threadTs
    ? await client.conversations.replies({ ...asked, ts: threadTs })
    : await client.conversations.history(asked)
  return pageIn(page)
}

/** Short name of what stands in a message, so that an unchanged one is not edited. */
export function fingerprint(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22)
}

function metadataOf(nonce: string) {
  return { event_type: EVENT_TYPE, event_payload: { id: nonce } }
}

function isOurs(metadata: ReturnType<typeof metadataOf>, nonce: string): boolean {
  return metadata.event_type === EVENT_TYPE && metadata.event_payload.id === nonce
}

type Call = (content: Message) => Promise<unknown>

async function withPlainRetry(message: Message, call: Call): Promise<Sent> {
  const sent = await attempt(message, call)
  const plain = withoutCharts(message)
  const refused = sent.is === 'refused' && BAD_BLOCKS.has(sent.error)
  return refused && plain.blocks.length < message.blocks.length ? attempt(plain, call) : sent
}

async function attempt(message: Message, call: Call): Promise<Sent> {
  try {
    return { is: 'sent', ...postedIn(await call(message)) }
  } catch (error) {
    return outcomeOf(error)
  }
}
