import { expect, test } from 'vitest'
import { bought, mailed, sent } from './measured.ts'
import { ANA, DAY, HOUR, readAloud, type Story, tell } from './story.ts'

const METRICS = `  renewal: { warehouse: shop, label: Renewal, kind: proportion, direction: up, window: 7d, sql: "select unit, at, value from events where what = 'purchase'" }
`

test('people count once their window has passed: until then nothing is told of what they did', async () => {
  const story = await tell({ metrics: METRICS })
  await mailed(story, { control: 100, mail: 190 }, { brief: ['outcome renewal up 8%'] })
  await story.pass(5 * DAY + HOUR)
  await sent(story, 500)
  await bought(story, { control: 1_500, mail: 1_500 })
  const early = await results(story)
  expect(early).toMatch(/\*People\* {2}control 1\s500 · mail 1\s500/)
  expect(early).toMatch(/\*Renewal\* {2}control .*\(n 0\) · mail .*\(n 0\)/)
  expect(early).not.toMatch(/\(\d.* of /)
  await story.pass(2 * DAY)
  await bought(story, { control: 1, mail: 1 }) // the data are of today
  expect(await results(story)).toMatch(
    /control 100\.0+\s% \(1\s000 of 1\s000, 500 still in their window\) · mail 100\.0+\s% \(1\s000 of 1\s000, 500/,
  )
})

async function results(story: Story): Promise<string> {
  return readAloud(await story.say(ANA, 'results winback'))
}
