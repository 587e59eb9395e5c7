import { rehearsalNow } from '../src/slack/replies/rehearsals.ts'
import { command, type TypedAt } from './command.ts'
import { refOf } from './ref.ts'
import { parseWhen } from './when.ts'
import type { Words } from './words.ts'

interface Asked {
  readonly key: string
  /** Null: the time that is set, else now. */
  readonly at: Date | null
}

export const rehearse = command<Asked>({
  name: 'rehearse',
  usage: ['rehearse <key> [at:<when>]'],
  summary:
    'Shows what a launch would do, what is in its way and the digest after it; sends nothing. Only you see it.',
  example: 'rehearse winback',
  parse: read,
  run: ({ key, at }, act) => rehearsalNow(act, refOf(act, key), at),
})

function read(words: Words, { now, zone }: TypedAt): Asked {
  const key = words.key()
  const typed = words.phrase('at')
  const at = typed === null ? null : words.read(() => parseWhen(typed, now, zone))
  words.end()
  return { key, at }
}
