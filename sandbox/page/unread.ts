import { useRef } from 'preact/hooks'
import type { ShownMessage, State } from '../contract.ts'

interface Unread {
  /** By conversation, how many messages of others came since this person last had it open, or the page was opened. */
  readonly counts: Readonly<Record<string, number>>
  /** Up to which ts the open one had been read when it was opened, or when the clock was moved; null without anything new. */
  readonly readUntil: number | null
  /** What comes from here on is new, in the open conversation too. */
  readonly mark: () => void
}

/** Longer than most since what was read, where and by whom is one memory. */
export function useUnread({ conversations, me, now }: State, open: string): Unread {
  const began = useRef(Date.parse(now) / 1000)
  const read = useRef(new Map<string, number>())
  const line = useRef({ at: '', readUntil: null as number | null })
  const here = `${me} ${open}`
  const readIn = (id: string) => read.current.get(`${me} ${id}`) ?? began.current
  const since = (id: string, until: number) =>
    written(conversations[id]).filter(({ ts, user }) => Number(ts) > until && user !== me).length
  if (line.current.at !== here) {
    const until = readIn(open)
    line.current = { at: here, readUntil: since(open, until) > 0 ? until : null }
  }
  read.current.set(here, Math.max(newestOf(conversations[open]), began.current))
  return {
    counts: Object.fromEntries(Object.keys(conversations).map((id) => [id, since(id, readIn(id))])),
    readUntil: line.current.readUntil,
    mark: () => {
      line.current = { at: here, readUntil: newestOf(conversations[open]) }
    },
  }
}

/** Private lines answer what one has just done: they are never new. */
const written = (messages: readonly ShownMessage[] = []) => messages.filter(({ ephemeral }) => !ephemeral)

const newestOf = (messages?: readonly ShownMessage[]) => Number(written(messages).at(-1)?.ts ?? 0)
