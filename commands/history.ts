import { HISTORY_PAGE, historyMessage } from '../src/slack/cards/history.ts'
import { drawn } from '../src/slack/replies/said.ts'
import { readHistory } from '../src/usecases/reads/campaigns.ts'
import { command } from './command.ts'
import { keyAlone } from './key-alone.ts'
import { refOf } from './ref.ts'

export const history = command({
  name: 'history',
  usage: ['history <key>'],
  summary: 'Shows what happened to a campaign: who, when, from where, what changed.',
  example: 'history winback',
  parse: keyAlone,
  run: async ({ key }, act) => {
    const read = await readHistory(act.deps, act.actor, refOf(act, key), 1, HISTORY_PAGE)
    return drawn(act, read, (look) => historyMessage(read.campaign, read.events, read, look))
  },
})
