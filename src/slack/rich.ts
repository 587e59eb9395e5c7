import { type Piece, piecesOf, withPeople } from '../domain/text/tokens.ts'
import { bold, channelRef, code, dateToken, escapeMrkdwn, link, Mrkdwn, md } from './kit/mrkdwn.ts'

/** A person's name as plain text: nobody is pinged for reading matter. */
export type Names = (userId: string) => string

/**
 * Where a thing can be seen, by its name: the card of `winback`, its newest digest `winback:digest`, its follow-up
 * `winback-3`. Null where that is not known, or not for who looks.
 */
export type Links = (name: string) => string | null

export const NO_LINKS: Links = () => null

/**
 * Words with tokens as mrkdwn: names, channels, times in each reader's zone, bold and code; all else is escaped.
 * None of these pings anybody, so typed text may stand among the words.
 */
export function rich(words: string, names: Names, links: Links = NO_LINKS): Mrkdwn {
  return new Mrkdwn(
    piecesOf(words)
      .map((piece) => mrkdwnOf(piece, names, links).source)
      .join(''),
  )
}

/** The same as plain text, for places that take no markup; times in UTC. */
export function plain(words: string, names: Names): string {
  return piecesOf(words)
    .map((piece) => plainOf(piece, names))
    .join('')
}

function mrkdwnOf(piece: Piece, names: Names, links: Links): Mrkdwn {
  switch (piece.kind) {
    case 'text':
      return new Mrkdwn(escapeMrkdwn(piece.text))
    case 'person':
      return md`${names(piece.id)}`
    case 'channel':
      return channelRef(piece.id)
    case 'time':
      return dateToken(piece.at)
    case 'day':
      return dateToken(piece.at, '{date_long_pretty} {time}')
    case 'bold':
      return bold(piece.text)
    case 'campaign':
      return bold(linked(piece.text, links(piece.key)))
    case 'link':
      return toTool(piece.url, piece.text)
    case 'code':
      return code(withPeople(piece.text, names))
  }
}

/** What somebody typed, as a link where there is an address. */
export function linked(label: string, url: string | null): Mrkdwn {
  return url === null ? md`${label}` : link(url, label)
}

/** The way to another tool; one of our own network may have no https, and is shown as it is. */
export function toTool(url: string, label: string): Mrkdwn {
  return url.startsWith('https://') ? link(url, label) : md`${label} (${url})`
}

function plainOf(piece: Piece, names: Names): string {
  switch (piece.kind) {
    case 'person':
      return names(piece.id)
    case 'channel':
      return 'that channel'
    case 'time':
    case 'day':
      return `${piece.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
    case 'link':
      return `${piece.text} (${piece.url})`
    default:
      return withPeople(piece.text, names)
  }
}
