import { expect, test, vi } from 'vitest'
import { inBrowser, PHONE, PRIVATE, useOffice } from '../browser/desk.ts'
import { button } from '../browser/hands.ts'

const NAME = 'Weekend deal'
/** Seconds where nothing else runs. */
const WEEK_MS = 200_000
vi.setConfig({ testTimeout: 300_000 }) // nothing here hangs on how busy the machine is

/** One walk: each test goes on where the one before has stopped. */
inBrowser('a newcomer', () => {
  const office = useOffice()

  test('is through the guide with eight acts, sees their own digest, and finds five things to try next', async () => {
    const desk = await office().desk()
    const { page, modal, message } = desk
    const guide = page.getByRole('region', { name: 'First steps' })
    let clicks = 0
    const press = async (wanted = '', at = guide.getByRole('button', { name: wanted, exact: true })) => {
      await at.click()
      clicks += 1
    }
    const ticked = (count: number) => guide.getByText(`${count} of 5`).waitFor()
    expect(await page.locator('.person[aria-pressed=true]').textContent()).toContain('Ana')

    await press('Send /campaign new')
    await ticked(1)
    await press('Show its tasks')
    await press('', button(desk.message(PRIVATE, NAME, 'of 1 done'), /^More: /).first())
    await press('', page.getByRole('menuitem', { name: 'Mark done' }))
    await ticked(2)
    await press('Submit it, then be Raj')
    await press('', button(message(`asks you to approve ${NAME}`), /^Approve (?!and)/))
    await ticked(3)
    await press('Launch it as Ana')
    await press('', modal(/^Launch .*\?$/).getByRole('button', { name: 'Launch' }))
    await ticked(4)
    await page.getByText('offer-banner').locator('xpath=..').getByText('on', { exact: true }).waitFor()
    await press('Next morning')
    await page.getByRole('progressbar', { name: /^On the way to Tue 17 Mar 09:01/ }).waitFor()
    await guide.getByText('All steps done').waitFor()
    expect(clicks).toBe(9) // a menu is opened and chosen from

    const digest = message(NAME, 'day 1 of 7')
    await digest.waitFor()
    const top = async () => (await digest.boundingBox())?.y ?? -1
    await expect.poll(top).toBeGreaterThan(0)
    expect(await top()).toBeLessThan(600)
    await page.getByRole('main').getByText('New', { exact: true }).waitFor({ state: 'attached' })
    expect(await page.locator('.clock time').textContent()).toBe('Tue 17 Mar 09:01')
    await guide.getByRole('listitem').nth(5).waitFor({ state: 'detached' }) // folded: the offers alone are left
    expect(
      await guide.getByRole('list', { name: 'What to try next' }).locator('b').allTextContents(),
    ).toEqual([
      'Go up in stages',
      'Ask a question',
      'Conclude it',
      'Harm a guardrail',
      'Use it in your Slack',
    ])
  })

  test('tries each of them', async () => {
    const { page, message, modal, person } = await office().desk()
    const offer = (label: string) => page.getByRole('button', { name: label, exact: true })
    await offer('Show how').click()
    await modal('Use it in your Slack').getByText('npm start -- --slack').waitFor()
    const manifest = await fetch(`${office().open.url}/manifest.yaml`)
    expect(await manifest.text()).toContain('usage_hint')
    await page.keyboard.press('Escape')

    await person('Mei').click()
    await offer('Type it').click()
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Message #growth' }).inputValue())
      .toMatch(/^\/campaign ask weekend-deal .*@raj/)
    await page.getByRole('button', { name: 'Send' }).click()
    await message(PRIVATE, 'weekend-deal-1').waitFor()

    // Each day's digests are most of the way's work; its verdict is the same.
    for (const plan of ['winback off', 'weekend-deal weekly mon 09:00'])
      await office().open.say('U0ANA', `digest ${plan}`)
    await offer('A week later').click()
    const won = message(NAME, 'Ship Offer e-mail')
    await won.waitFor({ timeout: WEEK_MS })
    await button(won, /^(Ship it|Conclude)…/)
      .first()
      .waitFor()
  })

  test('sees a launch go up in stages and come back, by the button that does what is next', async () => {
    const { page, message, modal } = await office().desk('/?as=U0ANA&in=C0GROWTH')
    const guide = page.getByRole('region', { name: 'First steps' })
    const next = (label: string) => guide.getByRole('button', { name: label, exact: true }).click()
    const flag = (says: string) =>
      page.getByText('free-shipping').locator('xpath=..').getByText(says, { exact: true }).waitFor()
    await next('Make one')
    await next('Submit it, then be Raj')
    await button(message('asks you to approve Free shipping'), /^Approve (?!and)/).click()
    await next('Launch the first stage')
    await modal(/^Launch .*\?$/)
      .getByRole('button', { name: 'Launch' })
      .click()
    await flag('on for 10 %')
    await next('An hour later')
    await flag('on for 50 %')
    await next('An hour later')
    await flag('on')
    await next('Stop it')
    await modal(/^Stop .*\?$/)
      .getByRole('button', { name: 'Stop' })
      .click()
    await flag('off')
    await message('Free shipping', /Taken back: step 2/).waitFor()
    await next('Two hours later')
    await guide.getByText('two looks, an hour apart').waitFor()
  })

  test('harms a guardrail, and the watch tells it', async () => {
    const { page, message } = await office().desk('/?as=U0ANA&in=C0GROWTH')
    await page.getByRole('button', { name: 'Harm it', exact: true }).click()
    await message(NAME, /unsubscribe/i, /beyond its margin|was allowed/).waitFor()
  })

  test('finds all of it on a phone: everybody, the hour, and the guide folded up', async () => {
    const { page, person, modal } = await office().desk('/', {
      viewport: PHONE,
      hasTouch: true,
      isMobile: true,
    })
    for (const name of ['Ana', 'Raj', 'Mei', 'Tom', 'Zoe'])
      expect((await person(name).boundingBox())?.x, name).toBeLessThan(PHONE.width - 60)
    await page.getByRole('button', { name: '+1 h' }).waitFor()
    const header = await page.getByRole('banner').boundingBox()
    expect(header?.height).toBeLessThan(100)
    const guide = page.getByRole('region', { name: 'First steps' })
    expect((await guide.boundingBox())?.height).toBeLessThan(60)
    await guide.getByText('All steps done').tap()
    await guide.getByRole('button', { name: 'Show how' }).tap()
    await modal('Use it in your Slack').getByRole('button', { name: 'Close' }).tap()
    await page.getByRole('button', { name: 'Conversations' }).tap()
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Theme/ })
      .waitFor()
  })
})
