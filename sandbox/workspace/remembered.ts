import type { Answer, Args } from './types.ts'

/** Calls a method as the bot, or as a person. */
export type CallMethod = (method: string, args: Args, as?: string) => Promise<Answer>

interface Remembered {
  readonly call: CallMethod
  /** Something has changed without a call. */
  forget(): void
}

const NEVER = /^$/

/** The methods that only read, and those after which they may answer otherwise. */
const READS: ReadonlyMap<string, RegExp> = new Map([
  ['users.list', NEVER],
  ['conversations.info', /^conversations\./],
  ['conversations.list', /^conversations\./],
  ['conversations.history', /./],
  ['conversations.replies', /./],
])

export const onlyReads = (method: string): boolean => READS.has(method)

/** The same is read over and over while nothing changes: it is asked for once. */
export function remembered(ask: CallMethod): Remembered {
  const known = new Map<string, { readonly until: RegExp; readonly answer: Promise<Answer> }>()
  const forget = (method: string) => {
    for (const [key, { until }] of known) if (until.test(method)) known.delete(key)
  }
  const read = (until: RegExp, ...[method, args, as]: Parameters<CallMethod>) => {
    const key = JSON.stringify([method, args, as])
    const answer = known.get(key)?.answer ?? ask(method, args, as)
    known.set(key, { until, answer })
    answer.catch(() => known.delete(key)) // whoever asks next asks anew
    return answer
  }
  // What is read meanwhile may be from before or after.
  const write: CallMethod = (method, args, as) => {
    forget(method)
    return ask(method, args, as).finally(() => forget(method))
  }
  return {
    call: (method, args, as) => {
      const until = READS.get(method)
      return until ? read(until, method, args, as) : write(method, args, as)
    },
    forget: () => known.clear(),
  }
}
