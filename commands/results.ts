import { resultsMessage } from '../src/slack/cards/results.ts'
import { drawn } from '../src/slack/said.ts'
import { readState } from '../src/usecases/reads.ts'
import { command } from './command.ts'
import { keyAlone } from './key-alone.ts'
import { refOf } from './ref.ts'

export const results = command({
  name: 'results',
  usage: ['results <key>'],
  summary: 'Asks the warehouse how a campaign does right now; only you see the answer.',
  example: 'results winback',
  parse: keyAlone,
  run: async ({ key }, act) => {
    const state = await readState(act.deps, refOf(act, key))
    const reading = await act.deps.readCampaign(state)
    const { readout, headline } = reading
    return drawn(act, [state, reading], (look) => resultsMessage(readout, headline, state, look))
  },
})
