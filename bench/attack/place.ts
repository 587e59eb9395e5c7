/** Two workspaces in one database, of which the one is attacked and the other must not be heard of. */
import { slackClient } from '../../sandbox/workspace/http.ts'
import type { FakeSlack } from '../../sandbox/workspace/web-api.ts'
import { team } from '../../sandbox/workspace/workspace.ts'
import { type Target, valuesOf } from './fuzz.ts'
import type { Known } from './payloads.ts'

interface Place {
  readonly slack: FakeSlack
  readonly url: string
  readonly signingSecret: string
}

const OTHER_TEAM = 'T0OTHER'
const OWNER = 'U0ANA'
/** What stands there is written with words that stand nowhere else. */
const FOREIGN = /quagga|orchid/i
const ELSEWHERE = [
  'new Quagga parade key:parade',
  'brief parade hypothesis An orchid for each quagga',
  'task parade add Feed the quagga',
  'task parade 1 block orchids are out of season',
  'ask parade Which quagga likes orchids?',
]
const HERE = [
  'new Spring win-back key:winback',
  'new Summer sale key:sale',
  'brief winback hypothesis A reminder brings lapsed customers back',
  'task winback add Look at it',
  'ask winback Who buys in summer?',
  'new',
  'brief winback',
  'tasks winback',
  'show winback',
  'list all',
  '',
]

/** People, channels and keys of both, as far as they are known without a look. */
export const KNOWN: Known = {
  teamId: team.id,
  users: ['U0ANA', 'U0RAJ', 'U0MEI', 'U0TOM', 'U0ZOE'],
  channels: ['C0GROWTH', 'C0DATA', 'C0OLD', 'C0OUT', 'D0ANA'],
  keys: ['winback', 'sale', 'parade', 'winback-1', 'parade-1', 'nothing'],
  values: [],
  views: [],
}

/** Sets both up, and waits until what follows has been said. */
export async function twoWorkspaces({ slack, url, signingSecret }: Place): Promise<Target> {
  const events = `${url}/slack/events`
  const clientOf = (teamId: string) => slackClient({ url: events, signingSecret, slack, teamId })
  const [here, there] = [clientOf(team.id), clientOf(OTHER_TEAM)]
  for (const text of ELSEWHERE) await there.command(OWNER, '/campaign', text, { channel: 'C0DATA' })
  await there.command(OWNER, '/campaign', 'tasks parade', { channel: 'C0DATA' })
  const drawn = (words: string) => (call: { answer: { ok: boolean }; args: unknown }) =>
    call.answer.ok && JSON.stringify(call.args).includes(words)
  await slack.until('chat.postMessage', drawn('Quagga parade'))
  for (const text of HERE) await here.command(OWNER, '/campaign', text)
  await here.openHome(OWNER)
  await slack.until('views.publish')
  await slack.until('chat.postMessage', drawn('Summer sale'))
  return {
    slack,
    url,
    signingSecret,
    foreign: FOREIGN,
    known: { ...KNOWN, values: valuesOf(slack) },
  }
}
