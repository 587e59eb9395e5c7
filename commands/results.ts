import { resultsNow, sqlSoon } from '../src/slack/replies/readings.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

interface Asked {
  readonly key: string
  /** The SQL instead of the results. */
  readonly sql?: true
}

export const results = command<Asked>({
  name: 'results',
  usage: ['results <key>', 'results <key> sql'],
  summary:
    'Asks the warehouse how a campaign does right now, or sends you what it is asked; only you see it.',
  example: 'results winback',
  parse: read,
  run: async ({ key, sql }, act) => {
    const ref = refOf(act, key)
    return sql ? sqlSoon(act, ref) : resultsNow(act, ref)
  },
})

function read(words: Words): Asked {
  const key = words.key()
  const sql = words.nextOf(['sql']) !== null
  words.end()
  return { key, ...(sql && { sql }) }
}
