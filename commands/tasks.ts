import { tasksMessage } from '../src/slack/cards/tasks.ts'
import { drawn } from '../src/slack/replies/said.ts'
import { readState } from '../src/usecases/reads/campaigns.ts'
import { command } from './command.ts'
import { keyAlone } from './key-alone.ts'
import { refOf } from './ref.ts'

export const tasks = command({
  name: 'tasks',
  usage: ['tasks <key>'],
  summary: 'Lists the tasks of a campaign with who holds them and when they are due.',
  example: 'tasks winback',
  parse: keyAlone,
  run: async ({ key }, act) => {
    const state = await readState(act.deps, act.actor, refOf(act, key))
    return drawn(act, state, (look) => tasksMessage(state, 1, look))
  },
})
