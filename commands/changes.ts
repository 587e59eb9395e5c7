import { nameWords } from '../src/domain/brief/words.ts'
import { token } from '../src/domain/text/tokens.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { decide } from '../src/usecases/approvals.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const changes = command({
  name: 'changes',
  usage: ['changes <key> <what to change>'],
  summary: 'Requests changes of a campaign that waits for you; each line is a point.',
  example: 'changes winback leave the holdout out of every send',
  parse: (words) => ({
    key: words.key(),
    words: words.restOr('Say what is to be changed, a line each.'),
  }),
  run: async ({ key, words }, act) => {
    const { after } = await decide(act.deps, act.actor, refOf(act, key), { verdict: 'changes', words })
    const { campaign, request } = after
    const line = `You asked for changes of ${nameWords(campaign.brief)}. It is preparing again, and ${token.person(request?.by ?? campaign.owner)} says what was done about each.`
    return said(act, line, after, (look) => campaignCard(after, look, 'private'))
  },
})
