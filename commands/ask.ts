import type { Step } from '../src/domain/terms.ts'
import { token } from '../src/domain/text/tokens.ts'
import { said } from '../src/slack/replies/said.ts'
import { ask as askFor } from '../src/usecases/follow-ups.ts'
import { command, type TypedAt } from './command.ts'
import { refOf } from './ref.ts'
import { DUE_TIME, readStep } from './task-words.ts'
import { parseWhen } from './when.ts'
import type { Words } from './words.ts'

interface Ask {
  readonly key: string
  readonly question: string
  readonly step: Step
  readonly assignee: string | null
  readonly dueAt: Date | null
}

export const ask = command<Ask>({
  name: 'ask',
  usage: ['ask <key> <question> [@analyst] [due:<when>] [step:collect|model|analyze]'],
  summary: 'Asks for an analysis; without an analyst it goes to the data partner.',
  example: 'ask winback Why does Web buy less than Phone? due:+2wd',
  parse: readAsk,
  run: async ({ key, ...question }, act) => {
    const asked = await askFor(act.deps, act.actor, refOf(act, key), { ...question, digestId: null })
    const { followUp } = asked
    const who = followUp.assignee ? `${token.person(followUp.assignee)} is told` : 'nobody is asked yet'
    const due = followUp.dueAt ? `, due ${token.day(followUp.dueAt)}` : ''
    return said(
      act,
      `Asked as \`${key}-${followUp.n}\` (${followUp.step}): ${followUp.question}\n${who}${due}.`,
    )
  },
})

function readAsk(words: Words, { now, zone }: TypedAt): Ask {
  const key = words.key()
  const due = words.phrase('due')
  const step = readStep(words) ?? 'analyze'
  const assignee = words.person()
  const dueAt = due === null ? null : words.read(() => parseWhen(due, now, zone, { defaultTime: DUE_TIME }))
  return { key, step, assignee, dueAt, question: words.restOr('Ask what?') }
}
