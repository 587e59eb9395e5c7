import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { retrySend } from '../src/usecases/steps.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const sendAgain = command({
  name: 'send-again',
  usage: ['send-again <key> <n> [new]'],
  summary: 'Sends a failed step once more; with new as another send.',
  example: 'send-again winback 1',
  parse: (words) => {
    const key = words.key()
    const n = words.number('step')
    const anew = words.nextOf(['new'] as const) !== null
    words.end()
    return { key, n, anew }
  },
  run: async ({ key, n, anew }, act) => {
    const { after } = await retrySend(act.deps, act.actor, refOf(act, key), n, anew)
    const line = `Step ${n} of \`${key}\` is being sent again.`
    return said(act, line, after, (look) => campaignCard(after, look, 'private'))
  },
})
