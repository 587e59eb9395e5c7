import { describe, expect, test } from 'vitest'
import { buttons, channel, line, modal, posted, refused } from './seen.ts'
import { ANA, MEI, PEOPLE, press, RAJ, readAloud, type Story, TOM, tell, typed } from './story.ts'

/** As Slack delivers it: what a person typed has its brackets escaped, what Slack itself recognised has not. */
const HOSTILE = {
  'a ping that was typed': 'see &lt;!channel&gt; &lt;!here&gt; &lt;@U0RAJ&gt; @everyone @channel end',
  'a ping that Slack recognised': 'see <!channel> <!here> <!subteam^S0GROWTH|@growth-team> <@U0ZOE|zoe> end',
  'a forged link':
    '<https://evil.example|https://bank.example> &lt;https://evil.example|bank&gt; https://a.b/c',
  'marks of formatting': '*bold* _it_ ~no~ `code` ```fence``` &gt; quote `half *open',
  'tokens of the house':
    '{@U0RAJ} {#C0OLD} {date:1772524800000} {b:loud} {date:999999999999999} {@} {b:{@U0ANA}}',
  'right to left': 'שלום \u202Eevil\u202C مرحبا \u2067x\u2069 42 610',
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈e\u0301'.repeat(40),
  'three thousand characters': 'Longer than it should be, '.repeat(115),
  'what no font shows': 'a\u0000b \uD800c \u200B\u200B &amp; \u2028 d',
}

/** Everything that anybody was shown, or that was sent to be shown: texts of messages, lines, Home and modals. */
function everyText({ slack }: Story): string[] {
  const shown = slack.calls.filter(({ method }) => /^(chat|views)\./.test(method)).map(({ args }) => args)
  const lines = PEOPLE.flatMap((person) => slack.ephemerals(person))
  return [...shown, ...lines].flatMap(stringsIn)
}

