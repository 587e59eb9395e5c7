/** The arguments of a Web API call, with blocks, views, attachments and metadata parsed. */
export type Args = Readonly<Record<string, unknown>>

/** What the Web API answers. */
export interface Answer {
  readonly ok: boolean
  readonly error?: string
  readonly [key: string]: unknown
}

/** A Web API call that was answered (a lost answer is still recorded here). */
export interface Call {
  readonly method: string
  readonly args: Args
  readonly answer: Answer
}

export interface Block {
  readonly type: string
  readonly block_id?: string
  readonly [key: string]: unknown
}

/** A message of a channel or direct message, as it reads now; `replies` are those of its thread. */
export interface Message {
  readonly channel: string
  readonly ts: string
  readonly user: string
  readonly text: string
  readonly blocks: readonly Block[]
  readonly replies: readonly Message[]
  readonly thread_ts?: string
  readonly edited?: { readonly user: string; readonly ts: string }
  readonly metadata?: { readonly event_type: string; readonly event_payload: Record<string, unknown> }
  readonly subtype?: string
}

/** A line that only `user` sees: an ephemeral message, or the private answer to what they did. */
export interface Ephemeral {
  readonly ephemeral: true
  readonly via: 'chat.postEphemeral' | 'response_url' | 'ack'
  readonly user: string
  readonly channel: string
  readonly ts: string
  readonly text: string
  readonly blocks: readonly Block[]
}

/** A modal or a Home tab as `user` sees it now. */
export interface View {
  readonly user: string
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly hash: string
  readonly callback_id: string
  readonly private_metadata: string
  readonly root_view_id: string
  readonly previous_view_id: string | null
  readonly title: { readonly text: string } | null
  readonly submit: { readonly text: string } | null
  readonly close: { readonly text: string } | null
  /** Whether closing it sends view_closed, and closes the whole stack. */
  readonly notify_on_close: boolean
  readonly clear_on_close: boolean
  /** What was answered to the last submission, by block_id. */
  readonly errors?: Readonly<Record<string, string>>
  readonly blocks: readonly Block[]
}

/** A payload that Slack would not have shown. */
export interface Violation {
  readonly where: string
  readonly problems: readonly string[]
  readonly payload: unknown
}

/** What is wrong with a message or a view, by Slack's limits; nothing when it is fine. */
export interface Check {
  checkMessage(payload: unknown): string[]
  checkView(view: unknown): string[]
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
