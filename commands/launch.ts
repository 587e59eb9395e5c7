import { nameWords } from '../src/domain/brief-words.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { rehearsalMessage } from '../src/slack/cards/rehearsal.ts'
import { drawn, said } from '../src/slack/said.ts'
import { launch as launchCampaign, rehearse } from '../src/usecases/launches.ts'
import { command, type TypedAct, type TypedAt } from './command.ts'
import { refOf } from './ref.ts'
import { parseWhen } from './when.ts'
import type { Words } from './words.ts'

type Launch =
  | { readonly kind: 'rehearse'; readonly key: string }
  | { readonly kind: 'launch'; readonly key: string; readonly at: Date | null }

export const launch = command<Launch>({
  name: 'launch',
  usage: ['launch <key> [at:<when>]', 'launch <key> rehearse'],
  summary:
    'Launches an approved campaign, now or later; a rehearsal shows what would be sent and sends nothing.',
  example: 'launch winback at:tue 9:00',
  parse: readLaunch,
  run: (input, act) => (input.kind === 'rehearse' ? rehearsed(input.key, act) : launched(input, act)),
})

function readLaunch(words: Words, { now, zone }: TypedAt): Launch {
  const key = words.key()
  const typed = words.phrase('at', ['rehearse'])
  const at = typed === null ? null : words.read(() => parseWhen(typed, now, zone))
  const rehearsal = words.nextOf(['rehearse'] as const) !== null
  words.end()
  if (rehearsal && at)
    throw words.refuse('A rehearsal is for now, so it takes no time. Leave out `at:` or `rehearse`.')
  return rehearsal ? { kind: 'rehearse', key } : { kind: 'launch', key, at }
}

async function rehearsed(key: string, act: TypedAct) {
  const state = await rehearse(act.deps, refOf(act, key))
  return drawn(act, state, (look) => rehearsalMessage(state, look))
}

async function launched({ key, at }: { readonly key: string; readonly at: Date | null }, act: TypedAct) {
  const { after } = await launchCampaign(act.deps, act.actor, refOf(act, key), at)
  const name = nameWords(after.campaign.brief)
  const words = at
    ? `${name} launches {date:${at.getTime()}}; approval, readiness and freezes are checked again then.`
    : `${name} is launching: ${after.steps.length === 1 ? '1 step' : `${after.steps.length} steps`}, in order. \`/campaign stop ${key} <reason>\` stops it.`
  return said(act, words, after, (look) => campaignCard(after, look, 'private'))
}
