import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { retrySend } from '../src/usecases/launches.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'
import { keyAndStep } from './step-of.ts'

export const sendAgain = command({
  name: 'send-again',
  usage: ['send-again <key> <n>'],
  summary: 'Sends a launch step that failed once more; nothing after it goes out before that.',
  example: 'send-again winback 1',
  parse: keyAndStep,
  run: async ({ key, n }, act) => {
    const { after } = await retrySend(act.deps, act.actor, refOf(act, key), n)
    const line = `Step ${n} of \`${key}\` is being sent again.`
    return said(act, line, after, (look) => campaignCard(after, look, 'private'))
  },
})
