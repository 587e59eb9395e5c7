import { type Guess, parseGuess } from '../src/domain/growth/guess.ts'
import { predictedWords } from '../src/slack/modals/done-words.ts'
import { openPredict } from '../src/slack/modals/small/predict.ts'
import { said } from '../src/slack/replies/said.ts'
import { predict as predictLift } from '../src/usecases/predictions.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

interface Predict {
  readonly key: string
  /** Null: a form asks for it. */
  readonly guess: Guess | null
}

export const predict = command<Predict>({
  name: 'predict',
  usage: ['predict <key>', 'predict <key> <lift> [<low>..<high>]'],
  summary: 'Says what owner and data partner expect; sealed until the conclusion scores it.',
  example: 'predict winback +8% +3%..+12%',
  parse: (words) => {
    const key = words.key()
    if (words.empty) return { key, guess: null }
    const typed = words.restPlain()
    return { key, guess: words.read(() => parseGuess(typed)) }
  },
  run: async ({ key, guess }, act) => {
    const ref = refOf(act, key)
    if (guess === null) {
      await openPredict(act, ref)
      return null
    }
    const { after } = await predictLift(act.deps, act.actor, ref, guess)
    return said(act, predictedWords(after, act.actor.userId))
  },
})
