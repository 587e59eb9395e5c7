import { type Guess, parseGuess } from '../src/domain/growth/guess.ts'
import { predictedWords } from '../src/slack/modals/done-words.ts'
import { withPredictButton } from '../src/slack/replies/predict-button.ts'
import { said as answered } from '../src/slack/replies/said.ts'
import { submittedWords, waitsAlreadyWords } from '../src/slack/replies/waits-for.ts'
import { submit as submitCampaign } from '../src/usecases/approvals.ts'
import { command } from './command.ts'
import { keyAlone } from './key-alone.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

export const submit = command<Submit>({
  name: 'submit',
  usage: ['submit <key> [predict:<lift>]'],
  summary: 'Asks for approval; says what is still open where it is too early.',
  example: 'submit winback predict:+3%..+12%',
  parse: readSubmit,
  run: async ({ key, guess }, act) => {
    const { after, events } = await submitCampaign(act.deps, act.actor, refOf(act, key), guess)
    const predicted = guess ? `\n${predictedWords(after, act.actor.userId)}` : ''
    const isNew = events.some(({ kind }) => kind === 'submitted')
    const said = isNew ? await submittedWords(act, after) : await waitsAlreadyWords(act, after)
    const words = `${said}${predicted}`
    // Not a copy of the card: the one in the channel says who it waits for, also tomorrow.
    return withPredictButton(act, after.campaign, await answered(act, words, after))
  },
})

interface Submit {
  readonly key: string
  /** What the one who submits it expects. */
  readonly guess: Guess | null
}

function readSubmit(words: Words): Submit {
  const typed = words.phrase('predict')
  const { key } = keyAlone(words)
  return { key, guess: typed === null ? null : words.read(() => parseGuess(typed)) }
}
