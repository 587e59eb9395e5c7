import { describe, expect, test } from 'vitest'
import type { Message } from '../../sandbox/workspace/types.ts'
import { runSchedules } from '../../src/jobs/schedules.ts'
import { mailed, NOTHING } from './measured.ts'
import { buttons, refused } from './seen.ts'
import {
  ANA,
  DAY,
  HOUR,
  live,
  MEI,
  MINUTE,
  pressed,
  RAJ,
  readAloud,
  type Story,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

/** The digests of many in a channel, the oldest first. */
async function overviews(story: Story, id = 'C0GROWTH'): Promise<Message[]> {
  return (await story.slack.messages(id)).filter(({ text }) =>
    /^\*(Live campaigns|What we learned)/.test(text),
  )
}

const newest = async (story: Story, id?: string) => readAloud((await overviews(story, id)).at(-1) ?? NOTHING)

const WEEKLY = 'weekly tue 09:00 Europe/Berlin'

describe('live campaigns', () => {
  test('worst first, each with its verdict, day, lift, what is asked, and a command to look', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    await live(story, { key: 'loyalty' })
    await typed(story, ANA, ['brief loyalty exposures none'])
    await live(story, { key: 'push' })
    await typed(story, ANA, [
      'digest winback daily 08:30 Europe/Berlin',
      'digest loyalty daily 08:30 Europe/Berlin',
      'ask winback Why does Web buy less? due:+6h',
    ])
    expect((await story.say(TOM, `digest all ${WEEKLY}`)).text).toMatch(
      /^Live campaigns: weekly Tue 09:00, Europe\/Berlin, to <#C0GROWTH>\. The next one comes <!date\^1772524800\^/,
    )
    for (let passed = 0; passed < 48; passed += 1) await story.pass(HOUR / 2)
    const [overview, ...more] = await overviews(story)
    expect(more).toEqual([])
    const said = readAloud(overview ?? NOTHING)
    expect(said).toContain('3 campaigns, 1 not read, 1 never read, 1 late; to look at: `loyalty`, `winback`.')
    const order = [...said.matchAll(/\*Spring win-back\* {2}`(\w+)`, day \d+ of 14/g)].map(([, key]) => key)
    expect(order.slice(0, 3)).toEqual(['loyalty', 'winback', 'push'])
    expect(said).toMatch(/`loyalty`, day 2 of 14 {2}\*Nothing can be read out: no exposure query is named/)
    expect(said).toMatch(
      /Purchase \+20 % \(−35 … \+120 %\) in mail · as of <!date\^1772523\d+\^.*> · 1 follow-up open, 1 overdue · `\/campaign results winback`/,
    )
    expect(said).toContain('*It was not read out yet.*\nnever read: `/campaign digest push now`')
  })

  test('due with the digests that it rests on, it shows what they have just found', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    await typed(story, ANA, ['digest winback daily 09:00 Europe/Berlin'])
    await typed(story, TOM, [`digest all ${WEEKLY}`])
    await story.pass(DAY)
    await story.pass(MINUTE)
    expect(await newest(story)).toMatch(/winback`, day 2 of 14[\s\S]*as of <!date\^17725248\d\d\^/)
    expect(await overviews(story)).toHaveLength(1)
  })

  test('a snapshot that its own schedule has outrun says so', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    await story.pass(2 * DAY)
    await typed(story, TOM, ['digest all now'])
    await story.settle()
    expect(await newest(story)).toMatch(/as of <!date.*>, 2 days old: it has no digest of its own/)
  })

  test('of a team: those whose owner or data partner belongs to it', async () => {
    const story = await tell()
    await live(story)
    await typed(story, TOM, ['digest team:growth now', 'digest team:data now'])
    await story.settle()
    expect(await newest(story)).toContain('1 campaign')
    expect(await refused(story, TOM, 'digest team:sales weekly')).toContain(
      'There is no team "sales": stairway.yaml declares growth, data',
    )
    expect(await refused(story, ZOE, 'digest all weekly')).toContain('Only members of growth and data')
  })

  test('more than a page: the worst are posted, the rest are shown to who asks', async () => {
    const story = await tell()
    await live(story)
    const columns = await story.stairway.db('campaigns').where({ key: 'winback' }).first()
    for (let n = 1; n <= 44; n += 1)
      await story.stairway.db('campaigns').insert({ ...columns, id: 100 + n, key: `c${n}`, digest: null })
    await typed(story, TOM, ['digest all now'])
    await story.settle()
    const [overview] = await overviews(story)
    expect(readAloud(overview ?? NOTHING)).toContain('and 30 more, the better ones: press Next')
    expect(buttons(overview ?? NOTHING)).toEqual(['Next'])
    const second = await pressed(story, MEI, overview as Message, 'Next')
    expect(second).toContain('and 15 more')
    expect(await overviews(story)).toHaveLength(1)
  })
})

describe('never twice', () => {
  test('two ticks at once, and a kill between the post and its answer', async () => {
    let story = await tell()
    await live(story)
    await typed(story, TOM, [`digest all ${WEEKLY}`])
    const held = story.slack.holdNext('chat.postMessage')
    story.clock.at += DAY
    await Promise.all([1, 2, 3].map(() => runSchedules(story.stairway.deps)))
    const passing = story.pass(MINUTE).catch(() => undefined)
    await held.arrived
    story = await story.restart()
    held.release()
    await passing // what was killed can't write down any more that it was posted
    await story.pass(HOUR)
    expect(await overviews(story)).toHaveLength(1)
    await story.pass(3 * 7 * DAY)
    expect(await overviews(story)).toHaveLength(2)
  })

  test('now is begun once; off ends the schedule', async () => {
    const story = await tell()
    await live(story)
    await typed(story, TOM, [`digest all ${WEEKLY}`, 'digest all now'])
    await story.settle()
    expect(await refused(story, TOM, 'digest all now')).toContain('asked for less than a minute ago')
    expect(await overviews(story)).toHaveLength(1)
    await typed(story, TOM, ['digest all off'])
    await story.pass(7 * DAY)
    expect(await overviews(story)).toHaveLength(1)
    expect(await refused(story, TOM, 'digest all off')).toContain('is not posted anywhere')
  })

  test('quiet: not while every campaign stands where it stood; muted: not until its end', async () => {
    const story = await tell()
    await live(story)
    await typed(story, TOM, ['digest all daily 09:00 Europe/Berlin quiet'])
    await story.pass(DAY)
    await story.pass(DAY)
    expect(await overviews(story)).toHaveLength(1)
    await live(story, { key: 'loyalty' })
    await typed(story, TOM, ['digest all mute +30h'])
    await story.pass(DAY)
    expect(await overviews(story)).toHaveLength(1)
    expect((await story.say(MEI, 'digest all')).text).toMatch(
      /only when something changed, muted until .*set by Tom/,
    )
    await story.pass(DAY)
    expect(await overviews(story)).toHaveLength(2)
  })

  test('where it can’t be posted, who set it hears of it', async () => {
    const story = await tell()
    await live(story)
    await typed(story, TOM, [`digest all ${WEEKLY} <#C0SECRET|secret>`])
    await story.pass(DAY)
    expect((await story.dm(TOM, "I can't post in")).text).toContain('The digest is kept and goes out then.')
  })
})

