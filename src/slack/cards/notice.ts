import { type Message, message } from '../kit/surfaces.ts'
import type { Look } from './look.ts'
import { longRich } from './parts.ts'

/** A line of news: its words hold tokens for people, channels and times. */
export function noticeCard(words: string, look: Look): Message {
  return message({ text: longRich(words, 2_900, look) })
}
