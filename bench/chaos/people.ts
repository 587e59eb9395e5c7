/** People at their Slack who do what the script says, and do it again where they heard nothing of it. */
import {
  createClient,
  type Delivery,
  type Kind,
  type Payload,
  type SlackClient,
} from '../../sandbox/workspace/client.ts'
import { encode, signature } from '../../sandbox/workspace/http.ts'
import { post } from '../../sandbox/workspace/post.ts'
import { asText } from '../../sandbox/workspace/types.ts'
import { team } from '../../sandbox/workspace/workspace.ts'
import type { Life } from './life.ts'
import { goTo, resurrect, settle } from './pass.ts'
import { SIGNING_SECRET } from './place.ts'
import { type Act, MINUTE } from './script.ts'
import type { World } from './world.ts'

/** Waits double from half a minute: together they outlast the longest time for which a disk is full. */
const MOST_TRIES = 10
const FIRST_WAIT_MS = MINUTE / 2
/** Where the machine is busy, an answer may come by the response_url. */
const PATIENCE_MS = 20_000

/** Does it, until they hear that it is done or can't be done. */
export async function perform(world: World, act: Act): Promise<void> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    await resurrect(world)
    const life = world.lives[attempt % world.lives.length]
    if (!life) throw new Error('Nobody is alive')
    const heard = await attemptOnce(world, life, act)
    await settle(world)
    if (heard === 'done' || heard === 'refused') return
    world.tell(`${act.user} heard nothing of: ${act.text}`)
    await goTo(world, world.clock.at + FIRST_WAIT_MS * 2 ** (attempt - 1))
  }
  world.errors.push(`${act.user} never heard of: ${act.text}`)
}

/** It says what the campaign is: their first try came through, and they heard nothing. */
const IMPOSSIBLE = /is not possible now/

async function attemptOnce(world: World, life: Life, act: Act): Promise<'done' | 'refused' | 'nothing'> {
  const sent: Payload[] = []
  const client = clientOf(world, life, act, sent)
  const said = await heardOf(life, () => client.command(act.user, '/campaign', act.text))
  world.tell(`${act.user} ${act.text} → ${said?.slice(0, 100) ?? 'nothing'}`)
  const answer = said && /^Launch .* now/.test(said) ? await confirmed(world, life, act, client) : said
  if (answer === null || /^That did not work|^Working on it/.test(answer)) return 'nothing'
  if (act.twice === 'late') await late(world, sent)
  if (IMPOSSIBLE.test(answer) || !act.done.test(answer)) return 'refused'
  const trigger = asText(sent.at(-1)?.trigger_id)
  world.acked.push({ key: act.key, text: act.text, trigger, said: answer })
  return 'done'
}

async function confirmed(
  world: World,
  life: Life,
  { user }: Act,
  client: SlackClient,
): Promise<string | null> {
  const question = world.place.slack.ephemerals(user).at(-1)
  const said = question && (await heardOf(life, () => client.clickButton(user, question, 'Launch')))
  world.tell(`${user} clicks Launch → ${said?.slice(0, 100) ?? 'nothing'}`)
  return said ?? null
}

/** What was said to who acted, by a process that was alive then; null where nobody heard anything. */
async function heardOf({ fate }: Life, act: () => Promise<Delivery>): Promise<string | null> {
  const answer = act().then(
    async (delivery) => (delivery.status === 200 ? (await delivery.answer()).text : null),
    () => null,
  )
  const over = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref())
  const said = await Promise.race([answer, over, fate.death.then(() => null)])
  return fate.dead === null ? said : null
}

/** Keeps what was sent; a payload that comes twice does so behind the first or beside it. */
function clientOf(world: World, life: Life, { twice }: Act, sent: Payload[]): SlackClient {
  const deliver = async (kind: Kind, payload: Payload) => {
    sent.push(payload)
    const first = deliverTo(life, kind, payload)
    if (twice === 'behind') await first
    const all = twice === 'behind' || twice === 'beside' ? [first, deliverTo(life, kind, payload)] : [first]
    return (await Promise.all(all))[0] ?? first
  }
  return createClient({ deliver }, world.place.slack.platform, team.id)
}

async function deliverTo({ url }: Life, kind: Kind, payload: Payload) {
  const [type, body] = encode(kind, payload)
  const headers = { 'content-type': type, ...signature(body, SIGNING_SECRET) }
  const answer = await post(`${url}/slack/events`, headers, body)
  const json = answer.headers['content-type']?.includes('application/json')
  const said = answer.body
  return { status: answer.status, body: said === '' ? undefined : json ? JSON.parse(said) : said }
}

/** Slack delivers it once more, minutes later, to whoever runs then. */
async function late(world: World, sent: readonly Payload[]): Promise<void> {
  await goTo(world, world.clock.at + 3 * MINUTE)
  const [life] = world.lives
  const last = sent.at(-1)
  if (!life || !last) return
  const kind = 'command' in last ? 'slash_commands' : 'interactive'
  await Promise.race([deliverTo(life, kind, last).catch(() => null), life.fate.death])
}
