import { describe, expect, test } from 'vitest'
import type { Message } from '../../sandbox/workspace/types.ts'
import { buttons, line, modal, refused, refusedClick } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  HOUR,
  live,
  MEI,
  press,
  pressed,
  RAJ,
  readAloud,
  ready,
  type Story,
  submitted,
  TOM,
  tell,
  twice,
  typed,
} from './story.ts'

const ASKS = 'asks you to approve'

/** Mei stands for both teams. */
const LARGER = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM, U0MEI, U0ZOE] }
  data: { kind: data, members: [U0RAJ, U0MEI] }
`

/** Every copy of the requests: in the thread, and in the direct message of each approver. */
async function copies(story: Story): Promise<Message[]> {
  const { replies } = await story.card('winback')
  const dms = await Promise.all([RAJ, MEI, TOM].map((person) => story.slack.dms(person)))
  return [...replies, ...dms.flat()].filter((message) => /approve/i.test(message.text))
}

const decidedBy = async (story: Story) =>
  (await story.say(ANA, 'history winback')).text.match(/\w+ approved for \w+/g)

describe('at the same moment', () => {
  test('two deciders of one team: one counts, the other is told who was first', async () => {
    const story = await tell()
    await submitted(story)
    const [forRaj, forMei] = [await story.dm(RAJ, ASKS), await story.dm(MEI, ASKS)]
    await Promise.all([
      story.client.clickButton(RAJ, forRaj, 'Approve'),
      story.client.clickButton(MEI, forMei, 'Approve'),
    ])
    await story.settle()
    expect(await decidedBy(story)).toHaveLength(1)
    const late = [RAJ, MEI].filter((person) => story.slack.ephemerals(person).length > 0)
    expect(late).toHaveLength(1)
    expect(line(story, late[0] ?? '').text).toMatch(
      /^The data team has approved already \((Raj|Mei), .*\)\. It waits for Tom\.$/,
    )
    expect(readAloud(await story.card('winback'))).toContain('growth 0 of 1, waiting for Tom · data 1 of 1')
  })

  test('one of each team: both count, and it is approved once', async () => {
    const story = await tell()
    await submitted(story)
    const [forTom, forRaj] = [await story.dm(TOM, ASKS), await story.dm(RAJ, ASKS)]
    await Promise.all([
      story.client.clickButton(TOM, forTom, 'Approve'),
      story.client.clickButton(RAJ, forRaj, 'Approve'),
    ])
    await story.settle()
    expect((await decidedBy(story))?.sort()).toEqual(['Raj approved for data', 'Tom approved for growth'])
    const told = (await story.slack.dms(ANA)).filter(({ text }) => text.includes('is approved'))
    expect(told).toHaveLength(1)
  })

  test.each(['behind', 'beside'] as const)('the same click, once %s the other, counts once', async (how) => {
    const story = await tell()
    await submitted(story)
    await twice(story, how).clickButton(RAJ, await story.dm(RAJ, ASKS), 'Approve')
    await twice(story, how).command(TOM, '/campaign', 'approve winback looks right')
    await story.settle()
    expect(await decidedBy(story)).toEqual(['Tom approved for growth', 'Raj approved for data'])
    const said = [...story.slack.ephemerals(RAJ), ...story.slack.ephemerals(TOM)].map(({ text }) => text)
    expect(said).not.toContainEqual(expect.stringContaining('decided this one already'))
    expect((await story.slack.dms(ANA)).filter(({ text }) => text.includes('is approved'))).toHaveLength(1)
  })
})

describe('every copy', () => {
  test('says what happened, and loses the buttons that serve no more', async () => {
    const story = await tell()
    await submitted(story)
    expect(await copies(story)).toHaveLength(4)
    for (const copy of await copies(story))
      expect(buttons(copy)).toEqual(['Approve', 'Request changes…', 'Decline…', 'Details'])

    await press(story, TOM, await story.dm(TOM, ASKS), 'Approve')
    for (const copy of await copies(story))
      expect(copy.text).toMatch(/\nApproved by Tom, <!date.*> · data 0 of 1\n/)
    expect(buttons(await story.dm(TOM, ASKS))).toEqual(['Take back…', 'Details'])
    expect(buttons(await story.dm(MEI, ASKS))).toEqual(['Approve', 'Request changes…', 'Decline…', 'Details'])

    await typed(story, RAJ, ['approve winback the numbers hold'])
    await story.settle()
    for (const copy of await copies(story)) {
      expect(copy.text).toMatch(/^Approved by Tom and Raj, <!date.*> · growth 1 of 1, data 1 of 1/)
      expect(buttons(copy).filter((label) => label !== 'Take back…')).toEqual([])
    }
    expect(buttons(await story.dm(MEI, 'asked to approve'))).toEqual([])
    const told = await story.dm(ANA, 'is approved')
    expect(told.text).toBe(
      '*Spring win-back* is approved (Tom; Raj: the numbers hold). Launch it when you are ready.',
    )
  })

  test('and the card in the channel: there it can be approved and declined too', async () => {
    const story = await tell()
    await submitted(story)
    const card = await story.card('winback')
    expect(buttons(card)).toEqual(['Tasks', 'Brief', 'History', 'Approve', 'Request changes…', 'Decline…'])
    expect(await refusedClick(story, ANA, card, 'Approve')).toMatch(/^Only the growth and data approvers/)
    await press(story, TOM, card, 'Approve')
    expect(readAloud(await story.card('winback'))).toContain('growth 1 of 1 · data 0 of 1, waiting for Raj')
    await story.say(RAJ, 'show winback')
    await press(story, RAJ, line(story, RAJ), 'Decline…')
    await story.client.fillAndSubmit(RAJ, modal(story, RAJ), { 'Why?': 'the list is stale' })
    await story.settle()
    expect(readAloud(await story.card('winback'))).toMatch(/Declined by Raj, .*: the list is stale/)
    expect(buttons(await story.card('winback'))).toEqual(['Tasks', 'Brief', 'History', 'Submit'])

    await press(story, ANA, await story.card('winback'), 'Submit')
    await story.say(TOM, 'show winback')
    await pressed(story, TOM, line(story, TOM), 'Approve')
    expect(readAloud(line(story, TOM))).toContain('growth 1 of 1 · data 0 of 1')
    await press(story, RAJ, await story.card('winback'), 'Approve')
    expect(buttons(await story.card('winback'))).toEqual(['Tasks', 'Brief', 'History', 'Launch'])
    expect(await refusedClick(story, MEI, card, 'Decline…')).toMatch(/^winback was approved by Raj/)
  })

  test('says when a launch is on', async () => {
    const story = await tell()
    await approved(story)
    await typed(story, ANA, ['launch winback at:tomorrow 9:00'])
    await story.settle()
    for (const copy of await copies(story))
      expect(copy.text).toMatch(/ · launch is on for <!date\^1772524800\^/)
  })

  test('Details shows the brief as it was submitted and what was looked at', async () => {
    const story = await tell()
    await submitted(story)
    const details = await pressed(story, TOM, await story.dm(TOM, ASKS), 'Details')
    expect(details).toMatch(/^Request 1 for \*Spring win-back\* .*, by Ana /)
    expect(details).toContain('42\u202f610 people: Lapsed 90 days, EU')
    expect(details).toContain('● 2 *Proof reads well on mobile*')
    expect(details).toContain('tried on three phones')
  })

  /** Autumn ran to its end, with 200 purchases and 20 unsubscribed of 1000 in its control. */
  async function readOut(story: Story): Promise<void> {
    await live(story, { key: 'autumn', brief: ['guardrails unsubscribe 1 point'] })
    for (const arm of ['control', 'mail']) await story.shop.expose(arm, 1_000, story.now())
    await story.shop.act('purchase', 'control', 200, story.now())
    await story.shop.act('unsubscribe', 'control', 20, story.now())
    await story.pass(14 * DAY)
    await typed(story, ANA, ['digest autumn now'])
    await story.settle()
  }

  const asked = async (story: Story, brief: readonly string[] = []) => {
    await submitted(story, { brief })
    return readAloud(await story.dm(RAJ, 'asks you to approve *Spring win-back*  `winback`'))
  }

  test('says what was looked at, and by when most such campaigns ship where the goal was read out before', async () => {
    const story = await tell()
    await readOut(story)
    const request = await asked(story)
    expect(request).toContain('*Expected*  purchase +8 % by day 9 of 14\n')
    expect(request).toMatch(/● 2 of 2 tasks done · all with evidence/)
  })

  test('says which guardrail would hold most of them up', async () => {
    const story = await tell()
    await readOut(story)
    const request = await asked(story, ['guardrails unsubscribe 5%'])
    expect(request).toContain('*Too small: purchase +8 % shows 1 time in 10; needs about 670\u202f000.*\n')
    expect(request).toContain('In 9 of 10, unsubscribe is unharmed but not proven to be within its margin.\n')
  })

  test('says what share a holdout needs that is too small for a verdict', async () => {
    const story = await tell()
    await readOut(story)
    expect(await asked(story, ['audience Lapsed size:800', 'arms control 10%, mail 90%'])).toContain(
      'control (10 %) would have 16 of the 30 events of purchase that a verdict needs: 19 % of the audience would do.\n',
    )
  })

  test('asks how many people there are where nobody said, and no longer once it is decided', async () => {
    const story = await tell()
    const request = await asked(story, ['audience Everybody'])
    expect(request).toContain(
      '*Expected*  purchase +8 %\n■ how many people is not known: the audience has no size\n',
    )
    await press(story, RAJ, await story.dm(RAJ, ASKS), 'Approve')
    await press(story, TOM, await story.dm(TOM, ASKS), 'Approve')
    for (const copy of await copies(story)) expect(readAloud(copy)).not.toContain('how many people')
  })

  test('Rehearse, beside Details, shows what each step would send', async () => {
    const story = await tell()
    await submitted(story)
    await pressed(story, RAJ, await story.dm(RAJ, ASKS), 'Details')
    const steps = await pressed(story, RAJ, line(story, RAJ), 'Rehearse')
    expect(steps).toMatch(
      /^\*Rehearsal\.\* A launch of \*Spring win-back\* .* would run 1 step for 42\u202f610 people\./,
    )
    expect(steps).toContain('1  Start the send (127.0.0.1:')
    expect(story.receiver.requests).toHaveLength(0)
  })
})

describe('a decline', () => {
  test('takes it back to preparing and tells who asked, with the reason', async () => {
    const story = await tell()
    await submitted(story)
    await press(story, MEI, await story.dm(MEI, ASKS), 'Decline…')
    await story.client.fillAndSubmit(MEI, modal(story, MEI), { 'Why?': 'the holdout is gone\nask @raj' })
    await story.settle()
    for (const copy of await copies(story)) {
      expect(copy.text).toMatch(/^Declined by Mei, <!date.*>: the holdout is gone ask @raj/)
      expect(buttons(copy)).toEqual([])
    }
    expect((await story.dm(ANA, 'was declined')).text).toBe(
      '*Spring win-back* was declined by Mei: the holdout is gone\nask @raj\nIt is preparing again: edit the brief, then submit it once more.',
    )
    expect(readAloud(await story.card('winback'))).toContain('*preparing*')
    expect(await refused(story, TOM, 'approve winback')).toMatch(
      /^winback was declined by Mei, <!date.*>: the holdout/,
    )
  })

  test('stays on its copies when it is submitted again, with who declined it and when', async () => {
    const story = await tell()
    await submitted(story)
    await typed(story, MEI, ['decline winback the holdout is gone'])
    // Before the copies were drawn: what they say does not hang on which comes first.
    await typed(story, ANA, ['submit winback'])
    await story.settle()
    await typed(story, TOM, ['approve winback'])
    await story.settle()
    for (const person of [RAJ, MEI, TOM]) {
      const [first, second] = (await story.slack.dms(person)).filter(({ text }) => /approve/.test(text))
      expect(first?.text).toMatch(/^Declined by Mei, <!date.*>: the holdout is gone\nAna asked to approve/)
      expect(buttons(first ?? { blocks: [] })).toEqual([])
      expect(second?.text).toMatch(/^Ana asks you to approve/)
    }
  })

  test('goes to who submitted it, who may be another than the owner', async () => {
    const story = await tell({ teams: LARGER })
    await ready(story)
    await typed(story, TOM, ['submit winback'])
    await story.settle()
    expect(await refused(story, TOM, 'approve winback')).toContain("You asked for it, so you can't.")
    await typed(story, RAJ, ['decline winback the model is stale'])
    await story.settle()
    expect((await story.dm(TOM, 'was declined')).text).toContain('the model is stale')
  })
})

describe('who must approve', () => {
  test('two of one team and one of another: nobody counts twice', async () => {
    const policies = '\npolicies:\n  default: { requires: { growth: 2, data: 1 }, expires: 24h }\n'
    const story = await tell({ teams: LARGER, policies })
    await submitted(story)
    expect(readAloud(await story.card('winback'))).toContain(
      'growth 0 of 2, waiting for Tom, Mei or Zoe · data 0 of 1, waiting for Raj or Mei',
    )
    await press(story, MEI, await story.dm(MEI, ASKS), 'Approve')
    expect(await refused(story, MEI, 'approve winback')).toMatch(/^You decided this one already\./)
    await typed(story, 'U0ZOE', ['approve winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('growth 2 of 2 · data 0 of 1, waiting for Raj')
    expect(await refused(story, TOM, 'approve winback')).toMatch(/^The growth team has approved already/)
    await typed(story, RAJ, ['approve winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('Approved by Mei, Zoe and Raj')
  })

  test('teams that are user groups of Slack', async () => {
    const groups = `
