import { findFollowUp } from '../src/domain/follow-up/follow-up.ts'
import { nearest } from '../src/domain/text/nearest.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
import { followUpCard } from '../src/slack/cards/follow-up.ts'
import { acceptedWords, followUpDeclinedWords, reassignedWords } from '../src/slack/modals/done-words.ts'
import { drawn, said } from '../src/slack/replies/said.ts'
import { acceptFollowUp, declineFollowUp, reassignFollowUp } from '../src/usecases/follow-ups.ts'
import { readState } from '../src/usecases/reads/campaigns.ts'
import { command, type TypedAct } from './command.ts'
import { type FollowUpName, readFollowUpName } from './item.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

const VERBS = ['accept', 'reassign', 'decline'] as const

type What =
  | { readonly verb: 'show' | 'accept' }
  | { readonly verb: 'reassign'; readonly to: string; readonly words: string | null }
  | { readonly verb: 'decline'; readonly reason: string }

type Typed = FollowUpName & { readonly what: What }

export const followup = command<Typed>({
  name: 'followup',
  usage: [
    'followup <key>-<n>',
    'followup <key>-<n> accept',
    'followup <key>-<n> reassign @person [why]',
    'followup <key>-<n> decline <reason>',
  ],
  summary: 'Shows one follow-up; accepts it, hands it on, or declines it with the reason.',
  example: 'followup winback-3 decline the web events are gone since March',
  parse: (words) => ({ ...readFollowUpName(words), what: readWhat(words) }),
  run: (typed, act) => done(act, typed),
})

function readWhat(words: Words): What {
  if (words.empty) return { verb: 'show' }
  const verb = words.nextOf(VERBS)
  if (verb === 'decline') return { verb, reason: words.restOr('Say why, so that nobody need ask.') }
  if (verb === 'accept') {
    words.end()
    return { verb }
  }
  if (verb === null) throw unknownVerb(words)
  const to = words.person()
  if (to === null) throw words.refuse('To whom? Name them with @.')
  return { verb, to, words: words.restOrNull() }
}

function unknownVerb(words: Words) {
  const typed = words.next() ?? ''
  const near = nearest(typed, VERBS)
  return words.refuse(
    `${quoted(typed)} is nothing that can be done with it.${near ? ` Did you mean ${near}?` : ''}`,
  )
}

async function done(act: TypedAct, { key, n, what }: Typed) {
  const ref = refOf(act, key)
  switch (what.verb) {
    case 'show': {
      const state = await readState(act.deps, act.actor, ref)
      findFollowUp(state, n)
      return drawn(act, state, (look) => followUpCard(state, n, look))
    }
    case 'accept':
      return said(act, acceptedWords((await acceptFollowUp(act.deps, act.actor, ref, n)).after, n))
    case 'reassign': {
      const { after } = await reassignFollowUp(act.deps, act.actor, ref, {
        n,
        to: what.to,
        words: what.words,
      })
      return said(act, reassignedWords(after, n))
    }
    case 'decline': {
      const { after } = await declineFollowUp(act.deps, act.actor, ref, n, what.reason)
      return said(act, followUpDeclinedWords(after, n))
    }
  }
}
