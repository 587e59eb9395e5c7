import { Refusal } from '../src/refusal.ts'
import { suggestionsMessage } from '../src/slack/cards/suggestions.ts'
import { drawn, said } from '../src/slack/replies/said.ts'
import { acceptSuggestion, dismissSuggestion } from '../src/usecases/follow-ups.ts'
import { readNewestDigest } from '../src/usecases/reads/digests.ts'
import { command, type TypedAct } from './command.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

const VERBS = ['ask', 'not-needed'] as const

interface Suggestion {
  readonly key: string
  /** Null: all of them are shown. */
  readonly what: { readonly n: number; readonly verb: (typeof VERBS)[number] } | null
}

export const suggestion = command<Suggestion>({
  name: 'suggestion',
  usage: ['suggestion <key>', 'suggestion <key> <n> ask|not-needed'],
  summary:
    'Shows what the newest digest suggests to ask; asks the data partner one of it, or says it is not needed.',
  example: 'suggestion winback 1 ask',
  parse: (words) => ({ key: words.key(), what: words.empty ? null : readWhat(words) }),
  run: ({ key, what }, act) => (what ? decided(act, key, what) : shown(act, key)),
})

function readWhat(words: Words): NonNullable<Suggestion['what']> {
  const n = words.number('suggestion')
  const verb = words.nextOf(VERBS)
  if (verb === null) throw words.refuse('Ask it, or is it not needed?')
  words.end()
  return { n, verb }
}

async function shown(act: TypedAct, key: string) {
  const { state, digest } = await readNewestDigest(act.deps, act.actor, refOf(act, key))
  return drawn(act, [state, digest], (look) => suggestionsMessage(digest, state, look))
}

async function decided(act: TypedAct, key: string, { n, verb }: NonNullable<Suggestion['what']>) {
  const { digest } = await readNewestDigest(act.deps, act.actor, refOf(act, key))
  const code = digest?.suggestions[n - 1]?.code
  if (!digest || code === undefined)
    throw new Refusal(
      'unknown',
      `Nothing is suggested as number ${n}. \`/campaign suggestion ${key}\` shows what is.`,
    )
  if (verb === 'not-needed') {
    await dismissSuggestion(act.deps, act.actor, digest.id, code)
    return said(act, `Suggestion ${n} of \`${key}\` is not needed; its digest says so.`)
  }
  const { followUp } = await acceptSuggestion(act.deps, act.actor, digest.id, code)
  return said(act, `Asked as \`${key}-${followUp.n}\`: ${followUp.question}`)
}
