import { describe, expect, test } from 'vitest'
import { bought, digests, figures, mailed, NOTHING, sent } from './measured.ts'
import { posted, refused } from './seen.ts'
import { ANA, DAY, HOUR, MINUTE, RAJ, readAloud, type Story, tell, typed, ZOE } from './story.ts'

const DAILY = 'digest winback daily 09:00 Europe/Berlin'

/** A day in which more people come and do as those before them. */
async function another(story: Story, people = 200): Promise<void> {
  await sent(story, people)
  await bought(story, { control: 20, mail: 24 })
  await story.pass(DAY)
}

describe('quiet', () => {
  test('nothing is posted where only the figures moved, and it says so when it is asked', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 104 })
    expect((await story.say(ANA, `${DAILY} quiet`)).text).toContain(
      'daily 09:00, Europe/Berlin, to <#C0GROWTH>, only when something changed. The next one comes',
    )
    await another(story)
    expect(await digests(story)).toHaveLength(1) // the first one tells where it stands
    await another(story)
    await another(story)
    expect(await digests(story)).toHaveLength(1)
    expect((await story.say(RAJ, 'digest winback')).text).toMatch(
      /Nothing changed, so not posted: <!date\^1772611200\^.*>, <!date\^1772697600\^.*>\./,
    )
    expect((await story.say(RAJ, 'history winback')).text).toMatch(
      /made digest 3, nothing changed, so not posted/,
    )
    expect(readAloud(await story.card('winback'))).toContain('only when something changed')
  })

  test('a question, an answer and what is overdue are posted; after that it is quiet again', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 104 })
    await typed(story, ANA, [`${DAILY} quiet`])
    await another(story)
    await typed(story, ANA, ['ask winback Why does Web buy less? due:+36h'])
    await another(story)
    expect(await digests(story)).toHaveLength(2)
    await another(story) // overdue by now
    expect(await digests(story)).toHaveLength(3)
    await typed(story, RAJ, ['answer winback-1 the coupon field was lost'])
    await another(story)
    expect(await digests(story)).toHaveLength(4)
    await another(story)
    expect(await digests(story)).toHaveLength(4)
  })

  test('a fault is posted each day, and its end once', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 104 })
    await typed(story, ANA, [`${DAILY} quiet`])
    await another(story)
    await story.shop.run('alter table exposures rename to moved')
    await story.pass(DAY)
    await story.pass(DAY)
    expect(await digests(story)).toHaveLength(3)
    await story.shop.run('alter table moved rename to exposures')
    await another(story)
    expect(readAloud((await digests(story)).at(-1) ?? NOTHING)).toContain('day 5 of 14')
    await another(story)
    expect(await digests(story)).toHaveLength(4)
  })

  test('always: every slot again; now: whatever is quiet', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 104 })
    await typed(story, ANA, [`${DAILY} quiet`])
    await another(story)
    await story.pass(MINUTE)
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    expect(await digests(story)).toHaveLength(2)
    expect((await story.say(ANA, 'digest winback always')).text).not.toContain('only when')
    await another(story)
    expect(await digests(story)).toHaveLength(3)
  })
})

describe('a mute', () => {
  test('holds the posts until its end, is told in the channel, and ends by itself', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 104 })
    await typed(story, ANA, [DAILY])
    await another(story)
    expect((await story.say(ANA, 'digest winback mute Thu 8:00')).text).toMatch(
      /muted until <!date\^1772694000\^.*The next one comes <!date\^1772697600\^.*A guardrail beyond its margin is told all the same\./,
    )
    await story.settle()
    expect(readAloud(await posted(story, 'muted the digests'))).toMatch(
      /^Ana muted the digests of \*Spring win-back\* until <!date\^1772694000\^/,
    )
    await another(story)
    expect(await digests(story)).toHaveLength(1)
    expect(readAloud(await story.card('winback'))).toContain('muted until')
    expect((await story.say(RAJ, 'digest winback')).text).toMatch(
      /Muted, so not posted: <!date\^1772611200\^/,
    )
    await another(story)
    expect(await digests(story)).toHaveLength(2)
    expect((await digests(story)).at(-1)?.text).toMatch(/ · since Tuesday \+800$/)
    expect((await figures(story)).at(-1)?.text).toMatch(/Since the last one\* \(<!date\^17725248\d\d\^/)
    expect((await story.say(RAJ, 'digest winback')).text).not.toContain('muted')
  })

  test('ends when somebody ends it; strangers can neither', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 104 })
    expect(await refused(story, ANA, 'digest winback mute +2d')).toContain('has no digest set')
    await typed(story, ANA, [DAILY])
    await story.settle()
    expect(await refused(story, ANA, 'digest winback unmute')).toContain('are not muted')
    expect(await refused(story, ANA, 'digest winback mute +20w')).toContain('ends within 90 days')
    expect(await refused(story, ZOE, 'digest winback mute +2d')).toContain('can change winback')
    await typed(story, ANA, ['digest winback mute +2d'])
    await story.pass(HOUR)
    await typed(story, RAJ, ['digest winback unmute'])
    await another(story)
    expect(await digests(story)).toHaveLength(1)
    expect(readAloud(await posted(story, 'ended the mute'))).toContain('Raj ended the mute')
  })

  test('moves no slot, and stays when the schedule is moved', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 104 })
    await typed(story, ANA, [
      `${DAILY} quiet`,
      'digest winback mute +2d',
      'digest winback daily 10:00 <#C0DATA|data>',
    ])
    expect((await story.say(ANA, 'digest winback')).text).toMatch(
      /daily 10:00.*to <#C0DATA>, only when something changed, muted until/,
    )
    await another(story)
    expect(await digests(story, 'C0DATA')).toHaveLength(0)
  })
})
