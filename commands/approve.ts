import { nameWords } from '../src/domain/brief/words.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { launchingWords } from '../src/slack/modals/done-words.ts'
import { said } from '../src/slack/replies/said.ts'
import { waitsForWords } from '../src/slack/replies/waits-for.ts'
import { approveAndLaunch, decide } from '../src/usecases/approvals.ts'
import type { Changed } from '../src/usecases/change.ts'
import { command, type TypedAct } from './command.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

export const approve = command({
  name: 'approve',
  usage: ['approve <key> [launch:now] [words]'],
  summary:
    'Approves a campaign that waits for you, and launches it if you say so; nobody approves their own.',
  example: 'approve winback checked the list and the query',
  parse: readApprove,
  run: async ({ key, words, launch }, act) => {
    if (launch) return launched(await approveAndLaunch(act.deps, act.actor, refOf(act, key), { words }), act)
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

function readApprove(words: Words) {
  const launch = words.option('launch')
  if (launch !== null && launch.toLowerCase() !== 'now')
    throw words.refuse('Only `launch:now` goes with an approval.')
  return { key: words.key(), launch: launch !== null, words: words.restOrNull() }
}

function launched({ after }: Changed, act: TypedAct) {
  return said(act, launchingWords(after), after, (look) => campaignCard(after, look, 'private'))
}
