import { describe, expect, test } from 'vitest'
import { type Watched, watched } from './machines.ts'
import { posted } from './seen.ts'
import { ANA, DAY, HOUR, MINUTE, press, RAJ, readAloud, type Story, TOM, typed } from './story.ts'

const dms = async (story: Story, user: string, words: string) =>
  (await story.slack.dms(user)).map(readAloud).filter((said) => said.includes(words))

async function approvedOne(more = '', every = '15min'): Promise<Watched> {
  const one = await watched({ more, every })
  await typed(one.story, ANA, ['submit winback'])
  for (const approver of [TOM, RAJ]) await typed(one.story, approver, ['approve winback'])
  await one.story.settle()
  return one
}

test('a submit asks first, and what does not pass refuses with its figure; the approval says what machines saw', async () => {
  const { story, machine } = await watched()
  await story.pass(HOUR / 2)
  machine.hours('orders', 5)
  const refused = (await story.say(ANA, 'submit winback')).text
  expect(refused).toMatch(
    /^winback is not ready: 1 required task is still open\.\n■ 1 Orders are fresh {2}5, wanted ≤ 2 · 127\.0\.0\.1:\d+\n/,
  )
  await story.settle()
  expect(readAloud(await story.card('winback'))).toContain(
    '\n■ Orders are fresh  5, wanted ≤ 2\n● Model is fresh  3, wanted ≤ 24',
  )
  machine.hours('orders', 1)
  await typed(story, ANA, ['submit winback'])
  await story.settle()
  await story.pass(20 * MINUTE)
  const asked = readAloud(await story.dm(RAJ, 'asks you to approve'))
  expect(asked).toContain(
    '● Orders are fresh  1, wanted ≤ 2 · 20 minutes ago · Model is fresh  3, wanted ≤ 24 · 1 of 1',
  )
  expect(asked).toContain('1 of 1 tasks done')

  // What moves while it waits stands on it at once, and a waiver beside it.
  machine.hours('model', 30)
  await story.say(TOM, 'check winback')
  await typed(story, TOM, ['task winback 1 waive The send reads no orders'])
  await story.settle()
  const moved = readAloud(await story.dm(RAJ, 'asks you to approve'))
  expect(moved).toContain(
    '■ Model is fresh  30, wanted ≤ 24\n◌ Orders are fresh  waived by Tom: The send reads no orders',
  )
})

describe('an outage', () => {
  test('is told once, in one message, to who has the tasks; so is its end', async () => {
    const { story, machine } = await watched()
    machine.hours('orders', null)
    machine.hours('model', null)
    for (let hour = 0; hour < 3; hour += 1) await story.pass(HOUR)
    const told = await dms(story, RAJ, 'checks of *Spring win-back* need you')
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(
      /^2 checks of \*Spring win-back\* need you\.\n■ 1 Orders are fresh could not be asked: 127\.0\.0\.1:\d+: no answer, its answer is no JSON\. What it saw before stands until <!date/,
    )
    expect(readAloud(await story.say(ANA, 'tasks winback'))).toContain('3 of 3 done')
    machine.hours('orders', 1)
    machine.hours('model', 3)
    const outage = await story.dm(RAJ, 'need you')
    await press(story, RAJ, outage, 'Ask again')
    await story.pass(5 * HOUR)
    expect(await dms(story, RAJ, 'checks of *Spring win-back* pass now')).toHaveLength(1)
    for (const person of [ANA, TOM]) expect(await dms(story, person, 'checks of')).toEqual([])
  })

  test('that outlives the last pass holds the launch, and says so once more', async () => {
    const { story, machine } = await watched({ more: ', max_age: 3h, owner: U0MEI' })
    machine.hours('orders', null)
    for (let hour = 0; hour < 6; hour += 1) await story.pass(HOUR)
    expect(await dms(story, 'U0MEI', 'A check of *Spring win-back* needs you')).toHaveLength(2)
    expect(await dms(story, RAJ, 'A check of')).toEqual([])
    expect((await story.say(ANA, 'submit winback')).text).toMatch(
      /not ready: 1 required task is still open\.\n■ 1 Orders are fresh {2}127\.0\.0\.1:\d+: no answer, its answer is no JSON/,
    )
  })
})

describe('at the launch', () => {
  test('machines are asked once more: what fails refuses, and what only can not be asked leaves the last pass', async () => {
    const { story, machine } = await approvedOne()
    await story.pass(30 * MINUTE)
    machine.hours('orders', 5)
    await story.say(ANA, 'launch winback')
    const { client, slack } = story
    const question = slack.ephemerals(ANA).at(-1)
    const said = await (await client.clickButton(ANA, question ?? never(), 'Launch')).answer()
    expect(said.text).toMatch(
      /^winback is not ready any more: a check does not pass\.\n■ 1 Orders are fresh {2}5, wanted ≤ 2 · 127\.0\.0\.1:\d+; until <!date.*> it was 1, wanted ≤ 2\nAsk again once that is mended: `\/campaign check winback`/,
    )
    machine.hours('orders', 1)
    await story.say(ANA, 'check winback')
    await story.pass(2 * MINUTE)
    machine.hours('orders', null)
    await typed(story, ANA, ['launch winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('*live*')
  })

  test('one that was set for a time does not start, and owner, approvers and thread hear what moved', async () => {
    const { story, machine } = await approvedOne()
    await typed(story, ANA, ['launch winback at:+150m'])
    await story.pass(2 * HOUR)
    machine.hours('orders', 5)
    await story.pass(HOUR / 2)
    expect(story.receiver.requests).toHaveLength(0)
    const words =
      /^The launch of \*Spring win-back\* set for <!date.*> did not start, and nothing was sent: winback is not ready any more: a check does not pass\.\n■ 1 Orders are fresh {2}5, wanted ≤ 2 · .* it was 1, wanted ≤ 2\n/
    for (const person of [ANA, TOM, RAJ]) {
      const [told, ...more] = await dms(story, person, 'did not start')
      expect(told).toMatch(words)
      expect(more).toEqual([])
    }
    expect(readAloud(await posted(story, 'did not start'))).toMatch(words)
    const card = readAloud(await story.card('winback'))
    expect(card).toContain('*approved*')
    expect(card).not.toContain('scheduled')
    // Within its grace the approval stands.
    await story.pass(HOUR / 2)
    expect(story.receiver.requests).toHaveLength(0)
    machine.hours('orders', 1)
    const held = await story.dm(ANA, 'did not start')
    await press(story, ANA, held, 'Ask again')
    await press(story, ANA, held, 'Launch')
    expect(story.receiver.requests).toHaveLength(1)
    await story.pass(HOUR)
    const asked = machine.asked()
    await story.pass(DAY)
    expect(machine.asked()).toBe(asked)
  })

  test('a pass that nobody renewed counts no more, though its task was ticked', async () => {
    const { story, machine } = await approvedOne(', max_age: 30min', '24h')
    await story.pass(45 * MINUTE)
    expect(readAloud(await story.say(ANA, 'tasks winback'))).toContain('1 of 3 done')
    expect(machine.asked()).toBe(4)
    // A rehearsal asks anew, and keeps nothing.
    expect((await story.say(ANA, 'rehearse winback')).text).toContain('readiness and freezes allow it now')
    expect(machine.asked()).toBe(6)
    expect(readAloud(await story.say(ANA, 'tasks winback'))).toContain('1 of 3 done')
    await typed(story, ANA, ['launch winback'])
    expect(machine.asked()).toBe(8)
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('*live*')
  })
})

function never(): never {
  throw new Error('Nothing was asked')
}
