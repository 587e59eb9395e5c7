import { expect, test } from 'vitest'
import { counted } from '../targets/counted.ts'
import { ANA, approved, HOUR, press, type Story, tell } from './story.ts'

async function come(story: Story, people: number, left: { control: number; mail: number } | null = null) {
  await story.pass(HOUR)
  for (const arm of ['control', 'mail']) await story.shop.expose(arm, people, story.now())
  if (left)
    for (const [arm, n] of Object.entries(left)) await story.shop.act('unsubscribe', arm, n, story.now())
}

async function launched(plan: string, guard = 'guardrails unsubscribe 0.2 points') {
  const tool = counted()
  const story = await tell({ targets: new Map([['sender', tool]]) })
  await approved(story, { plan, brief: ['exposures quick', guard] })
  await press(story, ANA, await story.card('winback'), 'Launch')
  return { story, tool }
}

test('harm while a step by hand has its turn in a staged launch, stop on harm approved', async () => {
  const { story, tool } = await launched(
    'sender checkout 1%; manual <@U0TOM|tom> Look at the boards; after 1d: sender checkout 100% from 1%',
    'guardrails unsubscribe 0.2 points, stop on harm',
  )
  expect(tool.effects).toEqual(['checkout 1%'])
  await come(story, 5_000, { control: 10, mail: 60 })
  await story.pass(3 * HOUR)
  expect(tool.undone).toEqual(['checkout 1%'])
})

test('a guardrail whose feed never brought a row', async () => {
  const { story, tool } = await launched('sender checkout stages: 1%, 10%, 100% every 1h')
  await story.pass(0.5 * HOUR)
  for (const arm of ['control', 'mail']) await story.shop.expose(arm, 5_000, story.now())
  await story.pass(HOUR)
  for (const arm of ['control', 'mail']) await story.shop.expose(arm, 5_000, story.now())
  await story.pass(0.25 * HOUR)
  expect(tool.effects).toEqual(['checkout 1%'])
  // By then its data must have come: that it is silent says that nothing happened.
  await story.pass(0.5 * HOUR)
  expect(tool.effects).toEqual(['checkout 1%', 'checkout 10% from 1%'])
})

test('else take back, after its asking was given up', async () => {
  const { story, tool } = await launched('sender checkout stages: 1%, 10%, 100% every 1d else take back')
  const { stageGivenUp } = await import('../../src/usecases/stages.ts')
  const { id: campaignId } = await story.stairway.db('campaigns').first('id')
  await stageGivenUp(story.stairway.deps, { teamId: 'T0STAIR', campaignId, n: 2 } as never, 'it broke')
  await story.settle()
  await come(story, 5_000, { control: 10, mail: 60 })
  await story.pass(2 * HOUR)
  expect(tool.undone).toEqual(['checkout 1%'])
})
