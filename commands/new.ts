import { parseKey } from '../src/domain/key.ts'
import { readTypedOrigin, type TypedOrigin } from '../src/domain/origin.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
import { Refusal } from '../src/refusal.ts'
import type { Act } from '../src/slack/context.ts'
import { createdWords } from '../src/slack/modals/done-words.ts'
import { openNew } from '../src/slack/modals/new.ts'
import { said } from '../src/slack/replies/said.ts'
import { createCampaign, DEFAULT_TEMPLATE } from '../src/usecases/campaigns.ts'
import { namedOrigin } from '../src/usecases/reads/origins.ts'
import { command } from './command.ts'
import type { Words } from './words.ts'

interface New {
  /** Null: a form asks for it. */
  readonly name: string | null
  readonly template: string | null
  readonly key: string | null
  /** What its idea comes from. */
  readonly from: TypedOrigin | null
}

export const newCampaign = command<New>({
  name: 'new',
  usage: ['new <name> [template:<t>] [key:<k>] [from:<key>-<n>|<key>]', 'new'],
  summary: 'Sets up a campaign by a template; without a name it opens a form.',
  example: 'new Spring win-back template:lifecycle-email key:winback',
  parse: (words) => {
    const template = words.option('template')
    const key = words.option('key')
    const from = readFrom(words)
    const name = words.restPlain() || null
    return { name, template, key: key === null ? null : words.read(() => parseKey(key)), from }
  },
  run: async ({ name, template, key, from }, act) => {
    const origin = from && (await namedOrigin(act.deps, act.actor, from))
    if (name === null) {
      await openNew(act, { template, key, ...(origin ? { from: origin } : {}) })
      return null
    }
    refuseDirectMessage(act.channel)
    const wanted = { name, template, key, channel: act.channel, ...(origin ? { from: origin.ref } : {}) }
    const state = await createCampaign(act.deps, act.actor, wanted)
    const words = createdWords(state, act.deps.catalog)
    return said(act, template === null ? `${words}${unnamedWords(act)}` : words)
  },
})

/** That a template was taken without being named, where there are others. */
function unnamedWords({ deps }: Pick<Act, 'deps'>): string {
  const others = deps.catalog.templates
    .filter(({ name }) => name !== DEFAULT_TEMPLATE)
    .map(({ name }) => name)
  if (others.length === 0) return ''
  return `\nNo template was named: \`template:\` takes ${others.slice(0, 20).join(', ')}.`
}

/** `from:winback-3`, `from:winback-3.2` for its second idea, `from:winback` for what its conclusion says. */
function readFrom(words: Words): TypedOrigin | null {
  const typed = words.option('from')
  const from = typed === null ? null : readTypedOrigin(typed)
  if (typed === null || from) return from
  throw words.refuse(
    `${quoted(typed)} is nothing that a campaign grows from: write \`from:winback-3\`, \`from:winback-3.2\` for its second idea, or \`from:winback\`.`,
  )
}

/** A campaign's card is for the people around it. */
function refuseDirectMessage(channel: string): void {
  if (!channel.startsWith('D')) return
  throw new Refusal(
    'conflict',
    'A campaign lives in a channel, where its card is posted: type this there, or `/campaign new` here to choose one.',
  )
}
