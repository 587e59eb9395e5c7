import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { confirmManual } from '../src/usecases/steps.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'
import { keyAndStep } from './step-of.ts'

export const confirm = command({
  name: 'confirm',
  usage: ['confirm <key> <n>'],
  summary: 'Confirms that a launch step that waits for you is done; the launch goes on.',
  example: 'confirm winback 2',
  parse: keyAndStep,
  run: async ({ key, n }, act) => {
    const { after } = await confirmManual(act.deps, act.actor, refOf(act, key), n)
    return said(act, `Step ${n} of \`${key}\` is done.`, after, (look) =>
      campaignCard(after, look, 'private'),
    )
  },
})
