import type { Locator, Page } from 'playwright-core'

const MOST_STOPS = 200

/** Presses Tab, or Shift+Tab where that is nearer in the page's order, until the element has the focus. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor()
  const key = (await isBefore(wanted)) ? 'Shift+Tab' : 'Tab'
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await hasFocus(wanted)) return
    await page.keyboard.press(key)
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

export const hasFocus = (wanted: Locator): Promise<boolean> =>
  wanted.evaluate((element) => element === element.ownerDocument.activeElement)

function isBefore(wanted: Locator): Promise<boolean> {
  return wanted.evaluate((element) => {
    const { activeElement: at, body } = element.ownerDocument
    if (!at || at === body) return false
    return (at.compareDocumentPosition(element) & element.DOCUMENT_POSITION_PRECEDING) !== 0
  })
}
