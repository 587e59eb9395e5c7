import type { MrkdwnElement } from '@slack/types'
import { isBlank } from '../../domain/text/visible.ts'
import { NO_TEXT } from './limits.ts'
import { clip, cutPoint, oneLine, tidy } from './text.ts'

/** Finished Slack markup. A plain string is what somebody typed; only this class is taken as markup. */
export class Mrkdwn {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  toString(): string {
    return this.source
  }
}

/** A string is escaped where it is put in; a number is written as JavaScript writes it. */
export type Inline = Mrkdwn | string | number

/**
 * Slack has no escape for its formatting characters, so they are replaced by look-alikes that it does not read. An
 * underscore inside a word never formats and stays, so that names of metrics and columns can be copied.
 */
const disarmFormatting = (text: string): string =>
  text
    .replaceAll('*', '\u2217')
    .replaceAll('~', '\u223C')
    .replaceAll('`', '\u02CB')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\u02CD')

const disarmPing = (text: string): string =>
  text.replace(/@(?=(?:here|channel|everyone|group)\b)/gi, '@\u2060')

const escapeControls = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Slack quotes a line that starts with `&gt;`: a word joiner before it keeps the sign and loses the quote. */
const disarmQuote = (text: string): string => text.replace(/^([^\S\n]*)(?=&gt;)/gm, '$1\u2060')

const RIGHT_TO_LEFT = /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

/** Lines with right-to-left letters are isolated, so that they can't reorder the words and numbers beside them. */
const isolate = (text: string): string =>
  text
    .split('\n')
    .map((line) => (RIGHT_TO_LEFT.test(line) ? `\u2068${line}\u2069` : line))
    .join('\n')

/** Only what escaping leaves as it is, which is most text: without & * < > @ _ ` ~, and nothing right to left. */
const HARMLESS =
  /^[\n\x20-\x25\x27-\x29\x2B-\x3B\x3D\x3F\x41-\x5E\x61-\x7D\u00A0-\u058F\u0900-\u200E\u2010-\u2027\u202F-\u2065\u206A-\uD7FF]*$/

/** Text that somebody typed as mrkdwn that shows it and does nothing else. Line breaks stay. */
export const escapeMrkdwn = (text: string): string =>
  HARMLESS.test(text) ? text : isolate(disarmQuote(escapeControls(disarmPing(disarmFormatting(tidy(text))))))

/** Markup as it is; strings escaped, their lines kept. */
const toMrkdwn = (text: Inline): Mrkdwn =>
  text instanceof Mrkdwn ? text : new Mrkdwn(escapeMrkdwn(String(text)))

const inline = (value: Inline): string =>
  value instanceof Mrkdwn ? value.source : escapeMrkdwn(oneLine(String(value)))

/** Tag for markup: the literal parts are markup, each value put in is escaped and kept on one line. */
export const md = (literals: TemplateStringsArray, ...values: readonly Inline[]): Mrkdwn =>
  new Mrkdwn(
    literals.map((literal, i) => literal + (i < values.length ? inline(values[i] ?? '') : '')).join(''),
  )

/** Joins the parts, leaving out null, undefined and false; the separator is markup. */
export const joinMd = (parts: readonly (Inline | null | undefined | false)[], separator: string): Mrkdwn =>
  new Mrkdwn(
    parts
      .filter((part): part is Inline => part !== null && part !== undefined && part !== false)
      .map(inline)
      .join(separator),
  )

/** One part a line. */
export const lines = (...parts: readonly (Inline | null | undefined | false)[]): Mrkdwn => joinMd(parts, '\n')

/** A number stays on one line with its unit. */
export const unbroken = ({ source }: Mrkdwn): Mrkdwn =>
  new Mrkdwn(source.replace(/(?<=\d) (?=%|points\b)/g, '\u00a0'))

/** Typed text on one line, at most `max` characters before escaping. */
export const typed = (text: string, max: number): Mrkdwn => md`${clip(oneLine(text).trim(), max)}`

export const bold = (text: Inline): Mrkdwn => {
  const inner = inline(text).trim()
  return new Mrkdwn(isBlank(inner) ? '' : `*${inner}*`)
}

/** Text in a code span: everything but a backtick stays exact, so that it can be copied. */
export const code = (text: string): Mrkdwn => {
  const inner = escapeControls(disarmPing(oneLine(text).replaceAll('`', '\u02CB'))).trim()
  return new Mrkdwn(isBlank(inner) ? '' : `\`${inner}\``)
}

/** Lines as they are, in a block of code of at most `max` characters. */
export const fenced = (text: string, max: number): Mrkdwn => {
  const shown = clip(tidy(text).replaceAll('`', '\u02CB'), max)
  return new Mrkdwn(`\`\`\`\n${escapeControls(disarmPing(shown))}\n\`\`\``)
}

const addressOf = (url: string): URL | null => {
  const address = URL.canParse(url) ? new URL(url) : null
  // A name before the host (https://slack.com@elsewhere) exists only to look like another host.
  return address?.protocol === 'https:' && address.username === '' && address.password === '' ? address : null
}

