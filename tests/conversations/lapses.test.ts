import { expect, test } from 'vitest'
import { type Watched, watched } from './machines.ts'
import { buttons, eachRefused, posted } from './seen.ts'
import { ANA, HOUR, MEI, MINUTE, press, RAJ, readAloud, type Story, TOM, typed } from './story.ts'

const dms = async (story: Story, user: string, words: string) =>
  (await story.slack.dms(user)).map(readAloud).filter((said) => said.includes(words))

const approval = (story: Story, user: string) => story.dm(user, 'asks you to approve')

async function submitted(more = ''): Promise<Watched> {
  const started = await watched({ more })
  await typed(started.story, ANA, ['submit winback'])
  await started.story.settle()
  return started
}

/** `n` hours pass, each with its runs by the clock. */
async function hours(story: Story, n: number): Promise<void> {
  for (let hour = 0; hour < n; hour += 1) await story.pass(HOUR)
  await story.pass(MINUTE)
}

test('what fails while it is decided turns Approve into an exception, with a reason that stays', async () => {
  const { story, machine } = await submitted()
  expect(buttons(await approval(story, TOM))).toContain('Approve')
  machine.hours('orders', 5)
  await hours(story, 1)
  const card = await approval(story, TOM)
  expect(readAloud(card)).toMatch(/■ Orders are fresh {2}5, wanted ≤ 2/)
  expect(buttons(card)).toContain('Approve with exception…')
  expect(buttons(card)).not.toContain('Approve')
  await eachRefused(story, [
    [
      TOM,
      'approve winback',
      /^A check does not pass\.\n■ 1 Orders are fresh {2}5, wanted ≤ 2.*\nTo approve winback with an exception say why: `\/campaign approve winback &lt;reason&gt;`/,
    ],
  ])
  await press(story, TOM, card, 'Approve with exception…')
  const form = story.slack.views.at(-1)
  expect(readAloud({ text: '', blocks: form?.blocks ?? [] })).toMatch(
    /in spite of:\n■ 1 Orders are fresh {2}5/,
  )
  if (form) await story.client.fillAndSubmit(TOM, form, { 'Why?': 'The send reads no orders' })
  await story.settle()
  await typed(story, RAJ, ['approve winback the same'])
  await story.settle()
  const said = readAloud(await story.dm(TOM, 'asked to approve'))
  expect(said).toMatch(/Approved with an exception by Tom and Raj/)
  expect(said).toMatch(/■ Orders are fresh {2}5, wanted ≤ 2.*: The send reads no orders/)
  expect((await story.say(ANA, 'history winback')).text).toMatch(
    /approved for growth with an exception: The send reads no orders/,
  )
  // Nothing lapses by what was seen when it was approved, and it launches.
  await hours(story, 3)
  expect(await dms(story, ANA, 'has lapsed')).toEqual([])
  await typed(story, ANA, ['launch winback'])
  await story.settle()
  expect((await story.say(ANA, 'history winback')).text).toContain('launched it, 1 step')
})

test('an approval lapses once a check has failed for its grace; both sides hear what moved', async () => {
  const { story, machine } = await submitted(', grace: 2h')
  await typed(story, TOM, ['approve winback'])
  await typed(story, RAJ, ['approve winback'])
  await typed(story, ANA, ['launch winback at:"in 2 days"'])
  machine.hours('orders', 5)
  await hours(story, 2)
  expect(await dms(story, ANA, 'has lapsed')).toEqual([])
  await hours(story, 1)
  expect((await posted(story, 'launches <!date')).text).toContain(', if it is approved by then.')
  for (const who of [ANA, TOM, RAJ]) {
    const [told, ...again] = await dms(story, who, 'has lapsed')
    expect(again).toEqual([])
    expect(told).toMatch(/■ 1 Orders are fresh {2}5, wanted ≤ 2/)
    expect(told).toMatch(/The launch set for .* waits for that\. Once that is mended Ana submits it again/)
  }
  expect(readAloud(await story.dm(TOM, 'asked to approve'))).toMatch(
    /Approved, and lapsed .*\n■ 1 Orders are fresh/,
  )
  expect(readAloud(await story.card('winback'))).toMatch(/preparing[\s\S]*Approved, and lapsed/)
  await eachRefused(story, [[ANA, 'launch winback', /is preparing: launch is not possible now/]])
  machine.hours('orders', 1)
  await typed(story, ANA, ['submit winback'])
  await story.settle()
  expect(buttons(await approval(story, TOM))).toContain('Approve')
})

test('what passes again within its grace, or can only not be asked, lets nothing lapse', async () => {
  const { story, machine } = await submitted(', grace: 2h')
  await typed(story, TOM, ['approve winback'])
  await typed(story, RAJ, ['approve winback'])
  machine.hours('orders', 5)
  await hours(story, 1)
  machine.hours('orders', 1)
  await hours(story, 1)
  machine.hours('orders', null)
  await hours(story, 5)
  expect(await dms(story, ANA, 'has lapsed')).toEqual([])
  expect(readAloud(await story.card('winback'))).toContain('approved')
})

test('a button that was drawn before a check failed asks for the reason', async () => {
  const { story, machine } = await submitted()
  const before = await approval(story, MEI).catch(() => approval(story, TOM))
  machine.hours('orders', 5)
  await typed(story, ANA, ['check winback'])
  await story.settle()
  await press(story, TOM, before, 'Approve')
  const form = story.slack.views.at(-1)
  expect(readAloud({ text: '', blocks: form?.blocks ?? [] })).toContain('in spite of')
  expect((await story.say(ANA, 'history winback')).text).not.toContain('approved for')
})
