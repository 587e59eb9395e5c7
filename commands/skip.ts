import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { skipFailed } from '../src/usecases/steps.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const skip = command({
  name: 'skip',
  usage: ['skip <key> <n> <reason>'],
  summary: 'Goes on with a launch without a failed step; the reason stands on its card.',
  example: 'skip winback 1 the list was synced by hand',
  parse: (words) => ({ key: words.key(), n: words.number('step'), why: words.rest() }),
  run: async ({ key, n, why }, act) => {
    const { after } = await skipFailed(act.deps, act.actor, refOf(act, key), n, why)
    const line = `Step ${n} of \`${key}\` is skipped: ${why}`
    return said(act, line, after, (look) => campaignCard(after, look, 'private'))
  },
})
