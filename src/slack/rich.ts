import { bold, channelRef, code, dateToken, escapeMrkdwn, Mrkdwn, md } from './kit/mrkdwn.ts'

/** A person's name as plain text: nobody is pinged for reading matter. */
export type Names = (userId: string) => string

const TOKEN = /\{@([A-Za-z0-9]+)\}|\{#([A-Z0-9]+)\}|\{date:(\d{1,15})\}|\{b:([^{}]*)\}|`([^`\n]+)`/g

/**
 * Words of refusals and notices as mrkdwn: {@U1} a name, {#C1} a channel, {date:ms} a time in each reader's zone,
 * {b:…} bold, `…` code; all else is escaped. None of these pings anybody, so typed text may stand among the words.
 */
export function rich(words: string, names: Names): Mrkdwn {
  let source = ''
  let from = 0
  for (const match of words.matchAll(TOKEN)) {
    source += escaped(words.slice(from, match.index)) + tokenMrkdwn(match, names).source
    from = match.index + match[0].length
  }
  return new Mrkdwn(source + escaped(words.slice(from)))
}

/** Ids of the people that words speak of. */
export function peopleIn(words: string): string[] {
  return [...words.matchAll(/\{@([UW][A-Z0-9]+)\}/g)].map((match) => match[1] ?? '')
}

function escaped(text: string): string {
  return text === '' ? '' : escapeMrkdwn(text)
}

function tokenMrkdwn([, user, channel, date, strong, literal]: RegExpMatchArray, names: Names): Mrkdwn {
  if (user) return md`${names(user)}`
  if (channel) return channelRef(channel)
  if (date) return dateToken(new Date(Number(date)))
  return strong !== undefined ? bold(strong) : code(literal ?? '')
}
