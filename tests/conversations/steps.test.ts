import { describe, expect, test } from 'vitest'
import { runJobsAsTheDatabaseDoes } from '../support/engines.ts'
import { type Counted, type CountedOptions, counted } from '../targets/counted.ts'
import { buttons, channel, modal, posted, refused, refusedClick } from './seen.ts'
import {
  ANA,
  approved,
  HOUR,
  MEI,
  MINUTE,
  press,
  RAJ,
  readAloud,
  type Story,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

runJobsAsTheDatabaseDoes()

const TWO = 'webhook sender checkout-banner on; webhook sender Start the send'
const BOTH = 'webhook sender checkout-banner on; manual <@U0MEI|mei> Switch the teaser on'

/** A launch of a plan by a tool that counts. */
async function launched(plan: string, options?: CountedOptions, before?: (tool: Counted) => void) {
  const tool = counted(options)
  before?.(tool)
  const story = await tell({ targets: new Map([['sender', tool]]) })
  await approved(story, { plan })
  await press(story, ANA, await story.card('winback'), 'Launch')
  return { story, tool }
}

const cardOf = async (story: Story) => readAloud(await story.card('winback'))
const historyOf = async (story: Story) => (await story.say(ANA, 'history winback')).text

describe('a step of which nobody can tell whether it arrived', () => {
  const lost = (tool: Counted) => tool.failSend('lost after')
  const asked = (story: Story) => posted(story, 'holds at step 1')

  test('is asked of the owner: it arrived, and the launch goes on', async () => {
    const { story, tool } = await launched(TWO, { readsBack: false }, lost)
    const held = await asked(story)
    expect(held.text).toBe(
      'The launch of *Spring win-back*  `winback` holds at step 1, checkout-banner on: no answer within 10 s\n' +
        'Nothing after it was sent. <@U0ANA>, look there whether it arrived: nobody else can tell. “Send again” keeps its id and looks first where that can be done.',
    )
    expect(buttons(held)).toEqual([
      'It arrived',
      'It did not: send again',
      'Send again',
      'Skip…',
      'Undo what ran',
      'Stop',
    ])
    expect(await refusedClick(story, ZOE, held, 'It arrived')).toMatch(/^Only Ana /)
    await Promise.all([
      story.client.clickButton(ANA, held, 'It arrived'),
      story.client.clickButton(TOM, held, 'It did not: send again'),
    ])
    await story.settle()
    // One of them was first, and the other was told.
    const told = [ANA, TOM].flatMap((person) => story.slack.ephemerals(person).at(-1)?.text ?? [])
    expect(
      told.filter((text) => /does not wait|is done already|was sent again since/.test(text)),
    ).toHaveLength(1)
    expect(await cardOf(story)).toContain('*live*')
    expect(tool.effects.filter((words) => words === 'Start the send')).toHaveLength(1)
  })

  test('a question that stood open while it was sent anew sends nothing', async () => {
    const { story, tool } = await launched(TWO, { readsBack: false }, (each) => each.failSend('lost', 'lost'))
    const held = await asked(story)
    await press(story, TOM, held, 'It did not: send again')
    for (const label of ['It did not: send again', 'Send again', 'It arrived', 'Skip…', 'Undo what ran'])
      expect(await refusedClick(story, ANA, held, label)).toMatch(/^Step 1 of winback was sent again since/)
    expect(tool.asked).toHaveLength(2)
  })

  test('by typing: arrived, with who said so on the card and in the history', async () => {
    const { story, tool } = await launched(TWO, { readsBack: false }, lost)
    expect(await refused(story, ZOE, 'arrived winback 1')).toMatch(/^Only Ana /)
    expect((await story.say(ANA, 'arrived winback 1')).text).toBe('Step 1 of `winback` counts as done.')
    await story.settle()
    expect(tool.effects).toEqual(['checkout-banner on', 'Start the send'])
    expect((await posted(story, 'held at step 1')).text).toContain('It did arrive: confirmed by Ana')
    expect(await historyOf(story)).toContain('Ana finished step 1: confirmed by Ana (command)')
    expect(await refused(story, ANA, 'arrived winback 1')).toMatch(/^Step 1 of winback is done already/)
  })

  test('by typing: not arrived, so another one is sent', async () => {
    const { story, tool } = await launched(TWO, { readsBack: false }, (each) => each.failSend('lost'))
    expect((await story.say(ANA, 'send-again winback 1 new')).text).toBe(
      'Step 1 of `winback` is being sent again.',
    )
    await story.settle()
    expect(tool.effects).toEqual(['checkout-banner on', 'Start the send'])
    expect(await historyOf(story)).toContain(
      'Ana asked to send step 1 again, as the one before did not arrive (command)',
    )
  })
})

describe('a step that failed', () => {
  const refuses = (tool: Counted) => tool.failSend({ is: 'refused', outcome: 'HTTP 400' })

  test('is skipped with a reason, in a form', async () => {
    const { story, tool } = await launched(TWO, {}, refuses)
    const held = await posted(story, 'holds at step 1')
    expect(buttons(held)).toEqual(['Send again', 'Skip…', 'Stop'])
    expect(await refusedClick(story, ZOE, held, 'Skip…')).toMatch(/^Only Ana /)
    await press(story, ANA, held, 'Skip…')
    expect(JSON.stringify(modal(story, ANA))).toContain('goes on without step 1: step 2 follows at once.')
    await story.client.fillAndSubmit(ANA, modal(story, ANA), { 'Why?': 'switched on by hand' })
    await story.settle()
    expect(tool.effects).toEqual(['Start the send'])
    expect((await posted(story, 'held at step 1')).text).toMatch(
      /It was skipped <!date.*: switched on by hand$/,
    )
    expect(await historyOf(story)).toContain('Ana skipped step 1: switched on by hand')
    expect(await cardOf(story)).toContain('*live*')
  })

  test('by typing; while the launch waits the card says what was skipped', async () => {
    const { story } = await launched(BOTH, {}, refuses)
    expect(await refused(story, ANA, 'skip winback 1')).toMatch(/^Say why/)
    expect((await story.say(TOM, 'skip winback 1 done by hand')).text).toBe(
      'Step 1 of `winback` is skipped: done by hand',
    )
    await story.settle()
    expect(await cardOf(story)).toContain('◌ 1 checkout-banner on: skipped, done by hand')
  })

  test('undoes what ran, the last one first, and then only a stop is left', async () => {
    const { story, tool } = await launched(TWO, {}, (each) =>
      each.failSend(async () => undefined, { is: 'refused', outcome: 'HTTP 400' }),
    )
    const held = await posted(story, 'holds at step 2')
    await press(story, ANA, held, 'Undo what ran')
    expect(tool.undone).toEqual(['checkout-banner on'])
    expect(buttons(await posted(story, 'holds at step 2'))).toEqual(['Stop'])
    expect((await posted(story, 'takes back what ran of')).text).toBe(
      'Ana takes back what ran of *Spring win-back*.\nTaken back: step 1, checkout-banner on: it is off',
    )
    expect(await refused(story, ANA, 'send-again winback 2')).toMatch(
      /was taken back, so its launch can't go on/,
    )
    expect(await historyOf(story)).toContain('Ana asked to undo what ran (button)')
  })
})

describe('stopping', () => {
  test('takes back what can be, and says of each step what came of it in one message', async () => {
    const { story, tool } = await launched(BOTH)
    await press(story, MEI, await story.dm(MEI, 'The launch waits for you'), "Confirm it's done")
    await press(story, TOM, await story.card('winback'), 'Stop')
    expect(tool.undone).toEqual(['checkout-banner on'])
    const said = (await channel(story)).filter(({ text }) => text.includes('is stopped, by Tom'))
    expect(said.map(({ text }) => text)).toEqual([
      '*Spring win-back* is stopped, by Tom: no reason given\n' +
        'Asked to take it back: step 2, Mei: Switch the teaser on\n' +
        'Taken back: step 1, checkout-banner on: it is off',
    ])
    const asked = await story.dm(MEI, 'asks you to take back')
    expect(asked.text).toBe(
      'Tom asks you to take back step 2 of *Spring win-back*  `winback`, which you did:\nSwitch the teaser on',
    )
    expect(buttons(asked)).toEqual(['Taken back', "Can't be taken back"])
    expect(await refusedClick(story, ANA, asked, 'Taken back')).toMatch(/^Mei did this step/)
    expect((await story.say(MEI, '')).text).toContain('*Take back step 2* Mei: Switch the teaser on')
    await press(story, MEI, asked, 'Taken back')
    expect((await story.say(MEI, '')).text).not.toContain('Take back step 2')
    expect((await posted(story, 'is stopped, by Tom')).text).toContain(
      'Taken back: step 2, Mei: Switch the teaser on: confirmed by Mei',
    )
    expect(await cardOf(story)).toContain('● 1 checkout-banner on: it is on · taken back: it is off')
    expect(buttons(await story.dm(MEI, 'Taken back: step 2'))).toEqual([])
  })

  test('asks who was asked for a step and has not said whether they did it', async () => {
    const { story, tool } = await launched(BOTH)
    const waits = await story.dm(MEI, 'The launch waits for you')
    await press(story, TOM, await story.card('winback'), 'Stop')
    expect((await posted(story, 'is stopped, by Tom')).text).toContain(
      '\nAsked whether it was done, and to take it back: step 2, Mei: Switch the teaser on\n',
    )
    const asked = await story.dm(MEI, 'was stopped before you confirmed')
    expect(asked.text).toBe(
      '*Spring win-back*  `winback` was stopped before you confirmed step 2. If you have done it, take it back:\nSwitch the teaser on',
    )
    expect(buttons(asked)).toEqual(['Not done, or taken back', "Can't be taken back"])
    expect(await refusedClick(story, MEI, waits, "Confirm it's done")).toMatch(/nothing is left to confirm/)
    await press(story, MEI, asked, 'Not done, or taken back')
    expect((await posted(story, 'is stopped, by Tom')).text).toContain(
      'Not done, or taken back: step 2, Mei: Switch the teaser on: confirmed by Mei',
    )
    expect(tool.undone).toEqual(['checkout-banner on'])
  })

  test('asks nobody for a step whose turn had not come', async () => {
    const { story } = await launched(
      'manual <@U0TOM|tom> Tell support; manual <@U0MEI|mei> Switch the teaser on',
    )
    await press(story, TOM, await story.card('winback'), 'Stop')
    const said = (await posted(story, 'is stopped, by Tom')).text
    expect(said).toContain('Asked whether it was done, and to take it back: step 1, Tom: Tell support')
    expect(said).not.toContain('step 2')
  })

  test('of a person who can’t: by typing', async () => {
    const { story } = await launched(BOTH)
    await press(story, MEI, await story.dm(MEI, 'The launch waits for you'), "Confirm it's done")
    await typed(story, ANA, ['stop winback the offer was withdrawn'])
    await story.settle()
    expect(await refused(story, RAJ, 'taken-back winback 2')).toMatch(/^Mei did this step/)
    expect((await story.say(MEI, 'taken-back winback 2 no')).text).toBe(
      "Step 2 of `winback` can't be taken back.",
    )
    await story.settle()
    expect((await posted(story, 'is stopped, by Ana')).text).toContain(
      "Can't be taken back: step 2, Mei: Switch the teaser on: says Mei",
    )
  })

  test('that a tool refuses is told to who stopped it and the owner, who try again', async () => {
    const { story, tool } = await launched(TWO)
    tool.failUndo({ is: 'refused', outcome: 'HTTP 403 approval_required' })
    await press(story, TOM, await story.card('winback'), 'Stop')
    expect(buttons(await posted(story, 'is stopped, by Tom'))).toEqual(['Try again'])
    for (const person of [ANA, TOM]) {
      const told = await story.dm(person, 'Not taken back: step 2')
      expect(told.text).toContain('Start the send: HTTP 403 approval_required')
      expect(buttons(told)).toEqual(['Try again'])
    }
    expect(await cardOf(story)).toContain('not taken back: refused')
    expect((await story.say(ANA, '')).text).toContain('*Not taken back: step 2* Start the send')
    await press(story, ANA, await story.dm(ANA, 'Not taken back: step 2'), 'Try again')
    expect(tool.undone).toEqual(['checkout-banner on', 'Start the send'])
    expect((await posted(story, 'is stopped, by Tom')).text).not.toContain('Failed')
    expect((await story.dm(TOM, 'It was not taken back at first')).text).toContain(
      'It is settled now: it is off',
    )
    expect(await refused(story, ANA, 'undo winback 2')).toMatch(/does not wait to be taken back once more/)
    expect(await historyOf(story)).toContain(
      'Stairway could not take step 2 back: HTTP 403 approval_required',
    )
  })

  test('of a webhook: what has gone is said to have gone', async () => {
    const story = await tell()
    await approved(story)
    await press(story, ANA, await story.card('winback'), 'Launch')
    await press(story, ANA, await story.card('winback'), 'Stop')
    expect((await posted(story, 'is stopped, by Ana')).text).toContain(
      "\nCan't be taken back: step 1, Start the send, has gone",
    )
    await story.pass(HOUR)
    expect(story.receiver.requests).toHaveLength(1)
  })

  test('while a step is being sent: it is looked up and taken back too', async () => {
    const { story, tool } = await launched(TWO, {}, (each) => {
      each.failSend('lost after')
      each.failReadBack({ is: 'again', outcome: 'HTTP 429', notBefore: null })
    })
    tool.failReadBack({ is: 'again', outcome: 'HTTP 429', notBefore: null })
    await story.pass(MINUTE)
    await typed(story, ANA, ['stop winback wrong banner'])
    await story.settle()
    await story.pass(MINUTE)
    expect(tool.effects.length).toBe(tool.undone.length)
  })
})
