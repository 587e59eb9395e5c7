import { delegated, delegationsShown, undelegated } from '../src/slack/replies/delegations.ts'
import type { Away } from '../src/usecases/delegations.ts'
import { command, type TypedAt } from './command.ts'
import { parseWhen } from './when.ts'
import type { Words } from './words.ts'

/** Who decides somebody's approvals while they are away; null shows what is set. */
export type DelegateTyped =
  | { readonly does: 'delegate'; readonly away: Away }
  | { readonly does: 'off' }
  | null

export const delegate = command<DelegateTyped>({
  name: 'delegate',
  usage: ['delegate @person [from:<when>] to:<when>', 'delegate off', 'delegate'],
  summary: 'Has somebody else decide your approvals while you are away; alone it shows who does.',
  example: 'delegate @mei from:tomorrow to:+7d',
  parse: readDelegate,
  run: (typed, act) => {
    if (typed === null) return delegationsShown(act)
    return typed.does === 'off' ? undelegated(act) : delegated(act, typed.away)
  },
})

function readDelegate(words: Words, at: TypedAt): DelegateTyped {
  if (words.empty) return null
  if (words.nextOf(['off'])) {
    words.end()
    return { does: 'off' }
  }
  const from = whenOf(words, 'from', at)
  // A last day is one that they are away on.
  const until = whenOf(words, 'to', at, '23:59')
  const to = words.person()
  words.end()
  if (to === null) throw words.refuse('Who decides for you?')
  if (until === null) throw words.refuse('Until when? Say it with `to:`.')
  return { does: 'delegate', away: { to, from, until } }
}

function whenOf(words: Words, name: string, { now, zone }: TypedAt, defaultTime?: string): Date | null {
  const typed = words.phrase(name)
  if (typed === null) return null
  return words.read(() => parseWhen(typed, now, zone, defaultTime ? { defaultTime } : {}))
}
