import { peopleIn, token, withPeople } from '../../domain/text/tokens.ts'
import type { BotDeps } from '../context.ts'

/** People as a text input shows them, where Slack knows no mentions: `@Raj` for `{@U1}`, and back. */
export interface Handles {
  show(words: string): string
  read(typed: string): string
  /** As they can be typed. */
  readonly all: readonly string[]
}

/** Handles of these people, and of those that the words speak of. Two of one name go by their ids. */
export async function handlesOf(
  { people }: Pick<BotDeps, 'people'>,
  ids: readonly string[],
  words: string,
): Promise<Handles> {
  const everybody = [...new Set([...ids, ...peopleIn(words)])]
  const names = await people.names(everybody)
  const named = everybody.map((id) => ({ id, name: names(id).replace(/\s+/g, ' ').trim() }))
  const unique = ({ name }: { name: string }) => named.filter((each) => same(each.name, name)).length === 1
  const handles = named.map((each) => ({ id: each.id, handle: `@${unique(each) ? each.name : each.id}` }))
  const longestFirst = [...handles].sort((a, b) => b.handle.length - a.handle.length)
  const byId = new Map(handles.map(({ id, handle }) => [id, handle]))
  return {
    show: (text) => withPeople(text, (id) => byId.get(id)),
    read: (typed) =>
      typed
        .split(/(?<![\p{L}\p{N}._-])(?=@)/u)
        .map((part) => withToken(part, longestFirst))
        .join(''),
    all: handles.map(({ handle }) => handle),
  }
}

/** Text that begins with @: the longest handle it begins with becomes a token, where no letter goes on behind it. */
function withToken(part: string, handles: readonly { id: string; handle: string }[]): string {
  const found = handles.find(
    ({ handle }) =>
      same(part.slice(0, handle.length), handle) && !/^[\p{L}\p{N}]/u.test(part.slice(handle.length)),
  )
  return found ? `${token.person(found.id)}${part.slice(found.handle.length)}` : part
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
