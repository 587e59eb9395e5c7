import { expect, test } from 'vitest'
import { inBrowser, PHONE, useOffice } from '../browser/desk.ts'
import { button } from '../browser/hands.ts'

const ON_A_PHONE = { viewport: PHONE, hasTouch: true, isMobile: true }

inBrowser('the approvers, on a phone', () => {
  const office = useOffice()

  test('Mei reads whom it reaches and what speaks against it, and approves with a tap; then it says so', async () => {
    const { page, message } = await office().desk('/?as=U0MEI&in=D0MEI', ON_A_PHONE)
    const request = message('Loyalty audience sync', 'asks you to approve')
    await request
      .getByText(/11\s800 people/)
      .first()
      .waitFor()
    await request.getByText(/Too small/).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width)
    expect(await page.locator('.clock small').textContent()).toBe('Singapore')
    await button(request, /^Approve (?!and)/).tap()
    await message('Loyalty audience sync', /Approved by .*Mei/).waitFor()
  })

  test('Tom, who has decided, is asked nothing any more', async () => {
    const { page, message } = await office().desk('/?as=U0TOM&in=D0TOM', ON_A_PHONE)
    const request = message('Loyalty audience sync')
    await request.waitFor()
    expect(await button(request, /^Approve/).count()).toBe(0)
    expect(await page.locator('.clock small').textContent()).toBe('New York')
    await page.getByRole('button', { name: 'Home', exact: true }).tap()
    await page.getByRole('group', { name: 'Home of Stairway' }).getByRole('heading').first().waitFor()
  })
})
