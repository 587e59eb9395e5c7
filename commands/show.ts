import { campaignCard } from '../src/slack/cards/campaign.ts'
import { drawn } from '../src/slack/replies/said.ts'
import { readState } from '../src/usecases/reads/campaigns.ts'
import { command } from './command.ts'
import { keyAlone } from './key-alone.ts'
import { refOf } from './ref.ts'

export const show = command({
  name: 'show',
  usage: ['show <key>'],
  summary: 'Shows where a campaign stands: readiness, approval, launch and who holds what.',
  example: 'show winback',
  parse: keyAlone,
  run: async ({ key }, act) => {
    const state = await readState(act.deps, act.actor, refOf(act, key))
    return drawn(act, state, (look) => campaignCard(state, look, 'private'))
  },
})
