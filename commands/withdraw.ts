import { nameWords } from '../src/domain/brief/words.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { withdraw as withdrawRequest } from '../src/usecases/approvals.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const withdraw = command({
  name: 'withdraw',
  usage: ['withdraw <key> [words]'],
  summary: 'Takes a request, or an approval that was given, back.',
  example: 'withdraw winback the audience changes tomorrow',
  parse: (words) => ({ key: words.key(), words: words.restOrNull() }),
  run: async ({ key, words }, act) => {
    const { after } = await withdrawRequest(act.deps, act.actor, refOf(act, key), words)
    const line = `${nameWords(after.campaign.brief)} is withdrawn and preparing again.`
    return said(act, line, after, (look) => campaignCard(after, look, 'private'))
  },
})
