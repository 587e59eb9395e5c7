import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { inBrowser, PHONE, PRIVATE, stopClock, useOffice, WIDE } from './desk.ts'
import { openThread } from './hands.ts'
import { expectAccessible, picture } from './looks.ts'

const ANA = '/?as=U0ANA&in=C0GROWTH'

/** Each as axe sees it in both themes and widths, and as docs/images shows it (UPDATE_IMAGES=1 draws those anew). */
inBrowser('what people see', () => {
  const office = useOffice()
  const desk = (path: string, options = {}) => office().desk(path, options, stopClock)

  test('a channel with cards and a digest', async () => {
    const { page, card, message } = await desk(ANA)
    await toTop(card('Onboarding checklist'))
    await expectAccessible(page)
    await page.setViewportSize({ ...WIDE, height: 1000 })
    await toTop(card('Onboarding checklist'))
    const digest = message('Spring win-back', 'day 14 of 21')
    await digest.getByRole('button', { name: /^All figures/ }).waitFor()
    expect(await digest.locator('img.picture').count()).toBe(0)
    await picture(page, 'channel')
    await page.emulateMedia({ colorScheme: 'dark' })
    await picture(page, 'channel-dark')
    await page.emulateMedia({ colorScheme: 'light' })
  })

  test('all figures of a digest, in its thread', async () => {
    const ana = await desk(ANA)
    const { page } = ana
    const replies = await openThread(ana, ana.message('Spring win-back', 'day 14 of 21'))
    const figures = replies.filter({ hasText: 'Verdict by rule' })
    await figures.getByRole('table').waitFor()
    await expectAccessible(page)
    await page.setViewportSize({ ...WIDE, height: 2600 })
    for (const shown of await figures.locator('img.picture').all())
      await shown.evaluate('(image) => image.decode()')
    expect(await figures.locator('img.picture').count()).toBe(2)
  })

  test('a digest whose verdict is new, with its picture', async () => {
    const { message } = await desk(ANA)
    const digest = message('Spring win-back', 'day 10 of 21')
    await digest.scrollIntoViewIfNeeded()
    const shown = digest.locator('img.picture')
    await shown.evaluate('(image) => image.decode()')
    expect(await shown.count()).toBe(1)
    await picture(digest, 'digest')
  })

  test('an approval in a direct message', async () => {
    const { page, message } = await desk('/?as=U0MEI&in=D0MEI')
    const request = message('asks you to approve Loyalty audience sync')
    await request.getByRole('button', { name: /^Approve (?!and)/ }).waitFor()
    await expectAccessible(page)
    await picture(page, 'approval')
  })

  test('a thread, with the guide folded up beside it', async () => {
    const { page, card } = await desk(ANA)
    await card('Spring win-back').getByRole('button', { name: /repl/ }).click()
    await page.getByText('is live for').first().waitFor()
    await expectAccessible(page)
  })

  test('a form, its mistakes, and a question', async () => {
    const { page, say, modal, card } = await desk(ANA)
    await say('/campaign brief onboarding')
    await modal('Brief').waitFor()
    await picture(page, 'brief')
    await page.keyboard.press('Escape')
    await modal('Brief').waitFor({ state: 'detached' })
    await say('/campaign new')
    await modal('New campaign').getByRole('button', { name: 'Set up' }).click()
    await modal('New campaign').locator('.mistake').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await modal('New campaign').waitFor({ state: 'detached' })
    await card('Spring win-back').getByRole('button', { name: 'Stop' }).click()
    await modal('Stop').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await modal('Stop').waitFor({ state: 'detached' })
  })

  test('what a quarter brought', async () => {
    const { page, say, message } = await desk('/?as=U0TOM&in=C0DATA')
    await say('/campaign growth')
    const growth = message(PRIVATE, 'Growth, Q1 2026')
    await growth.getByRole('button', { name: 'Send me picture and CSV' }).waitFor()
    await expectAccessible(page)
    await page.setViewportSize({ ...WIDE, height: 1400 })
    await picture(growth, 'growth')
  })

  test('Home', async () => {
    const { page } = await desk('/?as=U0RAJ&in=D0RAJ')
    await page.getByRole('button', { name: 'Home', exact: true }).click()
    await page.getByText('Overdue').waitFor()
    await expectAccessible(page)
    await picture(page, 'home')
  })

  test('the guide, and a command that is being typed', async () => {
    const { page } = await desk(ANA)
    const box = page.getByRole('textbox', { name: 'Message #growth' })
    await box.pressSequentially('/cam')
    await page.getByRole('option', { name: /^\/campaign/ }).waitFor()
    await expectAccessible(page)
    await picture(page, 'guide')
  })

  test('the inspector, with a private answer above it', async () => {
    const { page, say, message } = await desk(ANA)
    await say('/campaign help digest')
    await message(PRIVATE, 'For example').waitFor()
    await page.getByRole('button', { name: 'Inspector', exact: true }).click()
    const inspector = page.getByRole('complementary', { name: 'Inspector' })
    await inspector.getByText('slash_commands').first().click()
    await inspector.getByRole('group', { name: 'Answer', exact: true }).waitFor()
    await expectAccessible(page)
  })

  test('a phone', async () => {
    const { page, card } = await desk(ANA, { viewport: PHONE })
    await page.getByRole('button', { name: 'Conversations' }).click()
    await page.getByRole('navigation').getByRole('button', { name: 'growth' }).waitFor()
    await expectAccessible(page)
    await page.setViewportSize(PHONE)
    await page.getByRole('navigation').getByRole('button', { name: 'growth' }).click()
    await toTop(card('Loyalty audience sync'))
    await page.getByRole('button', { name: 'Newest' }).waitFor()
    await picture(page, 'phone')
  })
})

const toTop = (message: Locator) => message.evaluate((element) => element.scrollIntoView({ block: 'start' }))
