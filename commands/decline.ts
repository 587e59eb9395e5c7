import { nameWords } from '../src/domain/brief/words.ts'
import { token } from '../src/domain/text/tokens.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { decide } from '../src/usecases/approvals.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const decline = command({
  name: 'decline',
  usage: ['decline <key> <reason>'],
  summary: 'Declines a campaign that waits for you, with the reason.',
  example: 'decline winback the audience counts test accounts',
  parse: (words) => ({
    key: words.key(),
    words: words.restOr('Say why, so that it can be mended.'),
  }),
  run: async ({ key, words }, act) => {
    const { after } = await decide(act.deps, act.actor, refOf(act, key), { verdict: 'decline', words })
    const line = `You declined ${nameWords(after.campaign.brief)}: ${words}\nIt is preparing again, and ${token.person(after.request?.by ?? after.campaign.owner)} is told.`
    return said(act, line, after, (look) => campaignCard(after, look, 'private'))
  },
})
