import type { CampaignRef } from '../src/domain/state/campaign.ts'
import { token } from '../src/domain/text/tokens.ts'
import { clockWords, wallTimeAt } from '../src/domain/time/local-time.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { launchQuestion } from '../src/slack/cards/launch-question.ts'
import { launchingWords } from '../src/slack/modals/done-words.ts'
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
  /** Why a freeze is overridden; missing where none is. */
  readonly despite?: string
}

export const launch = command<Launch>({
  name: 'launch',
  usage: ['launch <key> [at:<when>]', 'launch <key> [at:<when>] despite:<reason>'],
  summary: 'Launches what is approved, now (it asks first) or at a time.',
  example: 'launch winback at:tue 9:00',
  also: ['stages'],
  more: () =>
    `${token.bold('In stages')}  where its plan says so: \`/campaign brief <key> plan <target> <flag> stages: 10%, 50%, 100% every 1d\`, or \`until 5000 people\`, \`until approved\`, \`until @mei\`. \`go-on\` lets a stage go, \`stop\` takes back what is out.`,
  parse: readLaunch,
  run: (input, act) =>
    input.kind === 'rehearse' ? rehearsalNow(act, refOf(act, input.key), input.at) : launched(input, act),
})

/** `rehearse` behind the key is what `/campaign rehearse` does. */
function readLaunch(words: Words, { now, zone }: TypedAt): Launch {
  const key = words.key()
  const despite = words.passages(['despite']).map(({ text }) => ({ despite: text }))[0]
  const typed = words.phrase('at', ['rehearse'])
  const at = typed === null ? null : words.read(() => parseWhen(typed, now, zone))
  const kind = words.nextOf(['rehearse'] as const) ?? 'launch'
  words.end()
  return { kind, key, at, ...despite }
}

async function launched({ key, at, despite }: Launch, act: TypedAct) {
  const ref = refOf(act, key)
  if (despite !== undefined) return launchedDespite(act, ref, at, despite)
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

/** Who gives the reason was not asked whether they mean it: they have just said so. */
async function launchedDespite(act: TypedAct, ref: CampaignRef, at: Date | null, despite: string) {
  const { after } = await launchCampaign(act.deps, act.actor, ref, at, despite)
  const done = at ? scheduled(after, at) : launchingWords(after)
  return said(act, done, after, (look) => campaignCard(after, look, 'private'))
}
