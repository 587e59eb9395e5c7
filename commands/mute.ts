import { mutedSaid } from '../src/slack/modals/done-words.ts'
import { said } from '../src/slack/replies/said.ts'
import { setMuted } from '../src/usecases/mutes.ts'
import { type AnyCommand, command } from './command.ts'
import { keyAlone } from './key-alone.ts'
import { refOf } from './ref.ts'

function muting(name: 'mute' | 'unmute', summary: string): AnyCommand {
  return command({
    name,
    usage: [`${name} <key>`],
    summary,
    example: `${name} winback`,
    parse: keyAlone,
    run: async ({ key }, act) => {
      const { after } = await setMuted(act.deps, act.actor, refOf(act, key), name === 'mute')
      return said(act, mutedSaid(after, name === 'mute'), after)
    },
  })
}

export const mute = muting('mute', 'Leaves a campaign out of your own daily message; My work still lists it.')
export const unmute = muting('unmute', 'Takes a campaign into your daily message again.')
