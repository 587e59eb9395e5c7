import { describe, expect, test } from 'vitest'
import type { TargetCount } from '../../src/domain/state/arrivals.ts'
import type { Counted, Sender, Unseen } from '../../src/targets/target.ts'
import { editBrief } from '../../src/usecases/campaigns.ts'
import { waitingKinds } from '../support/killed.ts'
import { playedFlag } from '../targets/played.ts'
import { hours, mailed, sent } from './measured.ts'
import {
  ANA,
  DAY,
  HOUR,
  live,
  MEI,
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

/** From now on nobody is counted of it by an exposure query. */
async function unmeasured(story: Story): Promise<void> {
  const { deps, db } = story.stairway
  const { id } = await db('campaigns').first('id')
  await editBrief(deps, { teamId: 'T0STAIR', userId: ANA, surface: 'modal' }, { id }, { exposures: null })
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
    expect(await waitingKinds(story.stairway.db)).not.toContain('prove_stop')
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
    await unmeasured(story)
    await press(story, TOM, await story.card('winback'), 'Stop')
    await hours(story, 1)
    expect(await card(story)).toContain(
      "it can't be proven that nobody is: the brief names no exposure query, and nobody can count step 1 (Start the send)",
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

describe('what targets say after a stop', () => {
  const PLAN = { plan: 'unleash checkout on', ...QUICK }
  const CAN = 'People can still be reached'

  /** A flag that says what a test tells it to, with what it was asked since when. */
  async function flagged(planned: Planned = PLAN) {
    const says: { now: Counted | Unseen } = { now: flag('on', true) }
    const since: Date[] = []
    const count: Sender['count'] = async (_step, asked) => {
      since.push(asked.since)
      return says.now
    }
    const story = await tell({ played: { unleash: { ...playedFlag(), count } } })
    await live(story, planned)
    await sent(story, 50)
    await story.pass(MINUTE)
    return { story, since, say: (next: Counted | Unseen) => Object.assign(says, { now: next }) }
  }

  const flag = (state: string, open: boolean, count: TargetCount | null = null): Counted => ({
    is: 'counted',
    says: { state: `the flag checkout is ${state} in production`, open, count },
  })
  const served = (story: Story, count: number, from: Date): TargetCount => ({
    ...{
      of: 'evaluations',
      count,
      fromAt: from,
      lastHour: count,
      settledAt: new Date(from.getTime() + HOUR),
    },
    newestAt: count > 0 ? story.now() : null,
  })
  const stop = async (story: Story) => press(story, TOM, await story.card('winback'), 'Stop')

  test('a flag that is on is said, and no end of exposures proves a stop before it is off', async () => {
    const { story, since, say } = await flagged()
    await stop(story)
    expect(await card(story)).toContain('not yet proven that nobody is')
    const { ended_at } = await story.stairway.db('campaigns').first('ended_at')
    expect(since.at(0)?.getTime()).toBe(Number(ended_at) + 15 * MINUTE)
    await hours(story, 14)
    for (const who of [TOM, ANA]) {
      const [said, ...more] = await told(story, who, CAN)
      expect(said).toMatch(
        /^People can still be reached by \*Spring win-back\*: the flag checkout is on in production\. It was stopped <!date[^>]*>\.\nStop it where it is sent from\./,
      )
      expect(more).toEqual([])
    }
    expect(await told(story, TOM, ENDED)).toEqual([])
    expect(await card(story)).toMatch(
      /\*Reached\* {2}not proven that nobody is: the flag checkout is on in production, though no exposure since <!date/,
    )
    say(flag('off', false))
    await hours(story, 14)
    const [ended, ...more] = await told(story, TOM, ENDED)
    expect(ended).toMatch(/no exposure since <!date[^>]*>; the flag checkout is off in production\./)
    expect(more).toEqual([])
  })

  test('what it counts is told with how many an hour and why, though no exposure comes', async () => {
    const { story, say } = await flagged()
    await stop(story)
    const from = new Date(story.now().getTime() + HOUR)
    say(flag('on', true, served(story, 0, from)))
    await hours(story, 2)
    for (const count of [312, 624, 936]) {
      say(flag('on', true, { ...served(story, count, from), lastHour: 312 }))
      await hours(story, 1)
    }
    const [said, ...more] = await told(story, TOM, STILL)
    expect(said).toMatch(
      /Unleash still counts 312 evaluations an hour, \d+ since <!date[^>]*>: the flag checkout is on in production\. It was stopped/,
    )
    expect(more).toEqual([])
    expect(await card(story)).toMatch(
      /\*Reached\* {2}people still are: Unleash still counts 312 evaluations an hour, \d+ since <!date[^>]*>: the flag checkout is on in production/,
    )
    expect(await told(story, TOM, ENDED)).toEqual([])
  })

  test('without an exposure query its count proves it, and that is said', async () => {
    const { story, say } = await flagged()
    await unmeasured(story)
    const from = new Date(story.now().getTime() + HOUR)
    say(flag('off', false, served(story, 0, from)))
    await stop(story)
    await hours(story, 1)
    expect(await card(story)).toMatch(
      /not yet proven that nobody is: Unleash counts no evaluations since <!date[^>]*> \(the brief names no exposure query\) as of/,
    )
    await hours(story, 5)
    expect(await told(story, ANA, "can't be told")).toEqual([])
    const [ended] = await told(story, ANA, ENDED)
    expect(ended).toMatch(
      /Unleash counts no evaluations since <!date[^>]*> \(the brief names no exposure query\); the flag checkout is off in production\./,
    )
  })

  test('a flag that is off proves no stop while a step is out that nobody can count, and that one is named', async () => {
    const { story, say } = await flagged({ ...PLAN, plan: 'webhook sender Mail them; unleash checkout on' })
    await unmeasured(story)
    say(flag('off', false))
    await stop(story)
    await hours(story, 6)
    const why =
      /the brief names no exposure query, and nobody can count step 1 \(Start the send\); the flag checkout is off in production/
    for (const who of [TOM, ANA]) {
      const [said, ...more] = await told(story, who, "can't be told")
      expect(said).toMatch(why)
      expect(more).toEqual([])
    }
    expect(await card(story)).toMatch(why)
    expect(await told(story, TOM, ENDED)).toEqual([])
  })

  test('what somebody did by hand is over once they say so', async () => {
    const { story, say } = await flagged({
      ...PLAN,
      plan: 'unleash checkout on; manual <@U0MEI|mei> hang up the posters',
    })
    await press(story, MEI, await story.dm(MEI, 'The launch waits for you'), "Confirm it's done")
    await unmeasured(story)
    say(flag('off', false))
    await stop(story)
    await hours(story, 6)
    expect(await card(story)).toMatch(
      /not yet proven that nobody is: the flag checkout is off in production; Mei is asked to take step 2 back/,
    )
    expect(await told(story, TOM, ENDED)).toEqual([])
    await press(story, MEI, await story.dm(MEI, 'take back step 2'), 'Taken back')
    await hours(story, 14)
    const [ended] = await told(story, TOM, ENDED)
    expect(ended).toMatch(
      /: the flag checkout is off in production; Mei took step 2 back \(the brief names no exposure query\)\./,
    )
  })

  test('one that gives no answer proves nothing, and hides nothing of what exposures say', async () => {
    const { story, say } = await flagged()
    say({ is: 'unseen', why: 'HTTP 403' })
    await stop(story)
    expect(await card(story)).toContain('; Unleash gave no count: refused')
    await hours(story, 14)
    const [ended] = await told(story, TOM, ENDED)
    expect(ended).toMatch(/no exposure since <!date[^>]*>; Unleash gave no count: HTTP 403\./)
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
