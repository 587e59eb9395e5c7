import { describe, expect, test } from 'vitest'
import { buttons, modal, posted, refusedClick } from './seen.ts'
import { ANA, DAY, HOUR, press, RAJ, readAloud, ready, type Story, TOM, tell, typed, ZOE } from './story.ts'

const IF_ONE = /<!date\^1772524800\^[^>]*>, if 1 more approves/

/** Ana asks for Tuesday at nine. */
async function askedForTuesday(story: Story): Promise<void> {
  await ready(story)
  await typed(story, ANA, ['launch winback at:tue 9:00', 'submit winback'])
  await story.settle()
}

describe('a launch that waits for approvals', () => {
  test('says so wherever its time is shown, until they are given', async () => {
    const story = await tell()
    await ready(story)
    expect((await story.say(ANA, 'launch winback at:tue 9:00')).text).toContain(
      ', if it is approved by then.',
    )
    await typed(story, ANA, ['submit winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toMatch(
      /go-live <!date\^1772524800\^[^>]*>, if 2 more approve /,
    )
    await typed(story, TOM, ['approve winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toMatch(IF_ONE)
    expect((await posted(story, 'launches <!date')).text).toMatch(IF_ONE)
    expect((await story.say(ANA, 'launch winback at:tue 9:00')).text).toMatch(IF_ONE)
    await typed(story, RAJ, ['approve winback'])
    await story.settle()
    const said = [await story.card('winback'), await posted(story, 'launches <!date')].map(readAloud).join()
    expect(said).not.toContain(', if ')
    await typed(story, ANA, ['brief winback horizon 21 days'])
    await story.settle()
    expect((await posted(story, 'launches <!date')).text).toContain(
      '>, if it is submitted again and approved by then',
    )
  })

  test('approved after its time asks to launch now or to set a new time', async () => {
    const story = await tell()
    await askedForTuesday(story)
    await typed(story, TOM, ['approve winback'])
    await story.pass(DAY + HOUR)
    expect(story.receiver.requests).toHaveLength(0)
    expect((await story.dm(ANA, 'did not start')).text).toContain(
      'winback was not approved by then: 1 more has to approve it.',
    )
    await typed(story, RAJ, ['approve winback'])
    await story.settle()
    const told = await story.dm(ANA, 'is approved')
    expect(told.text).toMatch(
      /Its time, <!date\^1772524800\^.*, has passed: launch it now or set a new time\.$/,
    )
    expect(buttons(told)).toEqual(['Launch', 'Set a time…'])
    expect(await refusedClick(story, ZOE, told, 'Set a time…')).toMatch(/^Only Ana /)
    await press(story, ANA, told, 'Set a time…')
    const at = new Date(story.now().getTime() + 2 * HOUR).toISOString()
    await story.client.fillAndSubmit(ANA, modal(story, ANA), { 'When?': at })
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('scheduled <!date')
    expect(buttons(await story.dm(ANA, 'is approved'))).toEqual(['Launch'])
    await story.pass(2 * HOUR)
    expect(story.receiver.requests).toHaveLength(1)
  })

  test('whose request expired says so', async () => {
    const policies = '\npolicies:\n  default: { requires: { growth: 1, data: 1 }, expires: 12h }\n'
    const story = await tell({ policies })
    await askedForTuesday(story)
    await story.pass(13 * HOUR)
    expect(readAloud(await story.card('winback'))).toMatch(
      /go-live <!date\^1772524800\^[^>]*>, but its request has expired/,
    )
    await story.pass(DAY)
    expect((await story.dm(ANA, 'did not start')).text).toContain(
      'winback was not approved by then: its request has expired. Submit it again, with a new time.',
    )
    expect(story.receiver.requests).toHaveLength(0)
  })
})
