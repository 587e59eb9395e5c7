import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { confirmArrived } from '../src/usecases/steps.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'
import { keyAndStep } from './step-of.ts'

export const arrived = command({
  name: 'arrived',
  usage: ['arrived <key> <n>'],
  summary: 'Says that a step arrived of which its tool can’t tell: you looked.',
  example: 'arrived winback 1',
  parse: keyAndStep,
  run: async ({ key, n }, act) => {
    const { after } = await confirmArrived(act.deps, act.actor, refOf(act, key), n)
    const line = `Step ${n} of \`${key}\` counts as done.`
    return said(act, line, after, (look) => campaignCard(after, look, 'private'))
  },
})
