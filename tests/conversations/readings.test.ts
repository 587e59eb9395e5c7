import { expect, onTestFinished, test, vi } from 'vitest'
import { ANA, live, MEI, MINUTE, pressed, submitted, tell } from './story.ts'

test('readings are limited a person, and said when again', async () => {
  const story = await tell()
  await live(story)
  for (const text of ['results winback', 'results winback sql', 'growth', 'results winback', 'growth'])
    for (let n = 0; n < 2; n++) expect((await story.say(ANA, text)).text, text).not.toMatch(/readings/)
  const refused = /^You asked for 10 readings within a minute: again in \d+ s\.$/
  for (const text of ['results winback', 'results winback sql', 'growth', 'growth send'])
    expect((await story.say(ANA, text)).text, text).toMatch(refused)
  expect(await pressed(story, ANA, await story.card('winback'), 'Results')).toMatch(/10 readings/)
  expect((await story.say(MEI, 'results winback')).text).not.toMatch(/readings/)
  // The clock of the workspace stands still, as it does where somebody tries Stairway out.
  const later = performance.now() + MINUTE
  const clock = vi.spyOn(performance, 'now').mockReturnValue(later)
  onTestFinished(() => clock.mockRestore())
  expect((await story.say(ANA, 'results winback')).text).not.toMatch(/readings/)
})

test('before the launch there are no results, and nothing is asked of the warehouse', async () => {
  const story = await tell()
  await submitted(story)
  const back = await story.shop.away()
  onTestFinished(back)
  expect((await story.say(ANA, 'results winback')).text).toBe(
    '*Spring win-back* is not launched yet: it is in review.',
  )
})
