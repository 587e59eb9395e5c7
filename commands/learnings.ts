import { withinLength } from '../src/domain/text/typed-value.ts'
import { learningList } from '../src/slack/replies/lists.ts'
import { command } from './command.ts'

const LONGEST = 300

export const learnings = command({
  name: 'learnings',
  usage: ['learnings [words]'],
  summary:
    'Finds what any campaign has learned: answers, decisions, ideas, conclusions; without words the newest.',
  example: 'learnings coupon "free delivery"',
  parse: (words) => ({
    query: words.read(() => withinLength('search', words.restPlain().replace(/\s+/g, ' '), LONGEST)),
  }),
  run: ({ query }, act) => learningList(act, query, 1),
})
