import { describe, expect, test } from 'vitest'
import type { Message } from '../../sandbox/workspace/types.ts'
import { bought, digests, figures, hours, mailed, NOTHING, sent } from './measured.ts'
import { buttons, channel, posted, refusedClick } from './seen.ts'
import { ANA, DAY, HOUR, live, MEI, MINUTE, press, pressed, RAJ, readAloud, tell, typed } from './story.ts'

const BERLIN = 'digest winback daily 09:00 Europe/Berlin'

describe('when', () => {
  test('weekdays at nine in Berlin: none at the weekend, and the clocks that go forward move nothing', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 }, { brief: ['horizon 60 days'] })
    await story.pass(24 * DAY) // Thursday 26 March; the clocks go forward on Sunday 29
    await typed(story, ANA, ['digest winback weekdays 09:00 Europe/Berlin'])
    await hours(story, 5 * 24)
    expect((await digests(story)).map(hourInBerlin)).toEqual(['Fri 09', 'Mon 09', 'Tue 09'])
  })

  test('once a slot, also when Stairway is killed between the post and its answer', async () => {
    let story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    await typed(story, ANA, [BERLIN])
    const held = story.slack.holdNext('chat.postMessage')
    const passing = story.pass(DAY).catch(() => undefined)
    await held.arrived
    story = await story.restart()
    held.release()
    await passing // what was killed can't write down any more that it was posted
    await story.pass(HOUR)
    story = await story.restart()
    await story.pass(HOUR)
    expect(await digests(story)).toHaveLength(1)
    await story.pass(DAY)
    expect(await digests(story)).toHaveLength(2)
  })

  test('after days of silence one digest is made, not one for each missed slot', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    await typed(story, ANA, [BERLIN])
    await story.pass(6 * DAY)
    expect(await digests(story)).toHaveLength(1)
  })

  test('in another channel, at a person’s own nine o’clock, moved and switched off', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    expect((await story.say(RAJ, 'digest winback daily 09:00 <#C0DATA|data>')).text).toMatch(
      /^Digests of \*Spring win-back\*: daily 09:00, Asia\/Kolkata, to <#C0DATA>\. The next one comes <!date\^1772508600\^/,
    )
    await story.pass(DAY)
    expect(await digests(story)).toHaveLength(0)
    expect(await digests(story, 'C0DATA')).toHaveLength(1)
    expect(readAloud(await story.card('winback'))).toContain('digest daily 09:00, Asia/Kolkata, in <#C0DATA>')
    await typed(story, ANA, ['digest winback off'])
    await story.pass(3 * DAY)
    expect(await digests(story, 'C0DATA')).toHaveLength(1)
    expect((await story.say(ANA, 'digest winback')).text).toMatch(
      /^Digests of \*Spring win-back\*: none are set\./,
    )
  })

  test('now: beside the schedule, once though the same command arrives twice', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    expect((await story.say(ANA, 'digest winback now')).text).toBe(
      'A digest of *Spring win-back* is being made; it comes to <#C0GROWTH> when the warehouse has answered.',
    )
    expect((await story.say(ANA, 'digest winback now')).text).toMatch(/asked for less than a minute ago/)
    await story.settle()
    expect(await digests(story)).toHaveLength(1)
    await story.pass(MINUTE)
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    expect(await digests(story)).toHaveLength(2)
  })

  test('results: the same figures, for the person who asks alone', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    const before = await channel(story)
    const results = await story.say(RAJ, 'results winback')
    expect(results.body.response_type).toBe('ephemeral')
    expect(readAloud(results)).toContain('*Keep running.* Too early')
    expect(readAloud(results)).toContain('Purchase +20 % (−35 … +120 %), unclear')
    expect(readAloud(results)).toContain(
      'control 10.0000 % (100 of 1\u202f000) · mail 12.0000 % (120 of 1\u202f000): +20.0 %',
    )
    expect(await pressed(story, MEI, await story.card('winback'), 'Results')).toContain('+20.0 %')
    expect(await channel(story)).toEqual(before)
  })
})

