import { randomUUID } from 'node:crypto'
import type { SlackEmulator } from './emulator.ts'
import { withIds } from './payloads.ts'
import { type Answer, asList, asText, type Block, type Ephemeral, isRecord } from './types.ts'

/** Where a person acted: an answer on the response_url appears there, or takes the place of `message`. */
export interface Origin {
  readonly user: string
  readonly channel: string
  readonly message?: { readonly ts: string; readonly ephemeral?: boolean }
}

/** One use of a response_url, or the body of an ack, with its text. */
export interface Reply {
  readonly url: string
  readonly text: string
  readonly blocks: readonly Block[]
  readonly body: Readonly<Record<string, unknown>>
}

const USES = 5

/** The private lines that people see, and the response_urls that answer what they did. */
export interface Replies {
  readonly ephemerals: Ephemeral[]
  open(base: string, origin: Origin): string
  /** Takes one of the 5 uses of a response_url. */
  use(url: string, body: Readonly<Record<string, unknown>>): Promise<Answer>
  /** Shows `user` a private line. */
  keep(via: Ephemeral['via'], origin: Origin, body: Readonly<Record<string, unknown>>): void
  /** Shows what an ack or a response_url says: privately, in the channel, or in place of the message. */
  show(via: Ephemeral['via'], origin: Origin, body: Readonly<Record<string, unknown>>): Promise<Answer>
}

export function createReplies(emulator: SlackEmulator, now: () => Date): Replies {
  const open = new Map<string, { origin: Origin; uses: number }>()
  const ephemerals: Ephemeral[] = []
  let lines = 0
  const keep: Replies['keep'] = (via, { user, channel }, body) => {
    lines += 1
    const ts = asText(body.ts) || stampOf(now(), lines)
    const said = { text: asText(body.text), blocks: asBlocks(withIds(body).blocks) }
    ephemerals.push({ ephemeral: true, via, user, channel, ts, ...said })
  }
  const show: Replies['show'] = async (via, origin, body) => {
    if (body.delete_original || body.replace_original) {
      const mended = await mendOriginal(emulator, ephemerals, origin, body)
      if (mended || body.delete_original) return mended ?? { ok: true }
    }
    if (body.response_type === 'in_channel') {
      return emulator.call('chat.postMessage', { ...body, channel: origin.channel })
    }
    keep(via, origin, body)
    return { ok: true }
  }
  return {
    ephemerals,
    show,
    keep,
    open(base, origin) {
      const url = `${base}/response/${randomUUID()}`
      open.set(url, { origin, uses: 0 })
      return url
    },
    async use(url, body) {
      const found = open.get(url)
      if (!found || found.uses >= USES) return { ok: false, error: found ? 'used_url' : 'expired_url' }
      found.uses += 1
      return show('response_url', found.origin, body)
    },
  }
}

async function mendOriginal(
  emulator: SlackEmulator,
  ephemerals: Ephemeral[],
  { user, channel, message }: Origin,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer | undefined> {
  if (!message) return undefined
  if (!message.ephemeral) {
    const method = body.delete_original ? 'chat.delete' : 'chat.update'
    return emulator.call(method, { ...body, channel, ts: message.ts })
  }
  const index = ephemerals.findIndex((line) => line.ts === message.ts && line.user === user)
  const original = ephemerals[index]
  if (!original) return undefined
  const replacement = { ...original, text: asText(body.text), blocks: asBlocks(withIds(body).blocks) }
  ephemerals.splice(index, 1, ...(body.delete_original ? [] : [replacement]))
  return { ok: true }
}

/** After the messages of the same second, whose fractions count up from 1. */
function stampOf(now: Date, line: number): string {
  return `${Math.floor(now.getTime() / 1000)}.9${String(line % 100_000).padStart(5, '0')}`
}

export function asBlocks(value: unknown): Block[] {
  return asList(value).filter(isRecord) as unknown as Block[]
}
