import { describe, expect, test } from 'vitest'
import { refused } from './seen.ts'
import { ANA, RAJ, readAloud, ready, submitted, TOM, tell, typed } from './story.ts'

const UNMEASURABLE = "*No exposure query: this can't be measured.*"

describe('a campaign that could not be measured is not complete', () => {
  test('without an exposure query: the brief says so first, and how it is set', async () => {
    const story = await tell()
    await ready(story)
    const answer = readAloud(await story.say(ANA, 'brief winback exposures none'))
    expect(answer).toMatch(
      new RegExp(
        `\n${escaped(UNMEASURABLE)}\n\`/campaign brief winback exposures mailed\` says who was in which arm\\. stairway\\.yaml declares mailed, quick and own\\.\nBrief of .*It lacks exposures\\.`,
      ),
    )
    expect(answer).not.toContain('Nothing is missing')
  })

  test('nor can it be submitted: what is missing is said with how it is set', async () => {
    const story = await tell()
    await ready(story, { brief: ['exposures none', 'arms none'] })
    const said = await refused(story, ANA, 'submit winback')
    expect(said).toBe(
      [
        "*No exposure query and no control arm: this can't be measured.* winback can't be decided yet.",
        '`/campaign brief winback exposures mailed` says who was in which arm. stairway.yaml declares mailed, quick and own.',
        '`/campaign brief winback arms control, treatment` splits the people; the first arm is the control.',
      ].join('\n'),
    )
    const card = await story.card('winback')
    expect(card.text).toContain('*Brief*  lacks arms and exposures')
  })

  test('nor with a metric that stairway.yaml has dropped since', async () => {
    const before = await tell({
      metrics: `  clicks: { warehouse: shop, label: Clicks, kind: proportion, direction: up, sql: "select unit, at, value from events where what = 'clicks'" }\n`,
    })
    await ready(before, { brief: ['outcome clicks up 8%'] })
    const story = await before.restart({ metrics: '' })
    const said = await refused(story, ANA, 'submit winback')
    expect(said).toContain('*No metric "clicks" in stairway.yaml: this can\'t be measured.*')
    expect(said).toContain('stairway.yaml declares purchase, unsubscribe, spend and refund.')
  })

  test('the rehearsal and the request say it first', async () => {
    const story = await tell()
    await submitted(story)
    expect((await story.dm(TOM, 'asks you to approve')).text).not.toContain("can't be measured")
    await typed(story, ANA, ['brief winback exposures none'])
    await story.settle()
    expect((await story.say(ANA, 'launch winback rehearse')).text).toMatch(
      new RegExp(`^${escaped(UNMEASURABLE)}\\n`),
    )
    for (const approver of [TOM, RAJ])
      expect((await story.dm(approver, 'asks you to approve')).text).toMatch(
        new RegExp(`^${escaped(UNMEASURABLE)}\\nAna asks you to approve`),
      )
  })
})

function escaped(words: string): string {
  return words.replace(/[*.]/g, '\\$&')
}
