/**
 * Words that are kept or thrown are plain text with tokens in it, which the surface fills in
 * ([why](../../../docs/decisions/0004-words-with-tokens.md)). This file alone knows what they look like.
 */
export const token = {
  /** `{@U1}`: a person's name. */
  person: (id: string): string => `{@${id}}`,
  /** `{#C1}`: a channel. */
  channel: (id: string): string => `{#${id}}`,
  /** `{date:ms}`: a time in each reader's zone; a number is milliseconds since 1970. */
  time: (at: Date | number): string => `{date:${Number(at)}}`,
  /** `{day:ms}`: the same with its weekday, for a time that was read out of words. */
  day: (at: Date | number): string => `{day:${Number(at)}}`,
  /** `{b:…}`: bold; braces would end the token. */
  bold: (text: string): string => `{b:${withoutBraces(text)}}`,
  /** `{a:https://…|label}`: an address of another tool, behind its label. */
  link: (url: string, label: string): string =>
    `{a:${url.replace(/[\s{}|]/g, encodeURIComponent)}|${withoutBraces(label)}}`,
  /** `{c:winback|…}`: the name of a campaign, which leads to its card where that can be. */
  campaign: (key: string, name: string): string => `{c:${key}|${withoutBraces(name)}}`,
} as const

function withoutBraces(text: string): string {
  return text.replaceAll('{', '(').replaceAll('}', ')')
}

/** A piece of words as they are read; `text` of words between backticks is code. */
export type Piece =
  | { readonly kind: 'text' | 'bold' | 'code'; readonly text: string }
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'campaign'; readonly key: string; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly text: string }
  | { readonly kind: 'time' | 'day'; readonly at: Date }

const TOKEN =
  /\{@([A-Za-z0-9]+)\}|\{#([A-Z0-9]+)\}|\{(date|day):(\d{1,15})\}|\{b:([^{}]*)\}|`([^`\n]+)`|\{c:([a-z0-9-]+)\|([^{}]*)\}|\{a:([^\s{}|]+)\|([^{}]*)\}/g
/** A campaign that words name. */
const CAMPAIGN = /\{c:([a-z0-9-]+)\|/g
/** Somebody whom Slack knows, who may stand in code too: not Stairway itself. */
const PERSON = /\{@([UW][A-Z0-9]+)\}/g

/** Words in pieces, in their order. What is no token is text, whatever braces it has. */
export function piecesOf(words: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of words.matchAll(TOKEN)) {
    if (match.index > from) pieces.push({ kind: 'text', text: words.slice(from, match.index) })
    pieces.push(pieceOf(match))
    from = match.index + match[0].length
  }
  if (from < words.length) pieces.push({ kind: 'text', text: words.slice(from) })
  return pieces
}

function pieceOf(match: RegExpMatchArray): Piece {
  const [, person, channel, named, ms, bold, code, key, name = '', url, label = ''] = match
  if (url) return { kind: 'link', url, text: label }
  if (key) return { kind: 'campaign', key, text: name }
  if (person) return { kind: 'person', id: person }
  if (channel) return { kind: 'channel', id: channel }
  if (ms) return { kind: named === 'day' ? 'day' : 'time', at: new Date(Number(ms)) }
  return bold === undefined ? { kind: 'code', text: code ?? '' } : { kind: 'bold', text: bold }
}

/** Ids of the people that words speak of. */
export function peopleIn(words: string): string[] {
  // Nearly all text that is looked through has none.
  return words.includes('{@') ? [...words.matchAll(PERSON)].map(([, id = '']) => id) : []
}

/** Keys of the campaigns that words name. */
export function campaignsIn(words: string): string[] {
  return words.includes('{c:') ? [...words.matchAll(CAMPAIGN)].map(([, key = '']) => key) : []
}

/** Words with their people shown as text; without a text a person stays a token. */
export function withPeople(words: string, shown: (id: string) => string | undefined): string {
  return words.replace(PERSON, (person, id: string) => shown(id) ?? person)
}
