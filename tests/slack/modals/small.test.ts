import { afterEach, beforeEach, expect, it } from 'vitest'
import { NOTHING_TO_READ } from '../../commands/yaml.ts'
import { type Stand, standUp } from '../../conversations/stand.ts'
import { errorsOf, shown } from './answers.ts'

let stand: Stand

beforeEach(async () => {
  stand = await standUp(NOTHING_TO_READ)
  await stand.say('U0ANA', 'new Spring win-back key:winback')
})
afterEach(() => stand.close())

it('tells all that is wrong with an answer at once, each under its input, and takes it once mended', async () => {
  await stand.say('U0ANA', 'ask winback Why does Web buy less? <@U0RAJ|raj>')
  await stand.type('U0RAJ', 'answer winback-1')
  const bad = { 'What was found?': 'The coupon', Link: 'notebook 7', Ideas: 'x'.repeat(2_000) }
  const refused = errorsOf(await stand.client.fillAndSubmit('U0RAJ', shown(stand), bad))
  expect(Object.keys(refused).sort()).toEqual(['ideas', 'link'])
  expect(refused.link).toContain('https')
  const mended = { ...bad, Link: 'https://example.com/7', Ideas: 'Offer it without a coupon' }
  expect(errorsOf(await stand.client.fillAndSubmit('U0RAJ', shown(stand), mended))).toEqual({})
  expect((await stand.say('U0ANA', 'followups winback')).text).toContain('The coupon')
})

it('tells what is wrong with both figures of a prediction at once', async () => {
  await stand.say('U0ANA', 'brief winback outcome purchase up 8%')
  await stand.type('U0ANA', 'predict winback')
  const bad = { 'The lift you expect': 'a lot', 'The range that holds it 8 times of 10': 'wide' }
  const refused = errorsOf(await stand.client.fillAndSubmit('U0ANA', shown(stand), bad))
  expect(Object.keys(refused).sort()).toEqual(['lift', 'range'])
  const mended = { 'The lift you expect': '+8%', 'The range that holds it 8 times of 10': '+3%..+12%' }
  expect(errorsOf(await stand.client.fillAndSubmit('U0ANA', shown(stand), mended))).toEqual({})
})