/** What is read as markup: plain and raw text, and what only a machine reads, do nothing. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  if ('type' in value && (value.type === 'plain_text' || value.type === 'raw_text')) return []
  return Object.entries(value).flatMap(([key, inner]) => (INERT.test(key) ? [] : stringsIn(inner)))
}

const INERT = /^(private_metadata|value|initial_value|.*id|hash|accessibility_label|alt_text)$/

/** Pings, links and what is no text. */
const NEVER = [/<!(?:channel|here|everyone|subteam)/, /<@/, /<https?:/, /undefined|\[object|NaN|Invalid Date/]

async function everyMessageReadsWell(story: Story): Promise<void> {
  const texts = everyText(story)
  // At once: there are tens of thousands of them.
  for (const never of NEVER) expect(texts.filter((text) => never.test(text))).toEqual([])
  const lines = PEOPLE.flatMap((person) => story.slack.ephemerals(person))
  const said = [...(await channel(story)), ...lines].map(({ text }) => text.trim())
  expect(said.filter((text) => !/\p{L}{2}/u.test(text))).toEqual([])
}

describe('whatever people type, it pings nobody, forges nothing and fits', () => {
  test.each(Object.entries(HOSTILE))('%s', async (_, hostile) => {
    const story = await tell()
    const some = (most: number) => hostile.slice(0, most)
    await typed(story, ANA, [
      `new ${hostile} key:nasty template:short`,
      'brief nasty partner <@U0RAJ|raj>',
      `brief nasty hypothesis ${some(1_900)}`,
      'brief nasty outcome purchase up 8%',
      `brief nasty audience ${some(400)} size:42610`,
      'brief nasty arms control, mail',
      'brief nasty horizon 14',
      'brief nasty exposures mailed',
      `brief nasty plan webhook sender ${some(200)}`,
      'task nasty 1 done seen',
      `task nasty 2 waive ${hostile}`,
      `task nasty add ${some(180)} optional`,
      `task nasty 4 block ${hostile}`,
      `task nasty 3 check ${hostile}`,
      'submit nasty',
    ])
    await story.settle()
    await story.say(RAJ, 'tasks nasty')
    await story.say(RAJ, '')
    await press(story, RAJ, await story.dm(RAJ, 'asks you to approve'), 'Decline…')
    await story.client.fillAndSubmit(RAJ, modal(story, RAJ), { 'Why?': hostile })
    await story.settle()
    await typed(story, ANA, ['submit nasty'])
    await story.settle()
    await press(story, TOM, await story.dm(TOM, 'asks you to approve'), 'Details')
    for (const approver of [TOM, RAJ]) await story.say(approver, `approve nasty ${hostile}`)
    await story.settle()
    await story.say(ANA, 'rehearse nasty')
    await typed(story, ANA, ['launch nasty'])
    await story.settle()
    await typed(story, ANA, [`pause nasty ${hostile}`, `resume nasty ${hostile}`, 'digest nasty now'])
    await story.settle()
    await story.say(ANA, `ask nasty ${hostile}`)
    await story.settle()
    await press(story, RAJ, await story.dm(RAJ, 'asks about'), 'Answer…')
    await story.client.fillAndSubmit(RAJ, modal(story, RAJ), { 'What was found?': hostile })
    await story.settle()
    await story.say(ANA, `conclude nasty yes good ${hostile}`)
    await story.settle()
    for (const command of [
      'show nasty',
      'history nasty',
      'followups nasty',
      'list all',
      hostile,
      `show ${hostile}`,
    ])
      await story.say(ANA, command)
    expect(readAloud(await story.card('nasty'))).toContain('*concluded*')
    await everyMessageReadsWell(story)
  })

  test('a name of 3,000 characters is kept whole and shown as far as it fits; what is longer is refused with what fits', async () => {
    const story = await tell()
    const name = 'x'.repeat(3_000)
    expect((await story.say(ANA, `new ${name}y`)).text).toMatch(/^That name has 3001 characters; 3000 fit\./)
    await typed(story, ANA, [`new ${name} key:winback template:short`])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toMatch(/^\*x{149}…\* {2}`winback`/)
    await story.type(ANA, 'brief winback')
    expect(JSON.stringify(modal(story, ANA).blocks)).toContain(`"initial_value":"${name}"`)
    await story.client.closeView(ANA, modal(story, ANA))
    expect(await refused(story, ANA, `brief winback hypothesis ${name}`)).toContain(
      '3000 characters; 2000 fit',
    )
    expect(await refused(story, ANA, `task winback add ${name}`)).toContain('3000 characters; 200 fit')
    expect((await refused(story, ANA, name)).length).toBeLessThan(300)
  })

  test('a name made of nothing but markup still has a key and a card', async () => {
    const story = await tell()
    const { text } = await story.say(ANA, 'new ```*** &lt;!channel&gt; ***``` template:short')
    expect(text).toMatch(/is set up as `channel` with 3 tasks/)
    await story.settle()
    await posted(story, '`channel`')
    await everyMessageReadsWell(story)
  })
})

test('braces in a name are not taken for the house’s own', async () => {
  const story = await tell()
  const { text } = await story.say(ANA, 'new Save {20%} {@U0RAJ} now key:save template:short')
  expect(text).toMatch(/^\*Save \(20%\) \(@U0RAJ\) now\* is set up as `save`/)
  expect((await story.say(ANA, 'brief save horizon 7')).text).toMatch(
    /\*Save \(20%\) \(@U0RAJ\) now\*: horizon: 7 days\.$/,
  )
  await story.settle()
  expect(readAloud(await story.card('save'))).toContain('*Save {20%} {@U0RAJ} now*')
})

describe('500 tasks', () => {
  const hundred = Array.from(
    { length: 100 },
    (_, i) =>
      `      - { title: "Check ${i + 1} of the <!channel> list", step: collect, team: growth, due: 1d }`,
  )

  test('are listed in pages, each with its buttons; one more is refused', async () => {
    const story = await tell({ templates: `  large:\n    tasks:\n${hundred.join('\n')}\n` })
    await typed(story, ANA, ['new Spring win-back key:winback template:large'])
    for (let n = 101; n <= 500; n += 20) {
      const batch = Array.from(
        { length: 20 },
        (_, i) => `task winback add Check ${n + i} of the list required`,
      )
      await Promise.all(batch.map((text) => story.type(ANA, text)))
    }
    await story.settle()
    expect(await refused(story, ANA, 'task winback add One more')).toBe(
      'winback has 500 tasks already: remove some, or split the campaign.',
    )

    await story.say(ANA, 'tasks winback')
    const seen = new Set<string>()
    for (let page = 1; page <= 50; page += 1) {
      const list = line(story, ANA)
      expect(readAloud(list)).toContain(`Tasks ${page * 10 - 9} to ${page * 10} of 500`)
      for (const [title] of list.text.matchAll(/Check \d+ of/g)) seen.add(title)
      if (page < 50) await story.client.clickButton(ANA, list, 'Next').then((clicked) => clicked.answer())
    }
    expect(seen.size).toBe(500)
    expect(buttons(line(story, ANA))).not.toContain('Next')

    expect(await refused(story, ANA, 'submit winback')).toContain('its brief lacks')
    expect((await story.say(ANA, '')).text).toMatch(/^More than 50 things wait on you/)
    await story.client.event('app_home_opened', { user: ANA, tab: 'home', channel: 'D0HOME' })
    await story.slack.until('views.publish')
    expect(readAloud({ text: '', blocks: story.slack.homes(ANA).at(-1)?.blocks ?? [] })).toMatch(
      /More than 50 things wait on you.*and \d more of these/s,
    )
    expect(readAloud(await story.card('winback'))).toContain('0 of 500 required')
    await everyMessageReadsWell(story)
  })

  test('what holds a launch is counted, and so is a long history', async () => {
    const story = await tell({ templates: `  large:\n    tasks:\n${hundred.join('\n')}\n` })
    await typed(story, ANA, [
      'new Spring win-back key:winback template:large',
      'brief winback hypothesis It helps',
      'brief winback outcome purchase up 8%',
      'brief winback audience Everybody',
      'brief winback horizon 14',
      'brief winback plan manual <@U0MEI|mei> Press send',
      'brief winback arms control, mail',
      'brief winback exposures mailed',
    ])
    await story.settle()
    expect(await refused(story, ANA, 'submit winback')).toMatch(
      /^winback is not ready: 100 required tasks are still open\.\n(\d+ .*\n){10}and 90 more\n/,
    )
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => story.say(ANA, `task winback ${i + 1} done looked at`)),
    )
    await typed(story, ANA, ['submit winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('100 of 100 required')
    const details = await story.client.clickButton(MEI, await story.dm(MEI, 'asks you to approve'), 'Details')
    expect((await details.answer()).text).toContain('and 85 more required tasks')
    expect((await story.say(ANA, 'history winback')).text).toContain(
      'Events 1 to 20 of 109, the newest first',
    )
    await everyMessageReadsWell(story)
  })
})
