import { campaignWords } from '../src/domain/brief/words.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { waitsForWords } from '../src/slack/replies/waits-for.ts'
import { takeBack } from '../src/usecases/approvals.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const takeback = command({
  name: 'takeback',
  usage: ['takeback <key> [reason]'],
  summary: 'Takes your decision back, until the launch begins.',
  example: 'takeback winback the list is of last week',
  parse: (words) => ({ key: words.key(), words: words.restOrNull() }),
  run: async ({ key, words }, act) => {
    const { after } = await takeBack(act.deps, act.actor, refOf(act, key), { words })
    const next = await waitsForWords(act, after)
    return said(
      act,
      `Your decision of ${campaignWords(after.campaign)} is taken back.${next}`,
      after,
      (look) => campaignCard(after, look, 'private'),
    )
  },
})
