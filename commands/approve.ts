import { nameWords } from '../src/domain/brief/words.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { waitsForWords } from '../src/slack/replies/waits-for.ts'
import { decide } from '../src/usecases/approvals.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const approve = command({
  name: 'approve',
  usage: ['approve <key> [words]'],
  summary: 'Approves a campaign that waits for you; nobody approves their own.',
  example: 'approve winback checked the list and the query',
  parse: (words) => ({ key: words.key(), words: words.restOrNull() }),
  run: async ({ key, words }, act) => {
    const { after } = await decide(act.deps, act.actor, refOf(act, key), { verdict: 'approve', words })
    const next =
      after.campaign.stage === 'approved'
        ? ` Nothing is left to decide; it can be launched: \`/campaign launch ${key}\``
        : await waitsForWords(act, after)
    return said(act, `You approved ${nameWords(after.campaign.brief)}.${next}`, after, (look) =>
      campaignCard(after, look, 'private'),
    )
  },
})
