import { expect, test } from 'vitest'
import { inBrowser, nameIn, PRIVATE, useOffice } from './desk.ts'
import { hasFocus, press, tabTo, type } from './keys.ts'

inBrowser('a newcomer without a mouse', () => {
  const office = useOffice()

  test('goes the steps of the guide', async () => {
    const desk = await office().desk()
    const { page } = desk
    const guide = page.getByRole('region', { name: 'First steps' })
    const ticked = (count: number) => guide.getByText(`${count} of 5`).waitFor()
    const composer = page.getByRole('textbox', { name: 'Message #growth' })
    const leads = (label: string) => press(page, guide.getByRole('button', { name: label, exact: true }))

    const command = guide.getByRole('button', { name: /^\/campaign new / })
    const name = nameIn(await command.textContent())
    await press(page, command)
    expect(await hasFocus(composer)).toBe(true)
    expect(await composer.inputValue()).toBe(await command.textContent())
    await page.keyboard.press('Enter')
    await ticked(1)

    const card = desk.card(name)
    await leads('Show its tasks')
    const tasks = desk.message(PRIVATE, /\d of \d+ done/)
    await press(page, tasks.getByRole('button', { name: /^More: / }).first())
    await press(page, page.getByRole('menuitem', { name: 'Mark done' }))
    await ticked(2)
    await press(page, guide.getByText('/campaign submit'))
    await page.keyboard.press('Enter')
    await desk.message(PRIVATE, 'is in review').waitFor()

    await leads('Be Raj')
    await press(
      page,
      desk.message(`asks you to approve ${name}`).getByRole('button', { name: /^Approve (?!and)/ }),
    )
    await ticked(3)

    await press(page, desk.person('Ana'), 'Space')
    await press(page, desk.place('growth'))
    const launch = card.getByRole('button', { name: 'Launch' })
    const question = desk.modal(/^Launch .*\?$/)
    await press(page, launch)
    await question.waitFor()
    await page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    expect(await hasFocus(launch)).toBe(true)
    await page.keyboard.press('Enter')
    await press(page, question.getByRole('button', { name: 'Launch' }))
    await ticked(4)

    await press(page, page.getByRole('banner').getByRole('button', { name: 'Next morning' }))
    await ticked(5)
  })

  test('types a command with its completion, and fills in a form', async () => {
    const { page, modal } = await office().desk()
    const composer = page.getByRole('textbox', { name: 'Message #growth' })
    await tabTo(page, composer)
    await page.keyboard.type('/cam')
    await page.getByRole('option', { name: /^\/campaign/ }).waitFor()
    await page.keyboard.press('Tab')
    expect(await composer.inputValue()).toBe('/campaign ')
    await page.keyboard.type('bri')
    expect(await page.getByRole('option').count()).toBe(0) // nor does Slack know what can follow
    await page.keyboard.type('ef onboarding')
    await page.keyboard.press('Enter')

    const brief = modal('Brief')
    await brief.waitFor()
    expect(await hasFocus(brief.getByLabel('Name', { exact: true }))).toBe(true)
    await type(page, brief.getByLabel('Hypothesis'), 'Three steps in sight help')
    await type(page, brief.getByLabel('Audience'), 'New customers')
    await type(page, brief.getByLabel(/^People/), '8000')
    await tabTo(page, brief.getByLabel('Exposure query'))
    await page.keyboard.type('sends')
    await tabTo(page, brief.getByLabel('Who does step 1'))
    await page.keyboard.type('Ana')
    await type(page, brief.getByLabel('What is done in step 1'), 'Switch it on')
    await tabTo(page, brief.getByLabel('Data partner'))
    await page.keyboard.type('Mei')
    await type(page, brief.getByLabel(/^Horizon(?! counted)/), '28')
    await page.keyboard.press('Enter')
    const saved = modal('Stairway')
    await saved.getByText('Nothing is missing for a decision').waitFor()
    await saved.getByText('New customers').waitFor()
    await saved.getByText(/Data partner\s+Mei/).waitFor()
    await page.keyboard.press('Escape')
    await saved.waitFor({ state: 'detached' })
    expect(await hasFocus(composer)).toBe(true)
  })
})