/** True when the label reads as an address on another host: `https://a.example`, `www.a.example`, `a.example/x`. */
const namesOtherHost = (label: string, host: string): boolean =>
  [...label.matchAll(/:\/\/([^\s/?#]+)|(\bwww\.[^\s/?#]+)|^([\w-]+(?:\.[\w-]+)+)(?=$|[/?#:])/gi)].some(
    ([, afterScheme, www, bare]) => (afterScheme ?? www ?? bare ?? '').toLowerCase() !== host,
  )

/**
 * A link; https only, anything else shows the label alone. A label that looks like another address is followed by the
 * host that it really leads to. Without a label the address is shown.
 */
export const link = (url: string, label: string = url): Mrkdwn => {
  const address = addressOf(url.trim())
  const shown = clip(oneLine(label).trim(), 200)
  if (address === null || address.href.length > 2000) return md`${shown}`
  const href = address.href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E')
  const honest = namesOtherHost(shown, address.host) ? `${shown} (${address.host})` : shown
  const text = escapeMrkdwn((isBlank(shown) ? address.host : honest).replaceAll('|', '\u2223'))
  return new Mrkdwn(`<${href.replaceAll('&', '&amp;')}|${text}>`)
}

/** Pings a person: only for somebody who must act. Anything but a user id is shown as text. */
export const mention = (userId: string): Mrkdwn =>
  /^[UW][A-Z0-9]+$/.test(userId) ? new Mrkdwn(`<@${userId}>`) : md`${userId}`

export const channelRef = (channelId: string): Mrkdwn =>
  /^[CGD][A-Z0-9]+$/.test(channelId) ? new Mrkdwn(`<#${channelId}>`) : md`${channelId}`

/**
 * A time in each reader's zone. The fallback, for readers without it, names its own zone.
 * @param format Slack's date tokens, as in `{date_short_pretty} {time}`
 * @param fallbackZone IANA name; an unknown one falls back to UTC
 */
export const dateToken = (
  date: Date,
  format = '{date_short_pretty} {time}',
  fallbackZone = 'UTC',
): Mrkdwn => {
  const shown = dayAndTime(date, fallbackZone)
  const tokens = format.replace(/[\^|<>&]/g, '')
  return new Mrkdwn(`<!date^${Math.floor(date.getTime() / 1000)}^${tokens}|${escapeControls(shown)}>`)
}

/** `Tue 3 Mar 2026 09:00 CET` */
const dayAndTime = (date: Date, zone: string): string => {
  const parts = clockOf(zone).formatToParts(date)
  const { weekday, day, month, year, hour, minute, timeZoneName } = Object.fromEntries(
    parts.map(({ type, value }) => [type, value]),
  )
  return `${weekday} ${day} ${month} ${year} ${hour}:${minute} ${timeZoneName}`
}

const clockIn = (timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
    timeZone,
  })

// Nearly all are in it, and making one takes ten times what it is used for.
const UTC = clockIn('UTC')

const clockOf = (zone: string): Intl.DateTimeFormat => {
  if (zone === 'UTC') return UTC
  try {
    return clockIn(zone)
  } catch (error) {
    if (error instanceof RangeError) return UTC
    throw error
  }
}

const TOKENS = [/<[^<>]*>/g, /&(?:amp|lt|gt);/g]

const odd = (text: string, mark: string): boolean => text.split(mark).length % 2 === 0

/** What must follow cut markup so that its code, bold, strike and isolates end. Typed text holds none of these marks. */
const closers = (source: string): string => {
  const bare = source.replace(/<[^<>]*>/g, '')
  const isolates = '\u2069'.repeat(bare.split('\u2068').length > bare.split('\u2069').length ? 1 : 0)
  if (odd(bare, '```')) return `${isolates}\`\`\``
  const unfenced = bare.replace(/```[\s\S]*?```/g, '')
  if (odd(unfenced, '`')) return `${isolates}\``
  const formatted = unfenced.replace(/`[^`]*`/g, '')
  return isolates + ['*', '~'].filter((mark) => odd(formatted, mark)).join('')
}

/** Markup of at most `max` characters: cut between graphemes, never inside a link, mention, date or entity. */
export const clipMrkdwn = (text: Mrkdwn, max: number): Mrkdwn => {
  const { source } = text
  if (source.length <= max) return text
  for (let room = max - 1; room > 0; room--) {
    const kept = source.slice(0, cutPoint(source, room, TOKENS)).trimEnd()
    const clipped = `${kept}…${closers(kept)}`
    if (clipped.length <= max) return new Mrkdwn(clipped)
    room = Math.min(room, kept.length)
  }
  return new Mrkdwn('…'.slice(0, max))
}

/** A mrkdwn object. `verbatim`: Slack is not to look for names, channels and addresses in it by itself. */
export const mrkdwnObject = (text: Inline, max: number): MrkdwnElement => {
  const { source } = clipMrkdwn(toMrkdwn(text), max)
  return { type: 'mrkdwn', text: isBlank(source) ? NO_TEXT : source, verbatim: true }
}
