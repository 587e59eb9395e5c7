import { campaignCard } from '../src/slack/cards/campaign.ts'
import { pointsDoneWords } from '../src/slack/cards/points.ts'
import { said } from '../src/slack/replies/said.ts'
import { tickPoints } from '../src/usecases/points.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const point = command({
  name: 'point',
  usage: ['point <key> <n> <what was done>'],
  summary: 'Says what was done about a point that an approver asked for.',
  example: 'point winback 1 the holdout is left out of both sends',
  parse: (words) => ({
    key: words.key(),
    n: words.number('point'),
    words: words.restOr('Say what was done about it, for who approves.'),
  }),
  run: async ({ key, n, words }, act) => {
    const { after } = await tickPoints(act.deps, act.actor, refOf(act, key), [{ n, words }])
    return said(act, pointsDoneWords(after), after, (look) => campaignCard(after, look, 'private'))
  },
})
