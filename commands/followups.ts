import { type CampaignFollowUp, followUpsMessage } from '../src/slack/cards/follow-ups.ts'
import { drawn } from '../src/slack/said.ts'
import { readOpenFollowUps, readState } from '../src/usecases/reads.ts'
import { command, type TypedAct } from './command.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

type Which =
  | { readonly of: 'all' }
  | { readonly of: 'mine' }
  | { readonly of: 'campaign'; readonly key: string }

export const followups = command<Which>({
  name: 'followups',
  usage: ['followups [<key>|mine]'],
  summary: 'Lists analyses that were asked for: the open ones of everybody, mine, or all of one campaign.',
  example: 'followups winback',
  parse: readWhich,
  run: async (which, act) => {
    const all = await followUpsOf(which, act)
    return drawn(act, all, (look) => followUpsMessage(all, titleOf(which), look))
  },
})

function readWhich(words: Words): Which {
  if (words.empty) return { of: 'all' }
  const which: Which = words.nextOf(['mine']) ? { of: 'mine' } : { of: 'campaign', key: words.key() }
  words.end()
  return which
}

async function followUpsOf(which: Which, act: TypedAct): Promise<readonly CampaignFollowUp[]> {
  const { teamId, userId } = act.actor
  if (which.of === 'all') return readOpenFollowUps(act.deps, teamId)
  if (which.of === 'mine') return readOpenFollowUps(act.deps, teamId, userId)
  const { campaign, followUps } = await readState(act.deps, refOf(act, which.key), ['followUps'])
  return followUps.map((item) => ({ campaign, item }))
}

function titleOf(which: Which): string {
  if (which.of === 'campaign') return `Follow-ups of ${which.key}`
  return which.of === 'mine' ? 'My open follow-ups' : 'Open follow-ups'
}
