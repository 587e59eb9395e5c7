import { followUpList, type WhichFollowUps } from '../src/slack/replies/lists.ts'
import { command } from './command.ts'
import type { Words } from './words.ts'

export const followups = command<WhichFollowUps>({
  name: 'followups',
  usage: ['followups [<key>|mine]'],
  summary: 'Lists analyses that were asked for: open, mine, or of a campaign.',
  example: 'followups winback',
  parse: readWhich,
  run: (which, act) => followUpList(act, which, 1),
})

function readWhich(words: Words): WhichFollowUps {
  if (words.empty) return { of: 'all' }
  const which: WhichFollowUps = words.nextOf(['mine']) ? { of: 'mine' } : { of: 'campaign', key: words.key() }
  words.end()
  return which
}
