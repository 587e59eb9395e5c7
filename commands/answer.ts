import { parseKey, quote } from '../src/domain/key.ts'
import { said } from '../src/slack/said.ts'
import { answer as answerFollowUp } from '../src/usecases/follow-ups.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

interface Answer {
  readonly key: string
  readonly n: number
  readonly finding: string
}

export const answer = command<Answer>({
  name: 'answer',
  usage: ['answer <key>-<n> <finding>'],
  summary: 'Answers a follow-up; the finding goes to the thread it was asked in.',
  example: 'answer winback-3 Web lost the coupon field on 2 March; phone kept it',
  parse: readAnswer,
  run: async ({ key, n, finding }, act) => {
    const { after } = await answerFollowUp(act.deps, act.actor, refOf(act, key), n, finding)
    const question = after.followUps.find((each) => each.n === n)?.question ?? ''
    return said(act, `Answered \`${key}-${n}\`: ${question}\n${finding}`)
  },
})

function readAnswer(words: Words): Answer {
  const typed = words.next()
  if (typed === null) throw words.refuse('Which follow-up?')
  const [, key, n] = /^(.+)-#?([1-9]\d{0,5})$/.exec(typed) ?? []
  if (key === undefined) throw words.refuse(`"${quote(typed)}" is not a campaign's key and a number.`)
  return {
    key: words.read(() => parseKey(key)),
    n: Number(n),
    finding: words.restOr('Say what was found.'),
  }
}
