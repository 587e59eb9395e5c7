import { parseKey } from '../src/domain/key.ts'
import { Refusal } from '../src/refusal.ts'
import { createdWords } from '../src/slack/modals/done-words.ts'
import { openNew } from '../src/slack/modals/new.ts'
import { said } from '../src/slack/said.ts'
import { createCampaign } from '../src/usecases/campaigns.ts'
import { command } from './command.ts'

interface New {
  /** Null: a form asks for it. */
  readonly name: string | null
  readonly template: string | null
  readonly key: string | null
}

export const newCampaign = command<New>({
  name: 'new',
  usage: ['new <name> [template:<t>] [key:<k>]', 'new'],
  summary: 'Sets up a campaign with the tasks and the brief of a template; without a name it opens a form.',
  example: 'new Spring win-back template:lifecycle-email key:winback',
  parse: (words) => {
    const template = words.option('template')
    const key = words.option('key')
    const name = words.restPlain() || null
    return { name, template, key: key === null ? null : words.read(() => parseKey(key)) }
  },
  run: async ({ name, template, key }, act) => {
    if (name === null) {
      await openNew(act, { template, key })
      return null
    }
    refuseDirectMessage(act.channel)
    const state = await createCampaign(act.deps, act.actor, { name, template, key, channel: act.channel })
    return said(act, createdWords(state, act.deps.catalog))
  },
})

/** A campaign's card is for the people around it. */
function refuseDirectMessage(channel: string): void {
  if (!channel.startsWith('D')) return
  throw new Refusal(
    'conflict',
    'A campaign lives in a channel, where its card is posted: type this there, or `/campaign new` here to choose one.',
  )
}
