import { expect, test } from 'vitest'
import { buttons, line, modal, posted, refused } from './seen.ts'
import {
  ANA,
  DAY,
  live,
  press,
  pressed,
  RAJ,
  readAloud,
  ready,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

const SEALED = /\+8 %|\+7\.5 %|\+3 %|\+12 %|\+1 %|\+6 %/

test('owner and data partner predict before the launch, nobody sees it, and the conclusion scores them', async () => {
  const story = await tell()
  await ready(story)
  const { text } = await story.say(ANA, 'submit winback predict:+3%..+12%')
  expect(text).toContain('*Spring win-back* is in review.')
  expect(text).not.toContain('What lift')
  await story.settle()

  const asked = await story.dm(RAJ, 'What lift do you expect of')
  expect(buttons(asked)).toEqual(['Predict…'])
  expect(readAloud(asked)).toContain('*Desired*  purchase, +8 % or more')
  await press(story, RAJ, asked, 'Predict…')
  await story.client.fillAndSubmit(RAJ, modal(story, RAJ), { 'The lift you expect': 'a lot' })
  expect(JSON.stringify(modal(story, RAJ))).toContain('The lift you expect')
  await story.client.fillAndSubmit(RAJ, modal(story, RAJ), {
    'The lift you expect': '1%',
    'The range that holds it 8 times of 10': '-4%..+6%',
  })
  expect(readAloud({ text: '', ...modal(story, RAJ) })).toContain(
    'You predict +1 % (80 % sure: \u22124 % to +6 %) on purchase for *Spring win-back*.',
  )
  await story.client.closeView(RAJ, modal(story, RAJ))
  await story.settle()
  await sealed(story)

  await typed(story, RAJ, ['predict winback +2% -4%..+6%'])
  for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve winback'])
  await typed(story, ANA, ['launch winback'])
  await story.settle()
  expect(await refused(story, RAJ, 'predict winback +9%')).toContain(
    'winback is live: predictions are made before the launch, and stay as they are.',
  )
  const closed = await story.dm(RAJ, 'Predictions for *Spring win-back*')
  expect(closed.text).toContain('You predicted +2 %')
  expect(buttons(closed)).toEqual([])

  await concluded(story)
})

/** Who predicted is said; what, to nobody else. */
async function sealed(story: Story): Promise<void> {
  const predicted = /\*Predicted\* {2}by Ana and Raj; sealed until the conclusion|Ana and Raj have predicted/
  const seen = [
    await story.card('winback'),
    await story.dm(TOM, 'asks you to approve'),
    await posted(story, 'asks you to approve'),
  ]
  for (const message of seen) expect(readAloud(message)).toMatch(predicted)
  const history = readAloud(await story.say(TOM, 'history winback'))
  expect(history).toContain('Raj predicted the lift of purchase, sealed until the conclusion (modal)')
  expect(history).toContain('Ana predicted the lift of purchase, sealed until the conclusion (command)')
  expect(history.replaceAll('purchase +8 %', '')).not.toMatch(SEALED)
  const raj = await story.dm(RAJ, 'Your prediction for')
  expect(raj.text).toContain('You predicted +1 % (80 % sure: \u22124 % to +6 %) on purchase.')
  expect(raj.text).not.toContain('+7.5 %')
}

/** 1 000 people an arm, of whom 200 and 230 buy: +15 %, at any number of looks from −23.7 to +73.6 %. */
async function concluded(story: Story): Promise<void> {
  const at = story.now()
  for (const arm of ['control', 'mail']) await story.shop.expose(arm, 1_000, at)
  await story.shop.act('purchase', 'control', 200, at)
  await story.shop.act('purchase', 'mail', 230, at)
  await story.pass(DAY)
  await typed(story, ANA, ['digest winback now'])
  await story.settle()
  await press(story, ANA, await story.card('winback'), 'Conclude…')
  const measured = 'Purchase +15.0 % (95 % \u221223.7 … +73.6 %), mail against the control, read'
  expect(readAloud({ text: '', ...modal(story, ANA) })).toContain(`Kept with it: ${measured}`)
  await story.client.closeView(ANA, modal(story, ANA))
  await typed(story, ANA, ['conclude winback unclear neutral Too few people to tell'])
  await story.settle()

  const said = await posted(story, 'is concluded.')
  expect(said.text).toContain(`Measured: ${measured}`)
  expect(said.text).toContain('Ana guessed +7.5 % (80 % sure: +3 % to +12 %), it was +15.0 %: too cautious.')
  expect(said.text).toContain(
    'Raj guessed +2 % (80 % sure: \u22124 % to +6 %), it was +15.0 %: too cautious.',
  )
  expect(readAloud(await story.card('winback'))).toContain('Raj guessed +2 %')
  expect((await story.dm(RAJ, '*Spring win-back*  `winback` is concluded.')).text).toContain('too cautious')
  expect(readAloud(await story.say(TOM, 'history winback'))).toContain('Raj predicted +1 % (80 % sure')

  await story.shop.act('purchase', 'mail', 900, story.now())
  await typed(story, TOM, ['results winback'])
  expect(readAloud(await story.say(ANA, 'show winback'))).toContain('Purchase +15.0 %')
}

test('the one who submits is asked in the answer, others by direct message once, and nothing waits for it', async () => {
  const story = await tell()
  await ready(story)
  const said = await pressed(story, ANA, await story.card('winback'), 'Submit')
  expect(said).toContain('What lift of purchase do you expect? Nobody sees it until the end.')
  await press(story, ANA, line(story, ANA), 'Predict…')
  expect(modal(story, ANA).title?.text).toBe('Predict')
  await story.client.closeView(ANA, modal(story, ANA))
  expect((await story.slack.dms(ANA)).filter(({ text }) => text.includes('How far'))).toEqual([])
  expect((await story.slack.dms(TOM)).filter(({ text }) => text.includes('How far'))).toEqual([])

  await typed(story, ANA, ['withdraw winback once more'])
  const again = await story.say(ANA, 'submit winback')
  expect(buttons(again)).toEqual(['Predict…'])
  for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve winback'])
  await typed(story, ANA, ['launch winback'])
  await story.settle()
  expect((await story.slack.dms(RAJ)).filter(({ text }) => text.includes('redictions for'))).toHaveLength(1)
  expect((await story.card('winback')).text).not.toContain('Predicted')
})

test('a goal that changes makes a prediction count no more, and whoever becomes data partner is asked', async () => {
  const story = await tell()
  await submitted(story)
  await typed(story, RAJ, ['predict winback +8%'])
  await typed(story, ANA, ['brief winback outcome spend up 5%'])
  await story.settle()
  expect((await story.dm(RAJ, 'What lift do you expect')).text).not.toContain('You predicted')
  expect((await story.card('winback')).text).not.toContain('Predicted')

  await typed(story, ANA, ['brief winback partner <@U0MEI|mei>'])
  await story.settle()
  expect(buttons(await story.dm('U0MEI', 'What lift do you expect'))).toEqual(['Predict…'])
  const { text } = await story.dm(RAJ, 'No prediction of yours is needed')
  expect(text).toContain('*Spring win-back*')
})

test('others may not predict, and a campaign that can not be measured asks nobody', async () => {
  const story = await tell()
  await ready(story)
  expect(await refused(story, ZOE, 'predict winback +8%')).toBe(
    'The owner and the data partner predict winback: Ana and Raj.',
  )
  expect(await refused(story, TOM, 'submit winback predict:+8%')).toContain(
    'The owner and the data partner predict',
  )
  await typed(story, ANA, ['brief winback arms none'])
  await story.settle()
  expect(await refused(story, ANA, 'submit winback predict:+8%')).toContain(
    "*No control arm: this can't be measured.*",
  )
  expect((await story.slack.dms(RAJ)).filter(({ text }) => text.includes('How far'))).toEqual([])
})

test('a campaign that was concluded without a digest says that nothing was measured', async () => {
  const story = await tell()
  await live(story)
  await typed(story, ANA, ['conclude winback unclear neutral We never looked'])
  await story.settle()
  expect((await posted(story, 'is concluded.')).text).toContain(
    'Measured: not known, since no digest was made',
  )
})
