import { STAGES, stageWords } from '../src/domain/state/stage.ts'
import { nearest } from '../src/domain/text/nearest.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
import { bare } from '../src/domain/text/visible.ts'
import { campaignList, type WhichCampaigns } from '../src/slack/replies/lists.ts'
import { command } from './command.ts'
import type { Words } from './words.ts'

export const list = command<WhichCampaigns>({
  name: 'list',
  usage: ['list [mine|all|<stage>]'],
  summary: 'Lists campaigns: mine, all, or those in one stage.',
  example: 'list in review',
  parse: readWhich,
  run: (which, act) => campaignList(act, which, 1),
})

function readWhich(words: Words): WhichCampaigns {
  const typed = words.restPlain()
  const asked = bare(typed)
    .toLowerCase()
    .replace(/[\s_-]+/g, '_')
  if (asked === '') return 'mine'
  const choices = ['mine', 'all', ...STAGES] as const
  const found = choices.find((choice) => choice === asked)
  if (found) return found
  const near = nearest(asked, choices)
  const meant = near ? ` Did you mean ${near.replace('_', ' ')}?` : ''
  throw words.refuse(
    `${quoted(typed)} is not a stage.${meant} There are ${STAGES.map(stageWords).join(', ')}.`,
  )
}
