import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Desk, inBrowser, PRIVATE, useOffice } from './desk.ts'
import { button, cancel } from './hands.ts'

const ANA = '/?as=U0ANA&in=C0GROWTH'
const RAJ = '/?as=U0RAJ&in=D0RAJ'
const MEI = '/?as=U0MEI&in=D0MEI'

/** Each with a mistake that is shown under its input, is mended, and costs nothing of what was typed. */
inBrowser('modals', () => {
  const office = useOffice()

  test('new: the key is taken', async () => {
    const desk = await office().desk(ANA)
    await desk.say('/campaign new')
    const modal = desk.modal('New campaign')
    await send(modal, 'Set up')
    await mistake(modal, 'Name', 'Please complete this required field.')
    await modal.getByLabel('Name').fill('Autumn gift')
    await modal.getByLabel('Template').selectOption('Quick e-mail')
    await modal.getByLabel('Channel').selectOption('#data')
    await modal.getByLabel('Hypothesis').fill('A gift helps\nin two lines')
    await modal.getByLabel('Key').fill('winback')
    await send(modal, 'Set up')
    await mistake(modal, 'Key', 'winback')
    expect(await modal.getByLabel('Name').inputValue()).toBe('Autumn gift')
    expect(await modal.getByLabel('Channel').locator('option:checked').textContent()).toBe('#data')
    expect(await modal.getByLabel('Hypothesis').inputValue()).toBe('A gift helps\nin two lines')
    await modal.getByLabel('Key').fill('gift')
    await send(modal, 'Set up')
    await briefFollows(desk, 'Autumn gift is set up as gift with 1 task of the template Quick e-mail')
    await desk.go('data')
    await desk.card('Autumn gift').getByText('preparing').waitFor()
  })

  test('brief: an outcome that can not be read', async () => {
    const desk = await office().desk(ANA)
    await desk.card('Onboarding checklist').getByRole('button', { name: 'Brief' }).click()
    await desk
      .message(PRIVATE, 'Brief of Onboarding checklist')
      .getByRole('button', { name: 'Edit…' })
      .click()
    const modal = desk.modal('Brief')
    await modal.getByLabel('Horizon').first().fill('4')
    await modal.getByLabel('Horizon counted in').selectOption('weeks')
    await modal.getByLabel('Audience').fill('New customers, EU')
    await modal.getByLabel(/^People/).fill('9000')
    await modal.getByLabel('Exposure query').selectOption('None')
    await modal.getByLabel('Data partner').selectOption('Mei')
    await modal.getByLabel('By at least').fill('-6')
    await modal.getByLabel('Name of arm 1').fill('')
    await modal.getByLabel('Share of arm 1').fill('50%')
    await send(modal, 'Save')
    await mistake(modal, 'By at least', 'above 0')
    await mistake(modal, 'Name of arm 1', 'Each arm has a name')
    expect(await modal.getByLabel('Horizon').first().inputValue()).toBe('4')
    expect(await modal.getByLabel('Data partner').locator('option:checked').textContent()).toBe('Mei')
    await modal.getByLabel('By at least').fill('6')
    await modal.getByLabel('Name of arm 1').fill('control')
    await modal.getByLabel('Share of arm 1').fill('')
    await send(modal, 'Save')
    await saysAndCloses(desk, 'Changed in the brief of Onboarding checklist')
    await desk
      .card('Onboarding checklist')
      .getByText(/data Mei · .* · horizon 28 days/)
      .waitFor()
  })

  test('ask: due in the past', async () => {
    const desk = await office().desk(ANA)
    await button(desk.message('Spring win-back', 'day 14 of 21'), /^All figures/).click()
    await button(desk.message(PRIVATE, 'All figures'), 'Ask something else…').click()
    const modal = desk.modal('Ask')
    await send(modal, 'Ask')
    await mistake(modal, 'What do you want to know?', 'Please complete this required field.')
    await modal.getByLabel('What do you want to know?').fill('Who buys twice?')
    await modal.getByLabel('Due').fill('2026-03-10')
    await modal.getByLabel('What does it take?').selectOption('Build a model')
    await send(modal, 'Ask')
    await mistake(modal, 'Due', 'That is past already: choose a later day.')
    expect(await modal.getByLabel('What do you want to know?').inputValue()).toBe('Who buys twice?')
    expect(await modal.getByLabel('Who looks into it?').locator('option:checked').textContent()).toBe('Raj')
    await modal.getByLabel('Due').fill('2026-03-20')
    await send(modal, 'Ask')
    await saysAndCloses(desk, 'Asked as winback-3. Raj is told, due')
  })

  test('answer: empty, and a link that is none', async () => {
    const desk = await office().desk(RAJ)
    await desk
      .message('asks about', 'Why do rural customers')
      .getByRole('button', { name: 'Answer…' })
      .click()
    const modal = desk.modal('Answer')
    await send(modal, 'Answer')
    await mistake(modal, 'What was found?', 'Please complete this required field.')
    await modal.getByLabel('What was found?').fill('They wait longer for a parcel')
    await modal.getByLabel('How sure is it?').selectOption('Medium: likely, not certain')
    await modal.getByLabel('Link').fill('the notebook')
    await modal.getByLabel('What was decided').fill('The carrier is asked')
    await modal.getByLabel('Ideas').fill('Say the day of arrival\nLockers at the station')
    await send(modal, 'Answer')
    await mistake(modal, 'Link', 'https')
    expect(await modal.getByLabel('Ideas').inputValue()).toBe(
      'Say the day of arrival\nLockers at the station',
    )
    await modal.getByLabel('Link').fill('https://example.com/parcels')
    await send(modal, 'Answer')
    await modal.waitFor({ state: 'detached' })
    const answered = desk.message('was answered by Raj', 'They wait longer for a parcel', 'confidence medium')
    await answered.getByText('The carrier is asked').waitFor()
    await answered.getByRole('link', { name: /example.com/ }).waitFor()
  })

  test('new from an idea: says where it comes from, in both', async () => {
    const desk = await office().desk(RAJ)
    const idea = desk.message('was answered by Raj', 'Lockers at the station')
    await idea.getByRole('button', { name: 'Start a draft from it: Lockers at the station' }).click()
    const modal = desk.modal('New campaign')
    expect(await modal.getByLabel('Hypothesis').inputValue()).toBe('Lockers at the station')
    await modal.getByLabel('Channel').selectOption('#growth')
    await modal.getByLabel('Key').fill('lockers')
    await modal.getByLabel('Name').fill('Lockers')
    await send(modal, 'Set up')
    await briefFollows(desk, 'Lockers is set up as lockers')
    await idea.getByText('Led to lockers').waitFor()
    await desk.go('growth')
    await desk.card('Lockers').getByText('Grew from winback-2').waitFor()
  })

  test('reassign: to nobody; decline what was handed on: empty', async () => {
    const desk = await office().desk(RAJ)
    await desk.message('Who buys twice?').getByRole('button', { name: 'Reassign…' }).click()
    const modal = desk.modal('Reassign')
    await send(modal, 'Reassign')
    await mistake(modal, 'Who looks into it?', 'Please complete this required field.')
    await modal.getByLabel('Who looks into it?').selectOption('Mei')
    await modal.getByLabel('Why?').fill('You built the orders table')
    await send(modal, 'Reassign')
    await saysAndCloses(desk, 'winback-3 waits for Mei now, who is told.')
    await desk.become('Mei')
    await desk.go('Stairway')
    const handed = desk.message('Raj hands you winback-3', 'You built the orders table')
    await handed.getByRole('button', { name: 'Decline…' }).click()
    const decline = desk.modal('Decline')
    await send(decline, 'Decline')
    await mistake(decline, 'Why?', 'Please complete this required field.')
    await decline.getByLabel('Why?').fill('Orders hold no person')
    await send(decline, 'Decline')
    await saysAndCloses(desk, 'You declined winback-3.')
    await desk.message('was declined by Mei', 'Orders hold no person').waitFor()
  })

  test('blocked: empty', async () => {
    const desk = await office().desk('/?as=U0ANA&in=D0ANA')
    await desk.page.getByRole('button', { name: 'Home', exact: true }).click()
    const home = desk.page.getByRole('group', { name: 'Home of Stairway' })
    await home.getByText('○ Make unsubscribe work').waitFor()
    await home.getByRole('button', { name: 'Blocked…' }).first().click()
    await mended(desk.modal('Blocked'), 'What is it blocked by?', 'No test phone is free', 'Blocked')
    await home.getByText('■ Make unsubscribe work').waitFor()
    await home.getByText('No test phone is free').waitFor()
  })

  test('predict: a lift and a range that can not be read', async () => {
    const desk = await office().desk(RAJ)
    const asked = desk.message('What lift do you expect of Loyalty audience sync')
    await asked.getByRole('button', { name: 'Predict…' }).click()
    const modal = desk.modal('Predict')
    await modal.getByLabel('The lift you expect').fill('a lot')
    await send(modal, 'Predict')
    await mistake(modal, 'The lift you expect', 'a lot')
    await modal.getByLabel('The lift you expect').fill('+4%')
    await modal.getByLabel('The range that holds it').fill('5 to 9')
    await send(modal, 'Predict')
    await mistake(modal, 'The range that holds it', 'The lift lies within its range')
    await modal.getByLabel('The range that holds it').fill('-1%..+9%')
    await send(modal, 'Predict')
    await saysAndCloses(desk, 'You predict +4 % (80 % sure: \u22121 % to +9 %)')
    await desk.message('Your prediction for Loyalty audience sync').waitFor()
  })

  test('decline: empty', async () => {
    const desk = await office().desk(MEI)
    await desk.message('asks you to approve').getByRole('button', { name: 'Decline…' }).click()
    await mended(desk.modal('Decline'), 'Why?', 'The tiers are those of last year', 'Decline')
    await desk
      .message('Loyalty audience sync', 'Declined by Mei', 'The tiers are those of last year')
      .waitFor()
  })

  test('pause: empty', async () => {
    const desk = await office().desk(ANA)
    await desk.card('Spring win-back').getByRole('button', { name: 'Pause…' }).click()
    await mended(desk.modal('Pause'), 'Why?', 'The offer has run out', 'Pause')
    await desk.card('Spring win-back').getByText('paused').waitFor()
  })

  test('conclude: a question left open', async () => {
    const desk = await office().desk(ANA)
    await desk.card('Spring win-back').getByRole('button', { name: 'Conclude…' }).click()
    const modal = desk.modal('Conclude')
    await modal.getByLabel('Yes').check()
    await modal.getByLabel('Which insights and ideas came of it?').fill('Free delivery brings them back')
    await send(modal, 'Conclude')
    await mistake(modal, 'Was there measurable growth?', 'Please complete this required field.')
    expect(await modal.getByLabel('Yes').isChecked()).toBe(true)
    await modal.getByLabel('Good: it grew').check()
    await send(modal, 'Conclude')
    await saysAndCloses(desk, 'Spring win-back is concluded')
    await desk.card('Spring win-back').getByText('Free delivery brings them back').waitFor()
  })

  test('Esc closes without a trace, and Stairway is told', async () => {
    const desk = await office().desk(ANA)
    await desk.say('/campaign new')
    const modal = desk.modal('New campaign')
    await modal.getByLabel('Name').fill('Never mind')
    await desk.page.keyboard.press('Escape')
    await modal.waitFor({ state: 'detached' })
    const { modals } = await office().open.state('U0ANA')
    expect(modals).toEqual([])
    await desk.say('/campaign list all')
    const list = desk.message(PRIVATE, 'Loyalty audience sync')
    await list.waitFor()
    expect(await list.textContent()).not.toContain('Never mind')
  })
})

const send = (modal: Locator, name: string) => modal.getByRole('button', { name, exact: true }).click()

/** Shown under that input. */
async function mistake(modal: Locator, label: string, words: string): Promise<void> {
  await modal.locator('.input', { hasText: label }).locator('.mistake', { hasText: words }).waitFor()
}

/** For a modal with one text: empty it stays open, filled in it is taken. */
async function mended(modal: Locator, label: string, words: string, submit: string): Promise<void> {
  await modal.waitFor()
  await send(modal, submit)
  await mistake(modal, label, 'Please complete this required field.')
  await modal.getByLabel(label).fill(words)
  await send(modal, submit)
  await modal.waitFor({ state: 'detached' })
}

/** The brief of a new campaign, ready to be filled in. */
async function briefFollows(desk: Desk, words: string): Promise<void> {
  const brief = desk.modal('Brief')
  await brief.getByText(words).waitFor()
  await cancel(brief)
}

async function saysAndCloses(desk: Desk, words: string): Promise<void> {
  const modal = desk.modal('Stairway')
  await modal.getByText(words).waitFor()
  await modal.getByRole('button', { name: 'Close' }).last().click()
  await modal.waitFor({ state: 'detached' })
}
