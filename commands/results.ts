import { resultsNow, sqlNow } from '../src/slack/replies/readings.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

interface Asked {
  readonly key: string
  /** Which part of the SQL, from 1; without it, the results. */
  readonly sql?: number
}

export const results = command<Asked>({
  name: 'results',
  usage: ['results <key>', 'results <key> sql [part]'],
  summary: 'Asks the warehouse how a campaign does right now, or shows what it is asked; only you see it.',
  example: 'results winback',
  parse: read,
  run: async ({ key, sql }, act) => {
    const ref = refOf(act, key)
    return sql === undefined ? resultsNow(act, ref) : sqlNow(act, ref, sql)
  },
})

function read(words: Words): Asked {
  const key = words.key()
  const sql = words.nextOf(['sql']) ? (words.empty ? 1 : words.number('part')) : undefined
  words.end()
  return { key, ...(sql !== undefined && { sql }) }
}
