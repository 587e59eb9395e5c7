import { quote } from '../src/domain/key.ts'
import { STAGES, type Stage, stageWords } from '../src/domain/stage.ts'
import { listMessage } from '../src/slack/cards/list.ts'
import { drawn } from '../src/slack/said.ts'
import { readCampaigns } from '../src/usecases/reads.ts'
import { command } from './command.ts'
import { nearest } from './nearest.ts'
import type { Words } from './words.ts'

type Which = 'mine' | 'all' | Stage

export const list = command<Which>({
  name: 'list',
  usage: ['list [mine|all|<stage>]'],
  summary: 'Lists campaigns: mine, all, or those in one stage.',
  example: 'list in review',
  parse: readWhich,
  run: async (which, act) => {
    const { teamId, userId } = act.actor
    const filter = which === 'mine' ? { person: userId } : which === 'all' ? {} : { stages: [which] }
    const campaigns = await readCampaigns(act.deps, { teamId, ...filter })
    return drawn(act, campaigns, (look) => listMessage(campaigns, titleOf(which), look))
  },
})

function readWhich(words: Words): Which {
  const typed = words.restPlain()
  const asked = typed.toLowerCase().replace(/[\s_-]+/g, '_')
  if (asked === '') return 'mine'
  const choices = ['mine', 'all', ...STAGES] as const
  const found = choices.find((choice) => choice === asked)
  if (found) return found
  const near = nearest(asked, choices)
  const meant = near ? ` Did you mean ${near.replace('_', ' ')}?` : ''
  throw words.refuse(
    `"${quote(typed)}" is not a stage.${meant} There are ${STAGES.map(stageWords).join(', ')}.`,
  )
}

function titleOf(which: Which): string {
  if (which === 'mine') return 'My campaigns'
  return which === 'all' ? 'All campaigns' : `Campaigns that are ${stageWords(which)}`
}
