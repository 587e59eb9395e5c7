import { afterEach, expect, test } from 'vitest'
import { HILLSTROM_FILE, hillstromIsThere, hillstromYaml } from './hillstrom-yaml.ts'
import { createReceiver, type Receiver, SECRET } from './receiver.ts'
import { line } from './seen.ts'
import { DAY, HOUR, readAloud, type Stand, standUp } from './stand.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** The figures of ../shared/data/README.md, thousands with a narrow no-break space. */
const PUBLISHED = [
  ...['21 306', '2 262', '10.6167', '122', '0.57261', '13 908.33', '0.65279', '2 870 050.3621'],
  ...['21 307', '3 894', '18.2757', '267', '1.25311', '30 311.69', '1.42262', '6 759 024.4973'],
  ...['21 387', '3 238', '15.1400', '189', '0.88371', '23 038.11', '1.07720', '4 911 446.5763'],
]
/** Mens against control, as others have published it. */
const LIFTS = [
  '+7.659',
  '+6.995 … +8.323',
  '+0.681',
  '+0.500 … +0.861',
  '+0.770',
  '+0.485 … +1.055',
  'p = 1.2e-7',
]

/** Of this look alone; both beat the control by their boundaries, and Mens beats Womens head to head. */
const VERDICT =
  '*Ship Mens E-Mail and leave out Womens E-Mail.* Mens E-Mail: Purchase +119 % (+67 … +187 %), nothing is worse. Found early, so it is probably smaller. Womens E-Mail: Purchase +54 % (+16 … +106 %), nothing is worse. Found early, so it is probably smaller. Mens E-Mail is better still.'

async function stand(): Promise<{ it: Stand; receiver: Receiver }> {
  const receiver = await createReceiver()
  ends.push(receiver.close)
  const it = await standUp({
    yaml: hillstromYaml('2026-03-02 12:00:00', '2026-03-08 12:00:00', receiver.url),
    env: { SENDER_SECRET: SECRET },
  })
  ends.push(it.close)
  return { it, receiver }
}

/** Types each line as Ana, and expects none to be refused. */
async function typed(it: Stand, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const { text } = await it.say('U0ANA', line)
    expect(text, line).not.toMatch(/Which|There is no|can't|is not/)
  }
}

test.skipIf(!hillstromIsThere)(
  `the published campaign, from slash command to digest (${HILLSTROM_FILE.split('/').at(-1)})`,
  async () => {
    const { it, receiver } = await stand()
    await typed(it, [
      'new Hillstrom e-mail key:hillstrom',
      'brief hillstrom partner <@U0RAJ|raj>',
      'brief hillstrom hypothesis Merchandise that fits the customer brings visits and purchases',
      'brief hillstrom outcome purchase up 20% also visit spend',
      'brief hillstrom audience Customers who bought within a year size:64000',
      'brief hillstrom arms No E-Mail 1/3, Mens E-Mail 1/3, Womens E-Mail 1/3',
      'brief hillstrom horizon 14 days',
      'brief hillstrom exposures customers',
      'brief hillstrom plan webhook sender Start the send',
    ])
    const tasks = (await it.stairway.db('tasks').where({ required: true }).select('n')) as { n: number }[]
    await typed(
      it,
      tasks.map(({ n }) => `task hillstrom ${n} done checked on a test user`),
    )
    await typed(it, ['submit hillstrom'])
    await it.settle()
    for (const approver of ['U0TOM', 'U0RAJ']) {
      await it.client.clickButton(approver, await it.dm(approver, 'asks you to approve'), 'Approve')
      await it.settle()
    }
    await typed(it, ['launch hillstrom'])
    await it.client.clickButton('U0ANA', line(it, 'U0ANA'), 'Launch')
    await it.settle()
    expect(receiver.requests).toHaveLength(1)
    await typed(it, ['digest hillstrom weekdays 09:00 Europe/Berlin'])
    await it.pass(6 * DAY + 9 * HOUR)

    const digests = (await it.slack.messages('C0GROWTH')).filter((message) =>
      readAloud(message).includes('Purchase'),
    )
    expect(digests).toHaveLength(1)
    const [digest = { text: '', blocks: [], replies: [] }] = digests
    expect(readAloud(digest)).toMatch(/^\*Ship Mens E-Mail and leave out Womens E-Mail\.\*/)
    expect(digest.replies).toHaveLength(1)
    const said = readAloud(digest.replies[0] ?? digest)
    for (const figure of PUBLISHED) expect(said).toContain(figure.replaceAll(' ', '\u202f'))
    expect(said).toMatch(/split as planned/)
    for (const figure of LIFTS) expect(said).toContain(figure)
    expect(said).toContain(VERDICT)
  },
)
