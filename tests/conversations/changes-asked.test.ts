import { describe, expect, test } from 'vitest'
import { buttons, line, modal, refused, refusedClick } from './seen.ts'
import { ANA, MEI, press, RAJ, readAloud, type Story, submitted, TOM, tell, typed, ZOE } from './story.ts'

const ASKS = 'asks you to approve'

describe('changes that are requested', () => {
  test('become points that the owner ticks; what was done about each stands on the next request', async () => {
    const story = await tell()
    await submitted(story)
    await typed(story, TOM, ['approve winback'])
    await press(story, MEI, await story.dm(MEI, ASKS), 'Request changes…')
    await story.client.fillAndSubmit(MEI, modal(story, MEI), {
      'What is to be changed?': '- the holdout is gone\n2. ask @raj for the list\n\n',
    })
    await story.settle()
    expect((await story.dm(TOM, 'Changes requested by Mei')).text).toContain(
      '○ 1 the holdout is gone · Mei\n○ 2 ask @raj for the list · Mei',
    )
    const told = await story.dm(ANA, 'asks for changes')
    expect(told.text).toContain('1 the holdout is gone\n2 ask @raj for the list\nIt is preparing again')
    expect(buttons(told)).toEqual(['Points…', 'Edit brief…', 'Submit'])
    const card = await story.card('winback')
    expect(readAloud(card)).toContain('○ 1 the holdout is gone · Mei')
    expect(buttons(card)).toEqual(['Tasks', 'Brief', 'History', 'Points…', 'Submit'])
    expect(await refused(story, ANA, 'submit winback')).toMatch(
      /^winback can't be decided yet: 2 points that were asked for are open\.\n1 the holdout is gone\n2 ask @raj/,
    )
    expect(await refusedClick(story, ZOE, card, 'Points…')).toMatch(/^Only Ana /)

    await press(story, ANA, told, 'Points…')
    await story.client.fillAndSubmit(ANA, modal(story, ANA), {
      'What was done about 1?': '10 % are held out',
    })
    await story.settle()
    expect(readAloud({ text: '', blocks: modal(story, ANA).blocks })).toContain(
      '1 point of *Spring win-back* is still open.',
    )
    expect(await refused(story, ANA, 'point winback 3 done')).toMatch(
      /^winback has no point 3: there are 2\./,
    )
    expect((await story.say(ANA, 'point winback 2 he sent it')).text).toMatch(
      /^Something is said of each point of \*Spring win-back\*\. Submit it again/,
    )
    await press(story, ANA, await story.card('winback'), 'Submit')
    const next = await story.dm(MEI, ASKS)
    expect(next.text).toContain(
      '● 1 the holdout is gone · Mei → 10 % are held out · Ana\n● 2 ask @raj for the list · Mei → he sent it · Ana',
    )
    expect(readAloud(await story.card('winback'))).toContain('growth 0 of 1, waiting for Tom · data 0 of 1')
    const history = (await story.say(ANA, 'history winback')).text
    expect(history).toContain('Mei asked for changes for data: - the holdout is gone')
    expect(history).toContain('Ana said what was done about point 2: he sent it')
  })

  test('of a request are not answered by a form of the one before', async () => {
    const story = await tell()
    await submitted(story)
    await typed(story, TOM, ['changes winback more people'])
    await story.settle()
    await press(story, ANA, await story.card('winback'), 'Points…')
    const old = modal(story, ANA)
    await typed(story, ANA, ['point winback 1 done', 'submit winback'])
    await typed(story, TOM, ['changes winback fewer people'])
    await story.settle()
    const late = await story.client.fillAndSubmit(ANA, old, { 'What was done about 1?': 'more people' })
    expect(JSON.stringify(late)).toContain(
      'winback was submitted again since, so these are points of the request before: /campaign show winback shows those that are open.',
    )
    expect((await story.dm(ANA, 'asks for changes')).text).toContain('1 fewer people')
    await typed(story, ANA, ['point winback 1 fewer people'])
  })

  test('are typed too, and not without words', async () => {
    const story = await tell()
    await submitted(story)
    expect(await refused(story, ANA, 'changes winback more people')).toMatch(/^Only the growth and data/)
    expect(await refused(story, TOM, 'changes winback')).toMatch(/^Say what is to be changed, a line each\./)
    expect((await story.say(TOM, 'changes winback more people')).text).toBe(
      'You asked for changes of *Spring win-back*. It is preparing again, and Ana says what was done about each.',
    )
    await story.settle()
    expect(await refused(story, RAJ, 'approve winback')).toMatch(
      /^winback was sent back by Tom, <!date.*>, for changes: more people/,
    )
  })
})

describe('approve and launch', () => {
  test('is offered to the last approver alone, and does both', async () => {
    const story = await tell()
    await submitted(story)
    expect(await detailsFor(story, RAJ)).not.toContain('Approve and launch')
    expect(await refused(story, TOM, 'approve winback launch:now')).toMatch(
      /^winback can't be launched yet: Raj or Mei must approve it too\./,
    )
    await press(story, TOM, await story.dm(TOM, ASKS), 'Approve')
    expect(await detailsFor(story, MEI)).toContain('Approve and launch')
    expect(buttons(await story.card('winback'))).not.toContain('Approve and launch')
    expect(await detailsFor(story, RAJ)).toContain('Approve and launch')
    await press(story, RAJ, line(story, RAJ), 'Approve and launch')
    expect(line(story, RAJ).text).toMatch(/^\*Spring win-back\* is launching: 1 step, in order\./)
    expect(story.receiver.requests).toHaveLength(1)
    expect(await refusedClick(story, MEI, line(story, MEI), 'Approve and launch')).toMatch(
      /^winback was approved by Raj/,
    )
  })

  test('typed, with words', async () => {
    const story = await tell()
    await submitted(story)
    await typed(story, TOM, ['approve winback'])
    await typed(story, RAJ, ['approve winback launch:now the numbers hold'])
    await story.settle()
    expect(story.receiver.requests).toHaveLength(1)
    expect((await story.say(ANA, 'history winback')).text).toContain(
      'Raj approved for data: the numbers hold',
    )
  })
})

/** The buttons behind Details, for one approver. */
async function detailsFor(story: Story, person: string): Promise<string[]> {
  await press(story, person, await story.dm(person, ASKS), 'Details')
  return buttons(line(story, person))
}