teams:
  growth: { kind: growth, usergroup: S0GROWTH }
  data: { kind: data, usergroup: S0DATA }
`
    const story = await tell({ teams: groups })
    await submitted(story)
    expect(readAloud(await story.card('winback'))).toContain(
      'growth 0 of 1, waiting for Mei or Tom · data 0 of 1, waiting for Raj or Mei',
    )
    await press(story, MEI, await story.dm(MEI, ASKS), 'Approve')
    await typed(story, RAJ, ['approve winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('*approved*')
  })
})

describe('taken back and asked again', () => {
  test('withdrawn: copies say so, and nothing is left to decide or to launch', async () => {
    const story = await tell()
    await submitted(story)
    const request = await story.dm(TOM, ASKS)
    await typed(story, ANA, ['withdraw winback the audience changes tomorrow'])
    await story.settle()
    for (const copy of await copies(story)) {
      expect(copy.text).toMatch(/^Withdrawn.*; nothing is left to decide\./)
      expect(buttons(copy)).toEqual([])
    }
    expect(await refusedClick(story, TOM, request, 'Approve')).toBe(
      'winback was withdrawn; nothing is left to decide.',
    )
    expect((await story.say(RAJ, 'history winback')).text).toContain(
      'Ana withdrew it: the audience changes tomorrow',
    )
  })

  test('by somebody else: who asked is told, with why', async () => {
    const story = await tell()
    await submitted(story)
    await typed(story, TOM, ['withdraw winback the offer changes'])
    await story.settle()
    expect((await story.dm(ANA, 'was withdrawn')).text).toBe(
      '*Spring win-back* was withdrawn by Tom: the offer changes\nIt is preparing again: edit the brief, then submit it once more.',
    )
  })

  test('an approval that was withdrawn launches nothing, also not at its time', async () => {
    const story = await tell()
    await approved(story)
    await typed(story, ANA, ['launch winback at:+2h', 'withdraw winback'])
    await story.pass(3 * HOUR)
    expect(story.receiver.requests).toHaveLength(0)
    expect(await refused(story, ANA, 'launch winback')).toMatch(/^winback is preparing/)
  })

  test('submitted again after a change: the old copies say so, and only the new request counts', async () => {
    const story = await tell()
    await submitted(story)
    await press(story, RAJ, await story.dm(RAJ, ASKS), 'Approve')
    const old = await story.dm(TOM, ASKS)
    await typed(story, ANA, ['brief winback audience Lapsed 90 days, EU size:51200'])
    await story.settle()
    const changed = await story.dm(TOM, 'Changed after it was submitted')
    expect(changed.text).toContain('audience 42\u202f610 → 51\u202f200')
    expect(buttons(changed)).toEqual(['Details'])
    expect(buttons(await story.card('winback'))).toContain('Submit')

    await press(story, ANA, await story.card('winback'), 'Submit')
    const dms = (await story.slack.dms(TOM)).map(({ text }) => text)
    expect(dms).toEqual([
      expect.stringMatching(
        /^This request for \*Spring win-back\* .* was replaced by a newer one, asked by Ana/,
      ),
      expect.stringContaining('51\u202f200 people'),
    ])
    expect(await refusedClick(story, TOM, old, 'Approve')).toMatch(/^winback was submitted again since/)
    expect(readAloud(await story.card('winback'))).toContain('growth 0 of 1, waiting for Tom · data 0 of 1')
    for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('*approved*')
  })

  test('nobody decided: copies say that it expired, and who can ask again', async () => {
    const story = await tell()
    await submitted(story)
    await story.pass(3 * DAY + HOUR)
    for (const copy of await copies(story)) {
      expect(copy.text).toMatch(/^Expired <!date.*> before it was decided\. Ana can submit it again\./)
      expect(buttons(copy)).toEqual([])
    }
    expect(readAloud(await story.card('winback'))).toContain('*preparing*')
  })
})
