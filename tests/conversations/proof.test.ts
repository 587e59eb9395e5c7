import { describe, expect, test } from 'vitest'
import { editBrief } from '../../src/usecases/campaigns.ts'
import { hours, mailed, sent } from './measured.ts'
import {
  ANA,
  DAY,
  HOUR,
  live,
  MINUTE,
  type Planned,
  press,
  RAJ,
  readAloud,
  type Story,
  TOM,
  tell,
  typed,
} from './story.ts'

/** Its data are there within two hours. */
const QUICK: Planned = { brief: ['exposures quick'] }
const STILL = 'People are still being reached'
const ENDED = 'Nobody is reached'

async function told(story: Story, who: string, words: string): Promise<string[]> {
  const dms = await story.slack.dms(who)
  return dms.map(readAloud).filter((text) => text.includes(words))
}

const card = async (story: Story) => readAloud(await story.card('winback'))

/** A campaign that reached people until a minute before Tom stopped it. */
async function stopped(story: Story, planned: Planned = QUICK): Promise<Date> {
  await live(story, planned)
  await sent(story, 50)
  await story.pass(MINUTE)
  await press(story, TOM, await story.card('winback'), 'Stop')
  return story.now()
}

describe('after a stop', () => {
  test('the card says that it is not proven, then told once that nobody is reached: to who stopped it and the owner', async () => {
    const story = await tell()
    const at = await stopped(story)
    expect(await card(story)).toMatch(
      /\*Reached\* {2}not yet proven that nobody is: no exposure since <!date[^>]*> as of <!date[^>]*>; it can be from <!date[^>]*> on/,
    )
    await hours(story, 2)
    expect(await told(story, TOM, ENDED)).toEqual([])
    expect(await card(story)).toContain('not yet proven')
    await hours(story, 12)
    for (const who of [TOM, ANA]) {
      const [said, ...more] = await told(story, who, ENDED)
      expect(said).toMatch(/^Nobody is reached by \*Spring win-back\* any more: no exposure since <!date/)
      expect(more).toEqual([])
    }
    expect(await told(story, RAJ, ENDED)).toEqual([])
    expect(await card(story)).toMatch(
      /\*Reached\* {2}nobody any more: no exposure since <!date[^>]*>, proven <!date/,
    )
    expect(story.now().getTime() - at.getTime()).toBeLessThan(DAY)
    expect(await story.stairway.db('jobs').where({ kind: 'prove_stop', state: 'waiting' })).toEqual([])
  })

  test('exposures that still come are told once with how many an hour, and the end of them once', async () => {
    const story = await tell()
    await stopped(story)
    for (let hour = 0; hour < 5; hour += 1) {
      await story.pass(HOUR - MINUTE)
      await sent(story, 156)
      await story.pass(MINUTE)
    }
    const [said, ...more] = await told(story, TOM, STILL)
    expect(said).toMatch(/: 312 (an hour|in the \d+ minutes after the stop), the newest <!date/)
    expect(said).toContain('Stop it where it is sent from.')
    expect(more).toEqual([])
    expect(await told(story, ANA, STILL)).toHaveLength(1)
    expect(await told(story, TOM, ENDED)).toEqual([])
    await hours(story, 1)
    expect(await card(story)).toMatch(
      /\*Reached\* {2}people still are: 312 an hour, the newest <!date[^>]*>, (1\u202f248|1\u202f560) since the stop/,
    )
    await hours(story, 12)
    expect(await told(story, TOM, ENDED)).toHaveLength(1)
    expect(await told(story, TOM, STILL)).toHaveLength(1)
    expect(await card(story)).toContain('nobody any more')
  })

  test('a warehouse that does not answer is no proof; once it is back it is asked on', async () => {
    const story = await tell()
    await live(story, QUICK)
    await sent(story, 50)
    const back = await story.shop.away()
    await press(story, TOM, await story.card('winback'), 'Stop')
    await hours(story, 20)
    expect(await card(story)).toMatch(
      /\*Reached\* {2}not proven that nobody is: Exposure query "quick" has no answer/,
    )
    expect(await told(story, TOM, ENDED)).toEqual([])
    await back()
    await hours(story, 14)
    expect(await told(story, TOM, ENDED)).toHaveLength(1)
    expect((await story.say(ANA, 'history winback')).text.match(/asked whether anybody/g)).toHaveLength(3)
  })

  test('what is dated in the future proves nothing: its zone is taken wrong', async () => {
    const story = await tell()
    await stopped(story)
    await story.shop.expose('mail', 3, new Date(story.now().getTime() + 10 * DAY))
    await hours(story, 24)
    expect(await card(story)).toContain('3 exposures are dated in the future: a zone that is taken wrong?')
    expect(await told(story, TOM, ENDED)).toEqual([])
  })

  test('without an exposure query it is said that it can’t be proven', async () => {
    const story = await tell()
    await live(story)
    const { deps, db } = story.stairway
    const { id } = await db('campaigns').first('id')
    await editBrief(deps, { teamId: 'T0STAIR', userId: ANA, surface: 'modal' }, { id }, { exposures: null })
    await press(story, TOM, await story.card('winback'), 'Stop')
    expect(await card(story)).toContain(
      "it can't be proven that nobody is: the brief names no exposure query",
    )
    expect(await told(story, TOM, "can't be told: the brief names no exposure query")).toHaveLength(1)
    await hours(story, 3)
    expect(await told(story, ANA, "can't be told")).toHaveLength(1)
  })

  test('after a week beside the delay of the data it is said that it was never proven, and asked no more', async () => {
    const story = await tell()
    await stopped(story)
    for (let day = 0; day < 8; day += 1) {
      await sent(story, 5)
      await story.pass(DAY)
    }
    expect(await told(story, TOM, 'reaches nobody any more: still 10 an hour')).toHaveLength(1)
    expect(await card(story)).toMatch(
      /never proven that nobody is: still 10 an hour.*It is not asked any more/,
    )
    await sent(story, 5)
    await story.pass(DAY)
    expect(await told(story, TOM, STILL)).toHaveLength(1)
    expect(await told(story, TOM, 'I could not prove that')).toHaveLength(1)
  })

  test('of harm the owner is told, nobody else; it goes on when it is concluded', async () => {
    const story = await tell()
    await mailed(
      story,
      { control: 500, mail: 540 },
      { brief: ['guardrails unsubscribe 0.2 points, stop on harm', 'exposures quick'], people: 5_000 },
    )
    await story.shop.act('unsubscribe', 'control', 10, story.now())
    await story.shop.act('unsubscribe', 'mail', 60, story.now())
    await story.pass(HOUR)
    expect(await card(story)).toContain('*stopped*')
    await typed(story, ANA, ['conclude winback unclear bad Too many left'])
    await hours(story, 14)
    expect(await told(story, ANA, ENDED)).toHaveLength(1)
    expect(await told(story, TOM, ENDED)).toEqual([])
    expect(await card(story)).toContain('nobody any more')
  })

  test('a kill between two reads loses no proof and tells nothing twice', async () => {
    let story = await tell()
    await stopped(story)
    await hours(story, 3)
    story = await story.restart()
    await hours(story, 12)
    expect(await told(story, TOM, ENDED)).toHaveLength(1)
  })
})