describe('what it says', () => {
  test('the figures with their ground, what changed since the last one, and who is asked what', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    await typed(story, ANA, [BERLIN, 'ask winback Why does Web buy less? due:+3d'])
    await story.pass(DAY)
    const early = '*Keep running.* Too early: nothing is decided before day 7, unless it does harm.'
    const short = readAloud((await digests(story)).at(-1) ?? NOTHING)
    expect(short).toContain(early)
    expect(short).toContain('*Asked*  #1 Why does Web buy less?  Raj, due <!date^')
    const first = readAloud((await figures(story)).at(-1) ?? NOTHING)
    expect(first).toContain(early)
    expect(first).toContain('Verdict by rule 4.')
    expect(first).toContain('control 1\u202f000 · mail 1\u202f000 · split as planned (p = 1)')
    expect(first).toMatch(
      /Asked[\s\S]*○ `winback-1` Why does Web buy less\? {2}Raj, due in 2 days, asked 1 day ago/,
    )
    expect(first).not.toContain('Since the last one')

    await sent(story, 500)
    await story.shop.act('purchase', 'mail', 180, story.now())
    await story.pass(DAY)
    expect(readAloud((await digests(story)).at(-1) ?? NOTHING)).toContain('since Tuesday +1\u202f000')
    const second = readAloud((await figures(story)).at(-1) ?? NOTHING)
    expect(second).toMatch(
      /Since the last one\* \(<!date.*>\) {2}\+1\u202f000 people, Purchase from \+20\.0 % to /,
    )
  })

  test('what is overdue first; what was answered since the last one, once', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    await typed(story, ANA, [
      BERLIN,
      'ask winback Are the Monday events whole? <@U0MEI|mei> due:+3d',
      'ask winback Why does Web buy less? due:+1d',
    ])
    await story.pass(3 * DAY)
    await typed(story, RAJ, ['answer winback-2 the coupon field was lost'])
    await story.settle()
    const late = (await posted(story, 'was answered by Raj')).text
    expect(late).toMatch(
      /^\*winback-2\* of .* was answered by Raj, 2 days late, <!date.*>\nFound {2}the coupon field was lost\nAsked {2}Why does Web buy less\?$/,
    )
    await story.pass(DAY)
    const short = readAloud((await digests(story)).at(-1) ?? NOTHING)
    expect(short).toMatch(
      /Asked\* {2}#1 .* {2}no answer from Mei, 16 hours late\n.*Answered\* {2}#2 Why does Web buy less\? {2}Raj: the coupon field was lost/,
    )
    const next = readAloud((await figures(story)).at(-1) ?? NOTHING)
    expect(next).toMatch(/○ `winback-1` Are the Monday events whole\? {2}no answer from Mei, 16 hours late/)
    expect(next).toMatch(
      /Answered[\s\S]*● `winback-2` Why does Web buy less\? {2}answered by Raj .*: the coupon field was lost/,
    )
    await story.pass(DAY)
    expect(readAloud((await digests(story)).at(-1) ?? NOTHING)).not.toContain('#2')
    const after = readAloud((await figures(story)).at(-1) ?? NOTHING)
    expect(after).not.toContain('winback-2')
    expect(after).toContain('no answer from Mei, 2 days late')
    expect((await story.say(ANA, 'followups winback')).text).toContain('● `winback-2`')
    expect((await story.say(MEI, 'followups mine')).text).toContain('○ `winback-1`')
  })
})

