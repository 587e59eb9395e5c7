import { type Piece, piecesOf, withPeople } from '../domain/text/tokens.ts'
import { bold, channelRef, code, dateToken, escapeMrkdwn, Mrkdwn, md } from './kit/mrkdwn.ts'

/** A person's name as plain text: nobody is pinged for reading matter. */
export type Names = (userId: string) => string

/**
 * Words with tokens as mrkdwn: names, channels, times in each reader's zone, bold and code; all else is escaped.
 * None of these pings anybody, so typed text may stand among the words.
 */
export function rich(words: string, names: Names): Mrkdwn {
  return new Mrkdwn(
    piecesOf(words)
      .map((piece) => mrkdwnOf(piece, names).source)
      .join(''),
  )
}

/** The same as plain text, for places that take no markup; times in UTC. */
export function plain(words: string, names: Names): string {
  return piecesOf(words)
    .map((piece) => plainOf(piece, names))
    .join('')
}

function mrkdwnOf(piece: Piece, names: Names): Mrkdwn {
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
    case 'code':
      return code(withPeople(piece.text, names))
  }
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
    default:
      return withPeople(piece.text, names)
  }
}
