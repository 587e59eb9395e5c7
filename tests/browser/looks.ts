import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { PHONE, WIDE } from './desk.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`
const DRAWN = 'new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))'
const IMAGES = resolve('docs/images')

/** What axe finds on the page: the rule, and the elements that break it. */
async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(await readFile(AXE, 'utf8'))
  const found = (await page.evaluate(RUN)) as AxeResults['violations']
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

/** Nothing breaks one of axe's rules in either theme, wide and on a phone; leaves the page wide and light. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const size of [PHONE, WIDE])
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme })
      await page.evaluate(DRAWN) // what may be reached is another on a phone
      expect(await violations(page), `${colorScheme}, ${size.width} pixels`).toEqual([])
    }
}

/** Draws docs/images/<name>.png anew where UPDATE_IMAGES=1; else does nothing. */
export async function picture(what: Page | Locator, name: string): Promise<void> {
  if (process.env.UPDATE_IMAGES !== '1') return
  await what.screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled', caret: 'hide' })
}
