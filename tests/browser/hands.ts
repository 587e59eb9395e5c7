import type { Locator } from 'playwright-core'
import type { Desk } from './desk.ts'

/** By the words on it: what it is read as begins with them. */
export const button = (within: Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name })

/** Chooses from the menu behind the dots of the row that says `words`, the first without. */
export async function choose({ page }: Desk, within: Locator, name: string, words = ''): Promise<void> {
  const label = words === '' ? /^More: / : new RegExp(`^More: .*${words}`)
  await button(within, label).first().click()
  await page.getByRole('menuitem', { name, exact: true }).click()
}

/** Opens the thread of a message; the messages in it. */
export async function openThread({ page }: Desk, message: Locator): Promise<Locator> {
  await button(message, /\d repl/).click()
  return page.getByRole('region', { name: 'Thread' }).getByRole('article')
}

/** The stage that a card names. */
export const stage = (card: Locator, name: string): Locator =>
  card.locator('strong').getByText(name, { exact: true })

/** Closes a modal without sending it. */
export async function cancel(modal: Locator): Promise<void> {
  await modal.waitFor()
  await modal
    .getByRole('button', { name: /^(Cancel|Close)$/ })
    .last()
    .click()
  await modal.waitFor({ state: 'detached' })
}

/** Presses a button that asks first, and answers with the one that shows `name`. */
export async function answer(
  { modal }: Desk,
  asking: Locator,
  question: string,
  name: string,
): Promise<void> {
  await asking.click()
  await modal(question).getByRole('button', { name, exact: true }).click()
  await modal(question).waitFor({ state: 'detached' })
}
