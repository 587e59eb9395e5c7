import { describe, expect, test } from 'vitest'
import { buttons, line, modal, posted, refused } from './seen.ts'
import {
  ANA,
  DAY,
  HOUR,
  MEI,
  press,
  pressed,
  RAJ,
  readAloud,
  submitted,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

const ASKS = 'asks you to approve'
const TALLY = 'growth 0 of 1, waiting for Tom'

describe('a rule of a policy', () => {
  const policies = `
policies:
  default: { requires: { growth: 1, data: 1 } }
  small: { requires: { data: 1 }, expires: 8h, when: { audience: { at_most: 5000 }, only-targets: [webhook] } }
  by-hand: { requires: { growth: 1 }, when: { targets: [manual], templates: [short] } }
`
  test('chooses it by people, targets and template each time it is submitted', async () => {
    const story = await tell({ policies })
    await submitted(story)
    expect(readAloud(await story.card('winback'))).toContain(TALLY)
    await typed(story, ANA, ['brief winback audience Lapsed 90 days, EU size:5000', 'submit winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain(
      '*Approval*  data 0 of 1, waiting for Raj or Mei',
    )
    expect(await pressed(story, RAJ, await story.dm(RAJ, ASKS), 'Details')).toContain('policy small')
    await typed(story, ANA, ['brief winback plan manual <@U0MEI|mei> Press send', 'submit winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('*Approval*  growth 0 of 1, waiting for Tom')
    await typed(story, ANA, [
      'brief winback audience Everybody',
      'brief winback plan webhook sender Send',
      'submit winback',
    ])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain(TALLY)
  })
})

describe('the ladder', () => {
  const policies = `
policies:
  default: { requires: { growth: 1, data: 1 }, expires: 72h, remind: [24h], escalate: { after: 48h, to: [U0ZOE, U0ANA] } }
`
  test('reminds who has not decided, then asks a backup, then expires', async () => {
    const story = await tell({ policies })
    await submitted(story)
    await typed(story, RAJ, ['approve winback'])
    await story.pass(DAY + HOUR)
    expect((await story.slack.dms(TOM)).filter(({ text }) => text.includes('waits for you'))).toHaveLength(1)
    expect((await story.slack.dms(RAJ)).filter(({ text }) => text.includes('waits for you'))).toHaveLength(0)
    expect(await refused(story, ZOE, 'approve winback')).toMatch(/^Only the growth and data approvers/)
    await story.pass(DAY)
    expect(readAloud(await story.card('winback'))).toContain('growth 0 of 1, waiting for Tom or Zoe')
    expect((await story.say(ANA, 'history winback')).text).toContain('Stairway put it to Zoe and Ana too')
    expect((await story.slack.dms(ANA)).map(({ text }) => text).join()).not.toContain(ASKS)
    await press(story, ZOE, await story.dm(ZOE, ASKS), 'Approve')
    expect(readAloud(await story.card('winback'))).toContain('*approved*')
    expect((await story.say(ANA, 'history winback')).text).toContain('Zoe approved for growth')
  })
})

describe('a decline', () => {
  const policies = '\npolicies:\n  default: { requires: { growth: 1, data: 1 }, decline: counts }\n'
  test('that only counts leaves the request open while others can approve, and can be taken back', async () => {
    const story = await tell({ policies })
    await submitted(story)
    await typed(story, MEI, ['decline winback not this week'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('data 0 of 1, waiting for Raj')
    expect((await story.dm(TOM, ASKS)).text).toContain('Declined by Mei: not this week')
    expect(buttons(await story.dm(MEI, ASKS))).toEqual(['Take back…', 'Details'])
    await press(story, MEI, await story.dm(MEI, ASKS), 'Take back…')
    await story.client.fillAndSubmit(MEI, modal(story, MEI), {})
    await story.settle()
    expect((await story.dm(ANA, 'took the decline')).text).toContain('Mei took the decline of')
    await typed(story, MEI, ['decline winback still not'])
    await typed(story, RAJ, ['decline winback nor now'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toMatch(/\*preparing\*[\s\S]*Declined by Raj, .*: nor now/)
  })
})

describe('a team of one', () => {
  test('approves its own where the policy allows it, and never else', async () => {
    const teams = '\nteams:\n  growth: { kind: growth, members: [U0ANA] }\n'
    const policies = '\npolicies:\n  default: { requires: { growth: 1 }, self-approval: allowed }\n'
    const story = await tell({ teams, policies })
    await submitted(story)
    await press(story, ANA, await story.dm(ANA, ASKS), 'Approve')
    expect(readAloud(await story.card('winback'))).toMatch(/\*approved\*[\s\S]*Approved by Ana/)
    const next = await story.restart({ policies: '\npolicies:\n  default: { requires: { growth: 1 } }\n' })
    await typed(next, ANA, ['brief winback horizon 21 days'])
    await next.settle()
    expect(await refused(next, ANA, 'submit winback')).toMatch(/none of its members may/)
  })
})

describe('an emergency', () => {
  const policies = '\npolicies:\n  default: { requires: { growth: 1, data: 1 }, break-glass: [U0ZOE] }\n'
  test('is approved alone by whom the policy names, with a reason; everybody is told, and it is marked for good', async () => {
    const story = await tell({ policies })
    await submitted(story)
    expect(await refused(story, TOM, 'breakglass winback now')).toBe(
      'Only Zoe may approve winback alone in an emergency.',
    )
    expect(await refused(story, ZOE, 'breakglass winback')).toMatch(/^Say what can't wait/)
    await story.say(ZOE, 'show winback')
    expect((await story.say(ZOE, 'breakglass winback the wrong price is live')).text).toMatch(
      /^You approved \*Spring win-back\* alone\. Everybody is told/,
    )
    await story.settle()
    expect(buttons(await story.dm(ANA, 'is approved (Zoe alone, as an emergency'))).toEqual(['Launch'])
    for (const person of [TOM, RAJ, MEI])
      expect((await story.dm(person, 'as an emergency: the wrong price is live')).text).toContain(
        'was approved by Zoe alone',
      )
    await posted(story, 'was approved by Zoe alone, as an emergency: the wrong price is live')
    await typed(story, ANA, ['launch winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toMatch(
      /\*live\*[\s\S]*■ Approved by Zoe alone, as an emergency, <!date.*>: the wrong price is live/,
    )
    expect((await story.say(ANA, 'history winback')).text).toContain(
      'Zoe approved it alone, as an emergency: the wrong',
    )
  })

  test('is nothing where no policy declares it, and looks at tasks all the same', async () => {
    const story = await tell()
    await submitted(story)
    expect(await refused(story, TOM, 'breakglass winback now')).toMatch(
      /names nobody who may approve it alone/,
    )
    expect(line(story, TOM).text).toContain('It waits for its approvers')
  })
})
