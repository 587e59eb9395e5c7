import { waitingFacts, waitingMessage } from '../src/slack/cards/waiting.ts'
import { drawn } from '../src/slack/replies/said.ts'
import { waitsOn } from '../src/usecases/reads/waiting.ts'
import { command } from './command.ts'

/** `/campaign` alone. */
export const waiting = command({
  name: '',
  usage: [''],
  summary: 'Shows what waits on you, overdue first, and your campaigns.',
  example: '',
  parse: (words) => words.end(),
  run: async (_, act) => {
    const waits = await waitsOn(act.deps, act.actor)
    return drawn(act, waitingFacts(waits), (look) => waitingMessage(waits, look, act.zone))
  },
})
