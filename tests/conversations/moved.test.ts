import { expect, test } from 'vitest'
import { emptyPostgres, fileToMove, fromTo, runIt } from '../move/sides.ts'
import { runJobsAsTheDatabaseDoes } from '../support/engines.ts'
import { digests, mailed } from './measured.ts'
import { channel } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  HOUR,
  MINUTE,
  RAJ,
  readAloud,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
} from './story.ts'

runJobsAsTheDatabaseDoes()

const POLICIES = `
policies:
  default: { requires: { growth: 1, data: 1 }, expires: 72h, remind: [24h] }
`
const TWO_SENDS = 'webhook sender Start the send; webhook sender Start the rest'

/** On Monday: a digest is set, a request waits, a launch is set for Tuesday, another one is held up in its second step. */
async function busyMonday(story: Story): Promise<void> {
  await mailed(story, { control: 90, mail: 130 })
  await typed(story, ANA, [
    'digest winback daily 09:00 Europe/Berlin',
    'ask winback <@U0RAJ|raj> Who buys? due:tomorrow',
  ])
  await submitted(story, { key: 'summer' })
  await approved(story, { key: 'autumn' })
  await typed(story, ANA, ['launch autumn at:tue 10:00'])
  await approved(story, { key: 'spring', plan: TWO_SENDS })
  story.receiver.answerWith(200, { status: 429, retryAfter: 1_800 })
  await typed(story, ANA, ['launch spring'])
  await story.settle()
}

const sends = ({ receiver }: Story, key: string) =>
  receiver.requests.filter(({ body }) => JSON.stringify(body).includes(`"${key}"`))

async function times(story: Story, words: RegExp, person?: string): Promise<number> {
  const seen = person ? await story.slack.dms(person) : await channel(story)
  return seen.filter((message) => words.test(readAloud(message))).length
}

test('a workspace that is moved in the midst of its work goes on, and does each promised thing once', async () => {
  const [file, to] = [await fileToMove(), await emptyPostgres()]
  const before = await tell({ policies: POLICIES }, file)
  await busyMonday(before)
  expect(sends(before, 'spring')).toHaveLength(2)
  await before.say(ANA, 'new Winter sale key:winter') // its card is still to come
  const said = (await channel(before)).length
  expect(await times(before, /`winter`/)).toBe(0)

  const story = await before.restart({}, async () => {
    const { code, out, err } = await runIt(fromTo(file.url, to))
    expect(code, [...err, out].join('\n')).toBe(0)
    expect(out).toMatch(/^jobs +\d+ {2}same$/m)
    return to
  })
  await story.stairway.engine.start()
  await story.settle()
  expect(await times(story, /`winter`/)).toBe(1)
  expect(await channel(story)).toHaveLength(said + 1)

  await story.pass(HOUR)
  expect(sends(story, 'spring')).toHaveLength(3)
  expect(new Set(sends(story, 'spring').map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2)
  expect(readAloud(await story.card('spring'))).toContain('*live*')
  expect(await digests(story)).toHaveLength(0)

  for (const hours of [21, 1, 1, 1]) await story.pass(hours * HOUR)
  expect(await digests(story)).toHaveLength(1)
  expect(sends(story, 'autumn')).toHaveLength(1)
  expect(sends(story, 'winback')).toHaveLength(1)
  expect(readAloud(await story.card('autumn'))).toContain('*live*')
  for (const approver of [TOM, RAJ])
    expect(await times(story, /summer.*waits for you|waits for you.*summer/s, approver)).toBe(1)

  await typed(story, TOM, ['approve summer'])
  await typed(story, ANA, ['new Next year key:next'])
  await story.settle()
  expect(await times(story, /`next`/)).toBe(1)
  await story.pass(2 * DAY + MINUTE)
  expect((await story.say(ANA, 'history summer')).text).toMatch(/expired/)
  expect((await story.say(ANA, 'history winback')).text).toContain('Raj approved for data')
})