describe('what we learned', () => {
  test('what was concluded and answered since the last one, of everybody', async () => {
    const story = await tell()
    await live(story)
    await typed(story, ANA, ['ask winback Why does Web buy less?'])
    await typed(story, RAJ, ['answer winback-1 the coupon field was lost'])
    await typed(story, ANA, ['conclude winback yes good E-mail works once a month'])
    await typed(story, TOM, [`digest learned ${WEEKLY} <#C0DATA|data>`])
    await story.pass(DAY)
    const said = await newest(story, 'C0DATA')
    expect(said).toMatch(
      /^\*What we learned\*, .*\n1 campaign concluded and 1 question answered since <!date/,
    )
    expect(said).toContain('of Ana: Goal: reached. Growth: grew.\nE-mail works once a month')
    expect(said).toContain('● `winback-1` Why does Web buy less?\nRaj: the coupon field was lost')
    await story.pass(7 * DAY)
    expect(await newest(story, 'C0DATA')).toContain('Nothing was concluded and nothing answered since')
    expect(await overviews(story, 'C0DATA')).toHaveLength(2)
  })

  test('quiet: not a word in a week without; a mute loses nothing of what happened meanwhile', async () => {
    const story = await tell()
    await live(story)
    await typed(story, TOM, [`digest learned ${WEEKLY} quiet`])
    await story.pass(DAY)
    expect(await overviews(story)).toHaveLength(0)
    await typed(story, ANA, ['conclude winback no neutral Nothing moved'])
    await typed(story, TOM, ['digest learned mute +8d'])
    await story.pass(7 * DAY)
    expect(await overviews(story)).toHaveLength(0)
    await story.pass(7 * DAY)
    expect(await newest(story)).toContain('Nothing moved')
    await story.pass(7 * DAY)
    expect(await overviews(story)).toHaveLength(1)
  })
})
