import { describe, expect, test } from 'vitest'
import type { Found, Sent } from '../../src/targets/target.ts'
import { played } from '../targets/played.ts'
import { digests, figures, hours, sent } from './measured.ts'
import { ANA, DAY, live, press, RAJ, readAloud, type Story, tell, typed } from './story.ts'

const DAILY = 'digest winback daily 09:00 Europe/Berlin'

const done = (reached: number): Sent & Found => ({ is: 'done', outcome: `${reached} came through`, reached })
/** Rows of a sync, and mails; the second of each is as many. */
const synced = (rows: number) => ({ ...played([done(rows)]), counts: 'rows' as const })
const mails = (count: number) => ({ ...played([done(count)]), counts: 'sends' as const })

/** A live campaign of 16,000 people, half of them mailed: 8,000 rows are synced unless said otherwise. */
async function launched(
  told: Parameters<typeof tell>[0],
  plan: string,
  { size = 16_000, people = 3_000 } = {},
): Promise<Story> {
  const story = await tell(told)
  await live(story, { plan, brief: [`audience Lapsed 90 days, EU size:${size}`, 'exposures quick'] })
  await sent(story, people / 2)
  return story
}

const SYNC = { played: { hightouch: synced(8_000) } }
const PLAN = 'hightouch audience'

const card = async (story: Story) => readAloud(await story.card('winback'))
const newest = async (story: Story) => readAloud((await digests(story)).at(-1) ?? { text: '', blocks: [] })
const all = async (story: Story) => readAloud((await figures(story)).at(-1) ?? { text: '', blocks: [] })

describe('after a launch', () => {
  test('the card says what was planned and what came through, each with its source and time', async () => {
    const story = await launched(SYNC, PLAN)
    expect(await card(story)).toMatch(
      /\*Came through\* {2}16\u202f000 planned \(brief, <!date[^>]*>\) → 8\u202f000 synced \(Hightouch, <!date[^>]*>\)(\n|$)/,
    )
    expect(await card(story)).not.toContain('fewer')
    expect((await story.say(RAJ, 'show winback')).text).toContain('8\u202f000 synced (Hightouch')
  })

  test('then who was exposed and is in the readout too, and under all figures of its digest', async () => {
    const story = await launched(SYNC, PLAN, { people: 7_800 })
    await typed(story, ANA, [DAILY])
    await story.pass(2 * DAY)
    const line =
      /16\u202f000 planned \(brief, <!date[^>]*>\) → 8\u202f000 synced \(Hightouch, <!date[^>]*>\) → 7\u202f800 exposed \(quick, <!date[^>]*>\) → 7\u202f800 analysed \(readout, <!date[^>]*>\)/
    expect(await all(story)).toMatch(line)
    expect(await card(story)).toMatch(line)
    expect(await newest(story)).not.toMatch(/synced are|planned \(brief/)
  })

  test('what stairway.yaml allows is no drop, and less than that is one', async () => {
    const story = await launched({ ...SYNC, more: '\ndrops: { exposed: 70%, synced-within: 1h }\n' }, PLAN)
    await typed(story, ANA, [DAILY])
    await hours(story, 2 * 24)
    expect(await card(story)).toContain('3\u202f000 exposed (quick')
    expect(await card(story)).not.toContain('fewer')
    const strict = await story.restart({ more: '\ndrops: { exposed: 62.5%, synced-within: 1h }\n' })
    await typed(strict, ANA, ['brief winback audience Lapsed, EU size:16000'])
    expect((await strict.say(RAJ, 'show winback')).text).not.toContain('fewer')
    const stricter = await strict.restart({ more: '\ndrops: { exposed: 62.4%, synced-within: 1h }\n' })
    expect((await stricter.say(RAJ, 'show winback')).text).toMatch(
      /63\s% fewer exposed than synced, 3\u202f000 of 8\u202f000; up to 62\.4\s% is usual/,
    )
  })

  test('a drop beyond what is usual is named in the channel, and asks its question once', async () => {
    const story = await launched(SYNC, PLAN)
    await typed(story, ANA, [DAILY])
    await hours(story, 3 * 24)
    expect(await newest(story)).not.toContain('synced are') // whoever was synced has three days and the delay to come by
    expect(await card(story)).not.toContain('fewer')
    await hours(story, 24)
    expect(await newest(story)).toContain(
      '*Worth asking*  Where do they get lost: were they not reached, or is their exposure not logged or loaded?',
    )
    expect(await all(story)).toContain(
      '. ■ 63 % fewer exposed than synced, 3\u202f000 of 8\u202f000; up to 20 % is usual',
    )
    expect(await card(story)).toContain('■ 63 % fewer exposed than synced, 3\u202f000 of 8\u202f000')
    expect(await newest(story)).toContain('\n■ 3\u202f000 of 8\u202f000 synced are exposed\n')
    const [thread] = (await figures(story)).slice(-1)
    if (!thread) throw new Error('No figures')
    await press(story, ANA, thread, 'Ask Raj')
    expect(readAloud(await story.dm(RAJ, 'Where do they get lost'))).toContain('Where do they get lost')
    await hours(story, 24)
    expect(await newest(story)).not.toContain('synced are')
    const asked = (await digests(story)).map(readAloud).filter((text) => /Worth asking.*get lost/.test(text))
    expect(asked).toHaveLength(1)
  })

  test('a drop that is shown and not asked is named by its figures in the next full digest', async () => {
    const story = await launched(SYNC, PLAN)
    await hours(story, 4 * 24 + 3)
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    await story.pass(DAY)
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    const [first, second] = (await digests(story)).map(readAloud)
    expect(first).toContain('Worth asking')
    expect(second).not.toContain('Worth asking')
    expect(second).toContain('■ 3\u202f000 of 8\u202f000 synced are exposed')
  })

  test('two tools are shown by name and not summed, and mails are held against them', async () => {
    const told = { played: { hightouch: synced(8_000), census: synced(7_900), braze: mails(6_000) } }
    const story = await launched(told, 'hightouch audience; census audience; braze mail to segment', {
      size: 8_000,
    })
    expect(await card(story)).toMatch(
      /8\u202f000 planned \([^)]*\) → 8\u202f000 synced \(Hightouch, <[^>]*>\) → 7\u202f900 synced \(Census, <[^>]*>\) → 6\u202f000 messaged \(Braze, <[^>]*>\)(\n|$)/,
    )
    const few = await launched(
      { played: { hightouch: synced(8_000), braze: mails(3_000) } },
      'hightouch audience; braze mail to segment',
    )
    expect(await card(few)).toContain(
      '■ 25 % fewer messaged than synced, 3\u202f000 of 4\u202f000 beside the control; up to 10 % is usual',
    )
  })

  test('what nobody counts is not there, nor is anything guessed for it', async () => {
    const story = await tell()
    await live(story)
    expect(await card(story)).not.toContain('*Came through*')
    await typed(story, ANA, [DAILY])
    await sent(story, 500)
    await story.pass(DAY)
    expect(await card(story)).toMatch(
      /\*Came through\* {2}42\u202f610 planned \([^)]*\) → 1\u202f000 exposed \([^)]*\) → 1\u202f000 analysed \([^)]*\)(\n|$)/,
    )
    expect(await all(story)).not.toContain('fewer')
  })

  test('a kill loses no figure', async () => {
    let story = await launched(SYNC, PLAN)
    story = await story.restart()
    expect((await story.say(RAJ, 'show winback')).text).toContain('8\u202f000 synced (Hightouch')
  })
})
