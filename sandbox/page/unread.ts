import { useRef } from 'preact/hooks'
import type { State } from '../contract.ts'

/** How many messages of others came in each conversation since this person last had it open, or the page was opened. */
export function useUnread({ conversations, me, now }: State, open: string): Readonly<Record<string, number>> {
  const began = useRef(Date.parse(now) / 1000)
  const seen = useRef(new Map<string, number>())
  const newest = Number(conversations[open]?.at(-1)?.ts ?? 0)
  seen.current.set(`${me} ${open}`, Math.max(newest, began.current))
  return Object.fromEntries(
    Object.entries(conversations).map(([id, messages]) => {
      const since = seen.current.get(`${me} ${id}`) ?? began.current
      return [id, messages.filter(({ ts, user }) => Number(ts) > since && user !== me).length]
    }),
  )
}
