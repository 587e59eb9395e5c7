/** What Slack's answers hold beside `ok`, checked where it enters: what is not what was asked for is no answer. */
import { z } from 'zod'

/** Slack said yes, and not what it was asked for: whether it was carried out is open. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

const text = z.string().min(1)
const TS = z.string().regex(/^\d+\.\d+$/)

const OPENED = z.object({ channel: z.object({ id: text }) })
const VIEW = z.object({ view: z.object({ id: text }) })
const POSTED = z.object({ channel: text, ts: TS })
const PERMALINK = z.object({ permalink: z.url() })
const UPLOAD = z.object({ upload_url: z.url(), file_id: text })
const FILE = z.object({ file: z.object({ mimetype: z.string().catch('') }) })
const PAGE = z.object({
  messages: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().catch('') }).catch({ next_cursor: '' }),
})
const MESSAGE = z.object({
  ts: TS,
  metadata: z.object({ event_type: text, event_payload: z.object({ id: text }) }),
})

/** The id of the conversation that conversations.open names. */
export function openedIn(answer: unknown): string {
  return read(OPENED, answer).channel.id
}

/** The id of the modal that views.open or views.push opened. */
export function viewIn(answer: unknown): string {
  return read(VIEW, answer).view.id
}

/** Where chat.postMessage and chat.update say that a message stands. */
export function postedIn(answer: unknown): { readonly channel: string; readonly ts: string } {
  return read(POSTED, answer)
}

/** What chat.getPermalink says leads to a message. */
export function permalinkIn(answer: unknown): string {
  return read(PERMALINK, answer).permalink
}

/** Where files.getUploadURLExternal wants the bytes of a file, and the id that it will have. */
export function uploadIn(answer: unknown): { readonly url: string; readonly fileId: string } {
  const { upload_url: url, file_id: fileId } = read(UPLOAD, answer)
  return { url, fileId }
}

/** The type of a file of files.info; empty while Slack looks at it. */
export function mimetypeIn(answer: unknown): string {
  return read(FILE, answer).file.mimetype
}

/** A page of conversations.history or conversations.replies: of its messages those with metadata. */
export function pageIn(answer: unknown) {
  const { messages, response_metadata } = read(PAGE, answer)
  return {
    messages: messages.flatMap((each) => MESSAGE.safeParse(each).data ?? []),
    /** Of the next page; empty where this is the last. */
    cursor: response_metadata.next_cursor,
  }
}

function read<T>(schema: z.ZodType<T>, answer: unknown): T {
  const { data } = schema.safeParse(answer)
  if (data === undefined) throw new NoAnswer()
  return data
}
