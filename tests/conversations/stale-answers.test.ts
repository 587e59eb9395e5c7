import { expect, test } from 'vitest'
import { buttons, line } from './seen.ts'
import { ANA, approved, pressed, readAloud, tell, typed } from './story.ts'

test('a private card whose button no longer applies is replaced by the no and the card as it is', async () => {
  const story = await tell()
  await approved(story)
  await story.say(ANA, 'show winback')
  const shown = line(story, ANA)
  expect(buttons(shown)).toContain('Launch')
  await typed(story, ANA, ['launch winback'])
  await story.settle()
  const before = story.slack.ephemerals(ANA).length
  const said = await pressed(story, ANA, shown, 'Launch')
  expect(said).toMatch(/^winback is live: launch is not possible now\./)
  expect(said).toContain('*live*')
  expect(story.slack.ephemerals(ANA)).toHaveLength(before)
  const now = story.slack.ephemerals(ANA).find(({ ts }) => ts === shown.ts)
  expect(now && buttons(now)).not.toContain('Launch')
})

test('a private question that was overtaken keeps no button', async () => {
  const story = await tell()
  await approved(story)
  await story.say(ANA, 'launch winback')
  const asks = line(story, ANA)
  await typed(story, ANA, ['cancel winback not this month'])
  expect(await pressed(story, ANA, asks, 'Launch')).toContain('launch is not possible now')
  const now = story.slack.ephemerals(ANA).find(({ ts }) => ts === asks.ts)
  expect(now && readAloud(now)).toContain('launch is not possible now')
  expect(now && buttons(now)).toEqual([])
})

test('help finds stages, and says how a plan goes up in them', async () => {
  const story = await tell()
  expect((await story.say(ANA, 'help stages')).text).toMatch(
    /^\*launch\*[\s\S]*\*In stages\* {2}.*stages: 10%, 50%, 100% every 1d/,
  )
  expect((await story.say(ANA, 'stages winback')).text).toContain('There is no command "stages"')
})
