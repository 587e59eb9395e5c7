import type { Conclusion } from '../src/domain/state/campaign.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { openConclude } from '../src/slack/modals/conclude.ts'
import { concludedWords } from '../src/slack/modals/done-words.ts'
import { said } from '../src/slack/replies/said.ts'
import { conclude as concludeCampaign } from '../src/usecases/lifecycle.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

interface Conclude {
  readonly key: string
  /** Null: a form asks the three questions. */
  readonly conclusion: Conclusion | null
}

export const conclude = command<Conclude>({
  name: 'conclude',
  usage: ['conclude <key>', 'conclude <key> yes|no|unclear good|bad|neutral <words>'],
  summary: 'Ends a campaign: outcome reached, growth, what was learned.',
  example: 'conclude winback yes good E-mail brings lapsed customers back; next we try it on new ones',
  parse: (words) => ({ key: words.key(), conclusion: words.empty ? null : readConclusion(words) }),
  run: async ({ key, conclusion }, act) => {
    const ref = refOf(act, key)
    if (conclusion === null) {
      await openConclude(act, ref)
      return null
    }
    const { after } = await concludeCampaign(act.deps, act.actor, ref, conclusion)
    return said(act, concludedWords(after), after, (look) => campaignCard(after, look, 'private'))
  },
})

function readConclusion(words: Words): Conclusion {
  const reached = oneOf(words, 'Was the desired outcome reached', ['yes', 'no', 'unclear'] as const)
  const growth = oneOf(words, 'How was measurable growth', ['good', 'bad', 'neutral'] as const)
  return { reached, growth, learned: words.restOr('Say what was learned, for those who come after.') }
}

function oneOf<T extends string>(words: Words, question: string, choices: readonly T[]): T {
  const found = words.nextOf(choices)
  if (found) return found
  const typed = words.next()
  const seen = typed === null ? '' : `, not ${quoted(typed)}`
  throw words.refuse(`${question}? Write ${choices.join(', ').replace(/, (?=\w+$)/, ' or ')}${seen}.`)
}
