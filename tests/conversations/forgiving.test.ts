import { describe, expect, test } from 'vitest'
import { eachRefused, refused } from './seen.ts'
import { ANA, readAloud, type Story, tell, typed } from './story.ts'

async function begun(): Promise<Story> {
  const story = await tell()
  await typed(story, ANA, [
    'new Spring win-back key:winback template:short',
    'new Summer sale key:summer-sale template:short',
    'new Summer party key:summer-party template:short',
  ])
  await story.settle()
  return story
}

describe('a key', () => {
  test('is enough by its beginning where one campaign begins so; the answer names it', async () => {
    const story = await begun()
    expect((await story.say(ANA, 'tasks winb')).text).toContain('`winback`')
    expect((await story.say(ANA, 'task summer-s 1 start')).text).toContain('`summer-sale`')
  })

  test('that is mistyped gets the nearest, or those that begin so; nothing is done', async () => {
    const story = await begun()
    await eachRefused(story, [
      [ANA, 'show winbakc', /There is no campaign "winbakc"\. .* Did you mean winback\?$/],
      [
        ANA,
        'stop summer enough',
        /summer-(sale|party), summer-(sale|party) begin so: write more of the one you mean\.$/,
      ],
      [ANA, 'show wi', /^There is no campaign "wi"\./],
      [ANA, 'show nothere', /shows those there are\.$/],
    ])
  })
})

test('an outcome, guardrails and an audience as people write them, and the answer says what was read', async () => {
  const story = await begun()
  const brief = async (value: string) => (await story.say(ANA, `brief winback ${value}`)).text
  expect(await brief('outcome Purchases up by 8 percent')).toContain('outcome: purchase +8 % or more.')
  expect(await brief('guardrails Unsubscribes max 0.2 points')).toContain(
    'guardrails: unsubscribe, at most 0.2 points worse.',
  )
  expect(await brief('audience EU customers, 12.000 people')).toContain('audience: 12\u202f000.')
  expect(await brief('horizon two weeks')).toContain('horizon: 14 days.')
  await story.settle()
  expect(await refused(story, ANA, 'brief winback outcome purchse up 8%')).toContain('Did you mean purchase?')
  expect(readAloud(await story.say(ANA, 'brief winback outcome Spends up 3'))).toContain(
    'spend, +3 % or more',
  )
})