describe('when the data is not what it should be', () => {
  test('a query that fails: no number for it, the others stay, and the data partner is told how to mend it', async () => {
    const story = await tell()
    await live(story, { brief: ['outcome purchase up 8% also spend'] })
    await typed(story, ANA, [BERLIN])
    await sent(story, 1_000)
    await bought(story, { control: 100, mail: 120 })
    await story.shop.act('spend', 'mail', 50, story.now(), 12.5)
    await story.shop.run("update events set value = 'a lot' where what = 'spend'")
    await story.pass(DAY)
    const digest = readAloud(await posted(story, 'day 2 of 14'))
    expect(digest).toContain('control 10.0000 % (100 of 1\u202f000)')
    expect(digest).toMatch(/\*Spend\* {2}not measured: Metric "spend" failed .*value "a lot"/)
    expect(digest).not.toMatch(/Spend.*USD/)
    const alarm = await story.dm(RAJ, 'could not be read in full')
    expect(alarm.text).toMatch(
      /^The digest of `winback` could not be read in full\. Its other figures were posted\.\n• Metric "spend" failed .*\nMend the query or the data, then ask for it once more\.$/,
    )
    await story.shop.run("update events set value = 5 where what = 'spend'")
    await story.pass(DAY)
    expect(readAloud((await digests(story)).at(-1) ?? NOTHING)).toContain('Spend is measured again')
  })

  test('nothing can be asked at all: it says why, and shows no stale number', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    await typed(story, ANA, [BERLIN])
    await story.pass(DAY)
    await story.shop.run('alter table exposures rename to moved')
    await story.pass(DAY)
    const digest = readAloud((await digests(story)).at(-1) ?? NOTHING)
    expect(digest).toContain('Exposure query "mailed" failed (warehouse "shop")')
    expect(digest).not.toMatch(/100 of|2\u202f000|people|%/)
    expect((await digests(story)).at(-1)?.replies).toEqual([])
    expect((await story.dm(RAJ, 'could not be read in full')).text).toContain('No figure was posted.')
  })

  test('a warehouse that is away for a moment is asked again before anybody hears of it', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    const back = await story.shop.away()
    await typed(story, ANA, ['digest winback now'])
    await story.stairway.engine.runDue()
    await back()
    await story.pass(MINUTE)
    const [digest, ...more] = await digests(story)
    expect(more).toEqual([])
    expect(digest?.text).toContain('2\u202f000 people')
    expect((await figures(story)).map(({ text }) => text)).toEqual([
      expect.stringContaining('(120 of 1\u202f000)'),
    ])
    expect((await story.slack.dms(RAJ)).filter(({ text }) => text.includes('could not be read'))).toEqual([])
  })
})

