import { readConfidence, readIdeas, readLink } from '../src/domain/follow-up/answer-values.ts'
import type { GivenAnswer } from '../src/domain/state/follow-ups.ts'
import { followUpCard } from '../src/slack/cards/follow-up.ts'
import { openAnswer } from '../src/slack/modals/small/answer.ts'
import { drawn } from '../src/slack/replies/said.ts'
import { answer as answerFollowUp } from '../src/usecases/follow-ups.ts'
import { readState } from '../src/usecases/reads/campaigns.ts'
import { command } from './command.ts'
import { type FollowUpName, readFollowUpName } from './item.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

interface Typed extends FollowUpName {
  /** Null: a form asks for it. */
  readonly answer: GivenAnswer | null
}

export const answer = command<Typed>({
  name: 'answer',
  usage: [
    'answer <key>-<n> <finding> [confidence:high|medium|low] [link:<https…>] [decision:<words>] [idea:<words>] …',
    'answer <key>-<n>',
  ],
  summary: 'Answers a follow-up in its thread: finding, confidence, link, decision, ideas.',
  example: 'answer winback-3 Web lost the coupon field decision:put it back idea:Try the coupon on tablets',
  parse: (words) => ({
    ...readFollowUpName(words),
    answer: words.empty ? null : readAnswer(words),
  }),
  run: async ({ key, n, answer }, act) => {
    if (answer === null) {
      const { campaign } = await readState(act.deps, act.actor, refOf(act, key))
      await openAnswer(act, { c: campaign.id, n })
      return null
    }
    const { after } = await answerFollowUp(act.deps, act.actor, refOf(act, key), n, answer)
    return drawn(act, after, (look) => followUpCard(after, n, look))
  },
})

function readAnswer(words: Words): GivenAnswer {
  const passages = words.passages(['confidence', 'link', 'decision', 'idea'])
  const of = (name: string) => passages.filter((each) => each.name === name).map(({ text }) => text)
  const one = (name: string): string | null => {
    const [text, again] = of(name)
    if (again !== undefined) throw words.refuse(`\`${name}:\` stands twice.`)
    return text ?? null
  }
  // These two are a word each: what follows it belongs to the finding again.
  const confidence = firstWord(one('confidence'))
  const link = firstWord(one('link'))
  const finding = [words.rest(), confidence?.rest, link?.rest].filter(Boolean).join(' ')
  if (!finding) throw words.refuse('Say what was found.')
  return {
    finding,
    confidence: confidence && words.read(() => readConfidence(confidence.word)),
    link: link && words.read(() => readLink(link.word)),
    decision: one('decision'),
    ideas: words.read(() => readIdeas(of('idea'))),
  }
}

function firstWord(text: string | null): { readonly word: string; readonly rest: string } | null {
  if (text === null) return null
  const [word = ''] = text.split(/\s/, 1)
  return { word, rest: text.slice(word.length).trim() }
}
