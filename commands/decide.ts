import { CHOICES, type Chosen } from '../src/domain/state/choices.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
import { choiceCard } from '../src/slack/cards/choice.ts'
import { chosenAnswer } from '../src/slack/replies/chosen.ts'
import { drawn } from '../src/slack/replies/said.ts'
import { choose } from '../src/usecases/choices.ts'
import { readState } from '../src/usecases/reads/campaigns.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

interface Decide {
  readonly key: string
  /** Null: the verdict that waits is shown, with its buttons. */
  readonly choice: { readonly chosen: Chosen; readonly words: string | null } | null
}

export const decide = command<Decide>({
  name: 'decide',
  usage: ['decide <key> ship|keep|stop <words>', 'decide <key>'],
  summary:
    'Decides what a verdict asks for: ship it, keep it running, or stop; against the verdict with a reason.',
  example: 'decide winback ship to everybody from Monday on',
  parse: (words) => ({ key: words.key(), choice: words.empty ? null : readChoice(words) }),
  run: async ({ key, choice }, act) => {
    const ref = refOf(act, key)
    if (choice === null) {
      const state = await readState(act.deps, act.actor, ref)
      return drawn(act, state, (look) => choiceCard(state, null, look))
    }
    const { after } = await choose(act.deps, act.actor, ref, { ...choice, n: null })
    return chosenAnswer(act, after)
  },
})

function readChoice(words: Words): NonNullable<Decide['choice']> {
  const chosen = words.nextOf(CHOICES)
  if (chosen === null) {
    const typed = words.next() ?? ''
    throw words.refuse(`Ship it, keep it running, or stop? Write ship, keep or stop, not ${quoted(typed)}.`)
  }
  return { chosen, words: words.restOrNull() }
}
