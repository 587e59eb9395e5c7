import type { Locator, Page } from 'playwright-core'

const MOST_STOPS = 200

/** Presses Tab, or Shift+Tab where that is the shorter way round, until the element has the focus. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor()
  const key = (await isNearerBackwards(wanted)) ? 'Shift+Tab' : 'Tab'
  let element = await wanted.elementHandle() // a locator would look for it anew at each stop
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await element?.evaluate(isFocused)) return
    await page.keyboard.press(key)
    if (await element?.evaluate(isGone)) element = await wanted.elementHandle()
  }
  throw new Error(`${key} does not lead to ${wanted}`)
}

/** Goes there with the keyboard alone and presses it. */
export async function press(page: Page, wanted: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, wanted)
  await page.keyboard.press(key)
}

/** Goes there with the keyboard alone and types over what stands in it. */
export async function type(page: Page, wanted: Locator, words: string): Promise<void> {
  await tabTo(page, wanted)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(words)
}

/** These run in the page; the types of its elements are not known here. */
type InPage = Parameters<Locator['evaluate']>[0]
const isFocused: InPage = (element) => element === element.ownerDocument.activeElement
const isGone: InPage = (element) => !element.isConnected

export async function hasFocus(wanted: Locator): Promise<boolean> {
  return (await wanted.evaluate(isFocused)) === true
}

/** A guess of the way only: what the keys really lead to is what the browser says. */
function isNearerBackwards(wanted: Locator): Promise<boolean> {
  return wanted.evaluate((element) => {
    const { activeElement } = element.ownerDocument
    const within = element.closest('dialog') ?? element.ownerDocument
    const stops = [
      ...within.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]'),
    ].filter((each) => each.tabIndex >= 0 && !each.closest('[inert]') && each.checkVisibility())
    const ahead = stops.indexOf(element) - Math.max(stops.indexOf(activeElement), 0)
    return (ahead + stops.length) % stops.length > stops.length / 2
  })
}
