import type { Seen } from './diagnosis.ts'

/** What is a minute off acts in the wrong minute; requests of Slack's that seem 5 minutes old are refused. */
const MOST_MS = 30_000

/** A clock that is ahead of this machine's by `ms`, or behind where that is negative. */
export function clockSeen(whose: string, ms: number): Seen {
  const off = Math.abs(ms)
  if (off < MOST_MS) return { is: 'well', saw: `${whose} has the same time` }
  const side = ms > 0 ? 'behind' : 'ahead of'
  const many = off < 120_000 ? `${Math.round(off / 1_000)} s` : `${Math.round(off / 60_000)} minutes`
  const todo = 'Have the time set by NTP: a request of Slack counts for 5 minutes.'
  return { is: 'wrong', saw: `this machine is ${many} ${side} ${whose}`, todo }
}

/** By how many milliseconds a clock is ahead of ours, which is asked before and after it. */
export async function offsetOf(now: () => Date, ask: () => Promise<number>): Promise<number> {
  const from = now().getTime()
  const theirs = await ask()
  return theirs - (from + now().getTime()) / 2
}