describe('what is worth asking', () => {
  test('a split that is off', async () => {
    const story = await tell()
    await live(story)
    await story.shop.expose('control', 900, story.now())
    await story.shop.expose('mail', 1_100, story.now())
    await bought(story, { control: 100, mail: 120 })
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    const digest = await posted(story, 'The split is off (p = 7.7e-6).')
    expect(readAloud(digest)).toContain(
      'The split is off, p = 7.7e-6: control 900 (planned 1\u202f000) and mail 1\u202f100 (planned 1\u202f000). ' +
        'The arms no longer hold people who can be compared, so no lift can be trusted until it is found. ' +
        'Where do people get lost or counted twice between the assignment and the exposure query? (collect)',
    )
    await press(story, ANA, digest, 'Not needed')
    const after = await posted(story, 'The split is off')
    expect(readAloud(after)).toContain('Not needed.')
    expect(buttons(after)).toEqual(['Ask something else…'])
    expect(await refusedClick(story, RAJ, digest, 'Ask Raj')).toBe(
      'Somebody decided on that suggestion before you; the digest shows what became of it.',
    )
  })

  test('is asked or left as text too, by the number it is shown with', async () => {
    const story = await tell()
    await live(story)
    expect((await story.say(ANA, 'suggestion winback')).text).toMatch(/^Nothing is suggested for \*Spring/)
    await story.shop.expose('control', 900, story.now())
    await story.shop.expose('mail', 1_100, story.now())
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    const shown = await story.say(RAJ, 'suggestion winback')
    expect(shown.text).toMatch(
      /^Worth asking about \*Spring[\s\S]*\n1 {2}\*Worth asking\* {2}The split is off/,
    )
    expect((await story.say(RAJ, 'suggestion winback 9 ask')).text).toBe(
      'Nothing is suggested as number 9. `/campaign suggestion winback` shows what is.',
    )
    expect((await story.say(RAJ, 'suggestion winback 1 ask')).text).toMatch(
      /^Asked as `winback-1`: Where do people get lost/,
    )
    expect((await story.say(ANA, 'suggestion winback 1 not-needed')).text).toMatch(
      /^Somebody decided on that/,
    )
    await story.settle()
    expect(readAloud(await posted(story, 'The split is off'))).toContain('Asked as `winback-1`.')
  })

  test('a guardrail that moved', async () => {
    const story = await tell()
    await live(story, { brief: ['guardrails unsubscribe 0.2 points'] })
    await sent(story, 5_000)
    await bought(story, { control: 500, mail: 600 })
    await story.shop.act('unsubscribe', 'control', 10, story.now())
    await story.shop.act('unsubscribe', 'mail', 60, story.now())
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    const worse = '*Stop mail.* Unsubscribe is 1 point higher in mail; 0.2 was allowed.'
    const short = readAloud((await digests(story)).at(-1) ?? NOTHING)
    expect(short).toContain(worse)
    expect(short).toContain('unsubscribe +1.0 points, +0.2 points allowed')
    const digest = await posted(story, 'beyond its margin')
    expect(digest.text).toContain(worse)
    expect(readAloud(digest)).toMatch(
      /Worth asking\* {2}Unsubscribe is \+\d+.* in mail, beyond its margin\. It is worse than the campaign was allowed to make it, whatever the goal gains\. Which people drive Unsubscribe in mail, and since when\? \(analyze\)/,
    )
    await press(story, ANA, digest, 'Ask Raj')
    expect(readAloud(await posted(story, 'beyond its margin'))).toContain('Asked as `winback-1`.')
    expect((await story.dm(RAJ, 'Which people drive Unsubscribe')).text).toContain('analyze · due <!date')
  })

  test('data that stopped coming', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    await typed(story, ANA, [BERLIN])
    await story.pass(3 * DAY)
    const digest = await posted(story, "Don't judge it yet.* The newest data is 3 days old.")
    expect(readAloud(digest)).toContain('Which load or event stopped, and when is it back? (collect)')
    expect(buttons(digest)).toEqual(['Ask Raj', 'Not needed', 'Ask something else…'])
  })

  test('still no answer near the horizon', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 104 })
    await story.pass(10 * DAY)
    await story.shop.act('purchase', 'control', 1, story.now())
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    const digest = await posted(story, 'day 11 of 14')
    expect(readAloud(digest)).toMatch(/Worth asking\* {2}Purchase is .* on day 11 of 14/)
    expect(buttons(digest)).toEqual(['Ask Raj', 'Not needed', 'Ask something else…'])
  })

  test('something else, in a form: it goes to who was chosen, into the digest’s thread', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    const digest = await posted(story, 'day 1 of 14')
    await press(story, ANA, digest, 'Ask something else…')
    const form = story.slack.views.at(-1)
    if (!form) throw new Error('No form is open')
    await story.client.fillAndSubmit(ANA, form, {
      'What do you want to know?': 'Does the night send work better?',
      'Who looks into it?': MEI,
      Due: '2026-03-05',
      'What does it take?': 'Build a model',
    })
    await story.settle()
    expect((await posted(story, 'Asked winback-1')).text).toMatch(
      /^Asked winback-1 \(model\): Does the night send work better\?\nMei is asked, due <!date\^1772726400\^/,
    )
    expect((await story.dm(MEI, 'Does the night send')).text).toContain('Ana asks about *Spring win-back*')
  })
})

function hourInBerlin({ ts }: Message): string {
  const at = new Date(Number(ts) * 1_000)
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    weekday: 'short',
    hour: '2-digit',
  })
  return parts.format(at).replace(',', '')
}
