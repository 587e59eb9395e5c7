import { expect, test } from 'vitest'
import { inBrowser, nameIn, PRIVATE, useOffice } from './desk.ts'

inBrowser('a newcomer with a mouse', () => {
  const office = useOffice()

  test('goes the four steps of the guide', async () => {
    const desk = await office().desk()
    const { page } = desk
    const guide = page.getByRole('region', { name: 'First steps' })
    const ticked = (count: number) => guide.getByText(`${count} of 4`).waitFor()
    expect(await page.locator('.person[aria-pressed=true]').textContent()).toContain('Ana')

    await ticked(0)
    const command = guide.getByText('/campaign new')
    const name = nameIn(await command.textContent())
    await command.click()
    const typed = await page.getByRole('textbox', { name: 'Message #growth' }).inputValue()
    expect(typed).toBe(await command.textContent())
    await page.getByRole('button', { name: 'Send' }).click()
    await desk.message(PRIVATE, `${name} is set up as`).waitFor()
    await ticked(1)

    const card = desk.card(name)
    await card.getByRole('button', { name: 'Tasks' }).click()
    const tasks = desk.message(PRIVATE, 'required tasks are done')
    for (const left of [0, 1]) {
      await tasks.getByText(`${left} of 2 required tasks are done`).waitFor()
      await tasks.getByRole('button', { name: 'Mark done' }).first().click()
    }
    await card.getByText('2 of 2 required').waitFor()
    await card.getByRole('button', { name: 'Submit' }).click()

    await desk.become('Raj')
    await desk.go('Stairway')
    await desk.message(`asks you to approve ${name}`).getByRole('button', { name: 'Approve' }).click()
    await ticked(2)

    await desk.become('Ana')
    await desk.go('growth')
    await card.getByRole('button', { name: 'Launch' }).click()
    await desk
      .modal(/^Launch .*\?$/)
      .getByRole('button', { name: 'Launch' })
      .click()
    await ticked(3)

    await page.getByRole('button', { name: 'Next morning' }).click()
    await ticked(4)
    await guide.getByText('All steps done').waitFor()
    const digest = desk.message(name, 'day 1 of 14')
    await digest.getByText(/No e-mail 3\s\d{3} · Offer e-mail 3\s\d{3}/).waitFor()
    await digest.getByRole('img', { name: /^\d+ \w+.*Lifts against No e-mail/ }).waitFor()
    expect(await page.locator('.clock time').textContent()).toBe('Tue 17 Mar 09:01')
    await desk.message('Spring win-back', 'day 15 of 21').waitFor()
  })
})
