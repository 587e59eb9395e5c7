import { describe, expect, test } from 'vitest'
import { eachRefused, line, modal, refused } from './seen.ts'
import { ANA, RAJ, ready, type Story, TOM, tell, typed } from './story.ts'

/** A campaign that was set up, with nothing said of it yet. */
async function begun(): Promise<Story> {
  const story = await tell()
  await typed(story, ANA, ['new Spring win-back key:winback template:short'])
  await story.settle()
  return story
}

/** What each line is answered with. */
async function eachAnswered(story: Story, user: string, rows: readonly (readonly [string, string])[]) {
  for (const [text, words] of rows) {
    const { text: said } = await story.say(user, text)
    expect(said, `/campaign ${text}`).toContain(words)
  }
}

describe('numbers', () => {
  test('are read as they are typed at home, and the answer says what was understood', async () => {
    const story = await begun()
    const brief = 'Changed in the brief of *Spring win-back*'
    await eachAnswered(story, ANA, [
      [
        'brief winback guardrails spend 1 000 USD',
        `${brief}: guardrails: spend, at most 1\u202f000 USD worse.`,
      ],
      [
        "brief winback guardrails spend 1'500.50 USD",
        `${brief}: guardrails: spend, at most 1\u202f500.5 USD worse.`,
      ],
      ['brief winback guardrails spend 12k USD', 'spend, at most 12\u202f000 USD worse.'],
      ['brief winback guardrails unsubscribe 0,2 points', 'unsubscribe, at most 0.2 points worse.'],
      ['brief winback outcome purchase up 1 000 %', `${brief}: outcome: purchase +1\u202f000 % or more.`],
      ['brief winback outcome `purchase` up 8,5%', `${brief}: outcome: purchase +8.5 % or more.`],
      ['brief winback arms control 1500, mail 500', `${brief}: arms: control 75 %, mail 25 %.`],
      ['brief winback arms control 3, mail 1000', `${brief}: arms: control 0.3 %, mail 99.7 %.`],
      ['brief winback arms control 12.5%, mail 87.5%', `${brief}: arms: control 12.5 %, mail 87.5 %.`],
      ['brief winback audience Lapsed size:42.610', `${brief}: audience: 42\u202f610.`],
      ['brief winback audience Lapsed size:1.5M', `${brief}: audience: 1\u202f500\u202f000.`],
      ['brief winback horizon 2 weeks', `${brief}: horizon: 14 days.`],
      ['brief winback horizon 48h', `${brief}: horizon: 2 days.`],
      ['predict winback 8,5', 'You predict +8.5 %'],
      ['brief winback guardrails none', `${brief}: guardrails: none.`],
    ])
  })

  test('with two readings are refused with both', async () => {
    const story = await begun()
    const both = (one: string, other: string) =>
      new RegExp(`is read differently from country to country\\. Write ${one} or ${other}\\.`)
    await eachRefused(story, [
      [ANA, 'brief winback guardrails spend 1,000 USD', both('1000', '1\\.0')],
      [ANA, 'brief winback guardrails spend 1.500 USD', both('1500', '1\\.5')],
      [ANA, 'brief winback outcome purchase up 1,000%', both('1000', '1\\.0')],
      [ANA, 'brief winback arms control 1,500, mail 500', both('1500', '1\\.5')],
      [ANA, 'brief winback arms control 1 500, mail 500', /is 1500 of "control", or 500 of "control 1"/],
      [ANA, 'predict winback +1,000%', both('1000', '1\\.0')],
      [ANA, 'submit winback predict:+1,000%', both('1000', '1\\.0')],
      [ANA, 'brief winback horizon 1,5 days', /^I can't read "1,5 days" as a horizon\./],
      [ANA, 'brief winback horizon 2 months', /counted in days that are all as long/],
      [ANA, 'task winback 1,000 done', /^winback has no task 1000/],
      [ANA, 'task winback 1.5 done', /^"1\.5" is not the number of a task\./],
    ])
  })

  test('are refused under their input in a form', async () => {
    const story = await begun()
    await story.type(ANA, 'brief winback')
    const { ack } = await story.client.fillAndSubmit(ANA, modal(story, ANA), {
      'What guardrail 1 watches': 'Spend, in USD',
      'Guardrail 1 may get worse by at most': '1,000',
    })
    expect(ack).toMatchObject({
      response_action: 'errors',
      errors: {
        'guardrail1.margin': '"1,000" is read differently from country to country. Write 1000 or 1.0.',
      },
    })
  })

  test('a prediction that comes with a submit is said back', async () => {
    const story = await tell()
    await ready(story)
    const { text } = await story.say(ANA, 'submit winback predict:+3%..+12%')
    expect(text).toContain('Spring win-back* is in review.')
    expect(text).toContain('You predict +7.5 % (80 % sure: +3 % to +12 %)')
  })
})

describe('times', () => {
  test('are said back as they were understood', async () => {
    const story = await begun()
    const at = (iso: string) => `<!date^${Date.parse(iso) / 1000}^`
    await eachAnswered(story, ANA, [
      ['task winback 1 due 24:00', at('2026-03-02T23:00Z')],
      ['task winback 1 due 2 weeks', at('2026-03-16T16:00Z')],
      ['task winback 1 due `+1mo`', at('2026-04-02T15:00Z')],
      ['task winback add Count due:12am', at('2026-03-02T23:00Z')],
      ['ask winback Why due:“tomorrow 9:00”', at('2026-03-03T08:00Z')],
      ['digest winback daily', 'daily 09:00, Europe/Berlin'],
      ['digest winback mute in two weeks', at('2026-03-16T08:00Z')],
    ])
  })

  test('with two readings are refused with both', async () => {
    const story = await begun()
    await eachRefused(story, [
      [ANA, 'task winback 1 due 3/2', /Write 2026-02-03 or|Write 2027-02-03 or/],
      [ANA, 'task winback 1 due 9h', /Write 9:00 or \+9h\./],
      [ANA, 'task winback 1 due 9.30', /Write 2026-09-30 or 09:30\./],
      [ANA, 'launch winback at:9h', /Write 9:00 or \+9h\./],
      [ANA, 'digest winback cron 0 9 30 2 *', /^"`cron 0 9 30 2 \*`" never comes: no month 2 has a day 30\./],
      [ANA, 'digest winback cron * 9 * * *', /^"`\* 9 \* \* \*`" would post more often than hourly\./],
    ])
  })
})

describe('what is copied along', () => {
  test('is taken off a key, wherever one is typed', async () => {
    const story = await begun()
    for (const key of [
      '`winback`',
      '*winback*',
      '“winback”',
      'win\u200Bback',
      '\uFEFFwinback',
      'win\u00ADback',
    ])
      expect((await story.say(ANA, `show ${key}`)).text, key).toContain('*Spring win-back*')
    await story.say(ANA, 'ask winback Why so few?')
    await eachAnswered(story, RAJ, [
      ['tasks `winback`', 'Spring win-back'],
      ['history "winback"', 'Spring win-back'],
      ['followup `winback\u20131`', 'Why so few?'],
    ])
  })

  test('is quoted as it was typed where it is refused', async () => {
    const story = await begun()
    expect(await refused(story, ANA, 'show win_back')).toMatch(/^"win_back" can't be a key/)
    expect(await refused(story, ANA, 'show *win*back*')).toMatch(/^"`\*win\*back\*`" can't be a key/)
    expect(await refused(story, ANA, 'show win`{b:x}`back')).toMatch(/^"`winˋ{b:x}ˋback`" can't be a key/)
  })
})

test('what nobody can see is empty, wherever somebody must be able to see it', async () => {
  const story = await begun()
  const none = '\u200B\u200B'
  await story.say(ANA, 'ask winback Why so few?')
  await story.settle()
  await eachRefused(story, [
    [ANA, `new ${none}`, /^A campaign needs a name/],
    [ANA, `brief winback name ${none}`, /^Which name\?/],
    [ANA, `ask winback ${none}`, /^Ask what\?/],
    [ANA, `task winback add ${none}`, /^What is the task\?/],
    [ANA, `task winback 1 block ${none}`, /^Say what it waits for/],
    [ANA, `task winback 1 check ${none}`, /^Say what was looked at/],
    [ANA, `cancel winback ${none}`, /^Say why/],
    [RAJ, `followup winback-1 decline ${none}`, /^Say why/],
    [RAJ, `answer winback-1 ${none} decision:put it back`, /^Say what was found/],
    [TOM, `conclude winback yes good ${none}`, /^Say what was learned/],
  ])
  await story.type(ANA, 'new')
  const { ack } = await story.client.fillAndSubmit(ANA, modal(story, ANA), { Name: none })
  expect(ack).toMatchObject({ errors: { name: 'A campaign needs a name.' } })
})

test('a number that the bot never wrote into a button is refused as one of another version', async () => {
  const story = await begun()
  await story.say(ANA, 'growth')
  const forged: readonly (readonly [string, unknown])[] = [
    ['growth.send', { year: 99_999_999, n: 1 }],
    ['growth.send', { year: 1e9, n: 1 }],
    ['growth.send', { year: 0, n: 1 }],
    ['task.done', { c: 1e12, n: 1 }],
    ['task.done', { c: 1, n: 1.5 }],
    ['task.done', { c: 1, n: -1 }],
  ]
  for (const [actionId, value] of forged) {
    const on = line(story, ANA)
    const delivery = await story.client.click(ANA, { on, actionId, value: JSON.stringify(value) })
    expect((await delivery.answer()).text, JSON.stringify(value)).toContain(
      'This button is from another version',
    )
  }
})

test.each([
  ['brief winback', { id: -1, was: {} }],
  ['brief winback', { id: 99_999_999_999, was: {} }],
  ['predict winback', { c: 1e12, n: 0, home: false }],
  ['predict winback', { c: 1, n: 1.5, home: false }],
  ['new', { campaignId: 0, n: 1, idea: null }],
  ['new', { campaignId: 1, n: 1, idea: 1e9 }],
])('what %s opened with is bounded too: %j', async (text, metadata) => {
  const story = await tell()
  await ready(story)
  await story.type(ANA, text)
  const forged = { ...modal(story, ANA), private_metadata: JSON.stringify(metadata) }
  const entries =
    text === 'new'
      ? { Name: 'Autumn', Channel: 'C0GROWTH' }
      : text === 'brief winback'
        ? {}
        : { 'The lift you expect': '8' }
  const { ack } = await story.client.fillAndSubmit(ANA, forged, entries)
  expect(JSON.stringify(ack)).toContain('another version of Stairway')
})
