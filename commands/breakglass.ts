import { nameWords } from '../src/domain/brief/words.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { breakGlass } from '../src/usecases/glass.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const breakglass = command({
  name: 'breakglass',
  usage: ['breakglass <key> <reason>'],
  summary: 'Approves alone in an emergency, where its policy names you; all are told.',
  example: 'breakglass winback the wrong price is live and the mail corrects it',
  parse: (words) => ({
    key: words.key(),
    words: words.restOr("Say what can't wait: everybody reads it, for good."),
  }),
  run: async ({ key, words }, act) => {
    const { after } = await breakGlass(act.deps, act.actor, refOf(act, key), { words })
    const line = `You approved ${nameWords(after.campaign.brief)} alone. Everybody is told; it can be launched: \`/campaign launch ${key}\``
    return said(act, line, after, (look) => campaignCard(after, look, 'private'))
  },
})
