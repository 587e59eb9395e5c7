import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { letGoOn } from '../src/usecases/stages.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const goOn = command({
  name: 'go-on',
  usage: ['go-on <key> <n> [reason]'],
  summary: 'Lets a held step go on; with a reason where it was approved otherwise.',
  example: 'go-on winback 3 the split was mended',
  parse: (words) => ({ key: words.key(), n: words.number('step'), why: words.rest() }),
  run: async ({ key, n, why }, act) => {
    const { after } = await letGoOn(act.deps, act.actor, refOf(act, key), n, why)
    return said(act, `Step ${n} of \`${key}\` goes on.`, after, (look) =>
      campaignCard(after, look, 'private'),
    )
  },
})
