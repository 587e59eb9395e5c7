import type { BriefPatch } from '../src/domain/brief/brief.ts'
import { parseBaseline } from '../src/domain/brief/metric-values.ts'
import { planForm } from '../src/domain/brief/plan-values.ts'
import { stagesForm } from '../src/domain/brief/stages.ts'
import { fieldForm, parseBriefValue, TEXT_FIELDS } from '../src/domain/brief/values.ts'
import { nearest } from '../src/domain/text/nearest.ts'
import { token } from '../src/domain/text/tokens.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
import { isBlank } from '../src/domain/text/visible.ts'
import { openBrief } from '../src/slack/modals/brief/brief.ts'
import { briefChangedWords } from '../src/slack/modals/done-words.ts'
import { briefSaid } from '../src/slack/replies/brief.ts'
import { editBrief, setBaseline } from '../src/usecases/campaigns.ts'
import { command, type TypedAt } from './command.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

interface Edit {
  readonly key: string
  /** Null: a form shows all fields. */
  readonly patch: BriefPatch | null
  /** What the goal is without anything new, where that is what is said; null takes it back. */
  readonly baseline?: number | null
}

const FIELDS = [...TEXT_FIELDS, 'partner', 'channel', 'baseline'] as const
const NOBODY = ['none', 'nobody'] as const

export const brief = command<Edit>({
  name: 'brief',
  usage: [
    'brief <key>',
    'brief <key> name|hypothesis|outcome|baseline|audience|arms|horizon|guardrails|partner|channel|plan|exposures <value>',
  ],
  summary: 'Says what a campaign is for and how it is measured; without a field it opens a form.',
  example: 'brief winback outcome purchase up 8% also visit',
  more: ({ targets }) => `${token.bold('Launch plan')}  ${planForm(targets)} ${stagesForm('@mei')}`,
  parse: readEdit,
  run: async ({ key, patch, baseline }, act) => {
    const ref = refOf(act, key)
    if (patch === null && baseline === undefined) {
      await openBrief(act, ref)
      return null
    }
    const changed = await (baseline === undefined
      ? editBrief(act.deps, act.actor, ref, patch ?? {})
      : setBaseline(act.deps, act.actor, ref, baseline))
    return briefSaid(act, briefChangedWords(changed), changed.after)
  },
})

function readEdit(words: Words, at: TypedAt): Edit {
  const key = words.key()
  if (words.empty) return { key, patch: null }
  const field = words.nextOf(FIELDS)
  if (field === null) throw unknownField(words)
  const value = words.for([`brief <key> ${field} <value>`])
  if (field === 'baseline') return { key, patch: null, baseline: readBaseline(value) }
  return { key, patch: readPatch(field, value, at) }
}

type Patched = Exclude<(typeof FIELDS)[number], 'baseline'>

function readPatch(field: Patched, words: Words, { catalog }: TypedAt): BriefPatch {
  if (field === 'partner') return { partner: readPartner(words) }
  if (field === 'channel') return { channel: readChannel(words) }
  const typed = field === 'hypothesis' || field === 'plan' ? words.rest() : words.restPlain()
  if (isBlank(typed)) throw words.refuse(`Which ${field}? ${fieldForm(field, catalog)}`)
  return words.read(() => parseBriefValue(field, typed, catalog))
}

function readBaseline(words: Words): number | null {
  const typed = words.restOr('What share of people do so without the campaign?')
  return /^none$/i.test(typed) ? null : words.read(() => parseBaseline(typed))
}

function unknownField(words: Words) {
  const typed = words.next() ?? ''
  const near = nearest(typed, FIELDS)
  return words.refuse(
    `${quoted(typed)} is not a field of the brief.${near ? ` Did you mean ${near}?` : ''} There are ${FIELDS.join(', ')}.`,
  )
}

function readPartner(words: Words): string | null {
  const nobody = words.nextOf(NOBODY)
  const partner = nobody ? null : words.person()
  if (!nobody && partner === null)
    throw words.refuse('Who is the data partner? Name them with @, or write `none`.')
  words.end()
  return partner
}

function readChannel(words: Words): string {
  const channel = words.channel()
  if (channel === null) throw words.refuse('Which channel? Name it with #.')
  words.end()
  return channel
}
