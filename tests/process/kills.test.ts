import { expect, onTestFinished, test } from 'vitest'
import type { SlackClient } from '../../sandbox/workspace/client.ts'
import type { Call } from '../../sandbox/workspace/types.ts'
import { createReceiver, SECRET } from '../conversations/receiver.ts'
import { openShop, shopYaml } from '../conversations/shop.ts'
import { readAloud, TEAMS } from '../conversations/stand.ts'
import { ground } from './ground.ts'
import type { Running } from './run-main.ts'

const PREPARED = [
  'new Spring win-back key:winback template:short',
  'brief winback hypothesis A reminder brings lapsed customers back',
  'brief winback outcome purchase up 8%',
  'brief winback audience Lapsed 90 days, EU size:42610',
  'brief winback arms control, mail',
  'brief winback horizon 14 days',
  'brief winback exposures mailed',
  'brief winback plan webhook sender Start the send',
  'task winback 1 done seen for test user 7',
  'submit winback',
]

const RULES = `
policies:
  default: { requires: { growth: 1 }, expires: 72h }
templates:
  short: { tasks: [{ title: Events seen for a test user, step: collect, team: data }] }
`

/** A post that went through and says it. */
function saying(words: RegExp) {
  return ({ args, answer }: Call) => answer.ok && words.test(JSON.stringify(args))
}

async function office() {
  const [shop, receiver] = [await openShop(), await createReceiver()]
  onTestFinished(shop.close)
  onTestFinished(receiver.close)
  const targets = `\ntargets:\n  sender: { title: Start the send, url: "${receiver.url}", secret: env:SENDER_SECRET }\n`
  const yaml = [TEAMS, RULES, shopYaml(shop), targets].join('')
  return { shop, receiver, ...(await ground({ yaml, env: { SENDER_SECRET: SECRET } })) }
}

test('kill -9 after a decision, a launch and a digest were acked: after a restart each of them is there, once', async () => {
  const { shop, receiver, slack, start, clientOf } = await office()
  let running: Running = await start()
  let client: SlackClient = clientOf(running)
  const say = async (user: string, text: string) =>
    (await (await client.command(user, '/campaign', text)).answer()).text
  /** Does something, and kills the process as soon as that is acked. */
  const sayAndKill = (user: string, text: string) => andKill(() => say(user, text))
  const andKill = async (act: () => Promise<string>) => {
    const said = await act()
    running.signal('SIGKILL')
    await running.ended()
    running = await start()
    client = clientOf(running)
    return said
  }
  const said = async () => {
    const messages = await slack.messages('C0GROWTH')
    return [...messages, ...messages.flatMap(({ replies }) => replies)].map(readAloud)
  }
  const times = async (words: RegExp) => (await said()).filter((text) => words.test(text)).length

  for (const text of PREPARED) await say('U0ANA', text)
  expect(await sayAndKill('U0TOM', 'approve winback')).toContain('You approved')
  await slack.until('chat.postMessage', saying(/is approved \(Tom\)/))
  expect((await slack.dms('U0ANA')).map(({ text }) => text)).toEqual([
    expect.stringContaining('is approved (Tom)'),
  ])
  expect(await say('U0TOM', 'approve winback')).toMatch(/^winback was approved by Tom/)

  expect(await say('U0ANA', 'launch winback')).toMatch(/ now\? It starts 1 step/)
  const launch = async () => {
    const [question] = slack.ephemerals('U0ANA').slice(-1)
    if (!question) throw new Error('Nobody asked')
    return (await (await client.clickButton('U0ANA', question, 'Launch')).answer()).text
  }
  expect(await andKill(launch)).toContain('is launching')
  await slack.until('chat.postMessage', saying(/is live for/))
  expect(await times(/is live for/)).toBe(1)
  expect(new Set(receiver.requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
  expect(await say('U0ANA', 'launch winback')).toMatch(/^winback is live: launch is not possible now/)

  const now = new Date()
  for (const arm of ['control', 'mail']) await shop.expose(arm, 1_000, now)
  expect(await sayAndKill('U0ANA', 'digest winback now')).toContain('is being made')
  await slack.until('chat.postMessage', saying(/day 1 of 14/))
  expect(await times(/day 1 of 14/)).toBe(1)

  const history = await say('U0ANA', 'history winback')
  for (const once of [/Tom approved for growth/g, /Ana launched it/g, /finished step 1/g, /made digest/g])
    expect(history.match(once), String(once)).toHaveLength(1)
  // The card is drawn again a second after the change, or later where the machine is busy.
  await expect.poll(() => times(/`winback` {2}· {2}\*live\*/), { timeout: 240_000 }).toBe(1)
}, 300_000)
