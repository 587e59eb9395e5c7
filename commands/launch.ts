import { clockWords, wallTimeAt } from '../src/domain/time/local-time.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { launchQuestion } from '../src/slack/cards/launch-question.ts'
import { rehearsalNow } from '../src/slack/replies/rehearsals.ts'
import { drawn, said } from '../src/slack/replies/said.ts'
import { scheduled } from '../src/usecases/follow-on/notices.ts'
import { launch as launchCampaign, refuseUnlaunchable } from '../src/usecases/launches.ts'
import { command, type TypedAct, type TypedAt } from './command.ts'
import { refOf } from './ref.ts'
import { parseWhen } from './when.ts'
import type { Words } from './words.ts'

interface Launch {
  readonly kind: 'rehearse' | 'launch'
  readonly key: string
  /** Null: now. */
  readonly at: Date | null
}

export const launch = command<Launch>({
  name: 'launch',
  usage: ['launch <key> [at:<when>]'],
  summary: 'Launches what is approved, now (it asks first) or at a time.',
  example: 'launch winback at:tue 9:00',
  parse: readLaunch,
  run: (input, act) =>
    input.kind === 'rehearse' ? rehearsalNow(act, refOf(act, input.key), input.at) : launched(input, act),
})

/** `rehearse` behind the key is what `/campaign rehearse` does. */
function readLaunch(words: Words, { now, zone }: TypedAt): Launch {
  const key = words.key()
  const typed = words.phrase('at', ['rehearse'])
  const at = typed === null ? null : words.read(() => parseWhen(typed, now, zone))
  const kind = words.nextOf(['rehearse'] as const) ?? 'launch'
  words.end()
  return { kind, key, at }
}

async function launched({ key, at }: Launch, act: TypedAct) {
  const ref = refOf(act, key)
  if (!at) {
    const { state, looks } = await refuseUnlaunchable(act.deps, act.actor, ref)
    return drawn(act, state, (look) => launchQuestion(state, looks, look))
  }
  const { after } = await launchCampaign(act.deps, act.actor, ref, at)
  const words = `${scheduled(after, at)} ${zoneWords(at, act.zone)}`
  return said(act, words, after, (look) => campaignCard(after, look, 'private'))
}

/** Which clock a time was read by: Slack shows it in each reader's own. */
function zoneWords(at: Date, zone: string): string {
  const wall = new Date(wallTimeAt(at.getTime(), zone))
  const clock = clockWords({ hour: wall.getUTCHours(), minute: wall.getUTCMinutes() })
  return `That is ${clock} in ${zone}.`
}
