import { resultsMessage } from '../src/slack/cards/results.ts'
import { sqlMessage } from '../src/slack/cards/sql.ts'
import { drawn } from '../src/slack/replies/said.ts'
import { readState } from '../src/usecases/reads/campaigns.ts'
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
    const state = await readState(act.deps, act.actor, refOf(act, key))
    if (sql !== undefined) return sqlMessage(act.deps.readingSql(state), sql, state)
    const reading = await act.deps.readCampaign(state)
    const { readout, headline } = reading
    return drawn(act, [state, reading], (look) => resultsMessage(readout, headline, state, look))
  },
})

function read(words: Words): Asked {
  const key = words.key()
  const sql = words.nextOf(['sql']) ? (words.empty ? 1 : words.number('part')) : undefined
  words.end()
  return { key, ...(sql !== undefined && { sql }) }
}