describe('the first data of a launch', () => {
  const NONE = 'no exposure has come'

  test('that do not come within their delay are told once, to owner and data partner; the card says so until they come', async () => {
    const story = await tell()
    await live(story, QUICK)
    await hours(story, 1)
    expect(await told(story, ANA, NONE)).toEqual([])
    await hours(story, 2)
    for (const who of [ANA, RAJ]) {
      const [said, ...more] = await told(story, who, NONE)
      expect(said).toMatch(
        /is live, and no exposure has come since its launch <!date[^>]*>\. Its data should be there within 2 hours\./,
      )
      expect(more).toEqual([])
    }
    expect(await told(story, TOM, NONE)).toEqual([])
    expect(await card(story)).toContain(
      '*No data*  no exposure since the launch: looked for again until one comes',
    )
    await sent(story, 5)
    await hours(story, 3)
    expect(await card(story)).not.toContain('No data')
    await hours(story, 12)
    expect(await told(story, ANA, NONE)).toHaveLength(1)
  })

  test('that came are not spoken of, and what was exposed before the launch is none of its data', async () => {
    const story = await tell()
    await story.shop.expose('mail', 2, new Date(story.now().getTime() - DAY))
    await live(story, QUICK)
    await hours(story, 3)
    const [said] = await told(story, ANA, NONE)
    expect(said).toMatch(
      /no exposure has come since its launch <!date[^>]*> \(the newest is of <!date[^>]*>, before it\)/,
    )

    const other = await tell()
    await live(other, QUICK)
    await sent(other, 5)
    await hours(other, 30)
    expect(await told(other, ANA, NONE)).toEqual([])
    expect(await card(other)).not.toContain('No data')
  })

  test('are not said to be missing where the warehouse can’t be asked, nor after a stop', async () => {
    const story = await tell()
    await live(story, QUICK)
    const back = await story.shop.away()
    await hours(story, 3)
    expect(await told(story, ANA, NONE)).toEqual([])
    expect(await told(story, RAJ, 'could not be read')).toHaveLength(1)
    expect(await card(story)).toContain("*No data*  whether anybody is exposed can't be read since")
    await back()
    await hours(story, 3)
    expect(await told(story, ANA, NONE)).toHaveLength(1)

    const other = await tell()
    await live(other, QUICK)
    await press(other, TOM, await other.card('winback'), 'Stop')
    await hours(other, 6)
    expect(await told(other, ANA, NONE)).toEqual([])
  })

  test('have a day where stairway.yaml says nothing else', async () => {
    const story = await tell()
    await live(story)
    await hours(story, 23)
    expect(await told(story, ANA, NONE)).toEqual([])
    await hours(story, 2)
    expect(await told(story, ANA, NONE)).toHaveLength(1)
  })
})
