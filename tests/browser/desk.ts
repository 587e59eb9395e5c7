import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Locator, Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { type ActRequest, PATHS, type State } from '../../sandbox/contract.ts'
import { PRESENT } from '../../sandbox/story/campaigns.ts'
import { instantOf } from '../../sandbox/story/teller.ts'
import { newFolder, type Open, openIn } from '../sandbox/open.ts'
import { connectBrowser, findBrowser } from './browser.ts'

const PATIENCE_MS = 60_000
export const WIDE = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }
const STAGES = 'preparing|in review|approved|launching|live|paused|stopped|concluded'
export const PRIVATE = 'Only visible to you'
const PAGE: BrowserContextOptions = {
  viewport: WIDE,
  colorScheme: 'light',
  reducedMotion: 'reduce',
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
}

const found = findBrowser(process.env)
/** Where no browser is found these tests are skipped; tests/support/global-setup.ts says so once. */
export const inBrowser = describe.skipIf(found === null)

/** The name in `/campaign new <name> template:…`. */
export function nameIn(command: string | null): string {
  return /new (.*?) template:/.exec(command ?? '')?.[1] ?? ''
}

/** Stops the clock that a page shows where the story leaves it. */
export async function stopClock(page: Page): Promise<void> {
  await page.route(`**${PATHS.state}*`, async (route) => {
    const response = await route.fetch()
    const state = (await response.json()) as State
    await route.fulfill({ response, json: { ...state, now: instantOf(PRESENT).toISOString() } })
  })
}

/** What one person has before them: a page of the workspace, found and used as people do. */
export interface Desk {
  readonly page: Page
  /** The button that makes one act as them. */
  person(name: string): Locator
  /** A channel or the app in the list. */
  place(name: string): Locator
  /** Acts as somebody else, by their button. */
  become(name: string): Promise<void>
  /** Opens a channel or the app from the list. */
  go(name: string): Promise<void>
  /** Types a line into the composer and sends it. */
  say(line: string): Promise<void>
  /** The newest message, of anybody or private, that says all of these. */
  message(...words: readonly (string | RegExp)[]): Locator
  /** The card of a campaign in its channel. */
  card(name: string): Locator
  /** The modal or question that is on top, by its title. */
  modal(title: string | RegExp): Locator
}

export interface Office {
  readonly open: Open
  /** The action_ids of everything that was clicked at any desk. */
  readonly clicked: ReadonlySet<string>
  /** A page in a profile of its own; `path` such as `/?as=U0RAJ&in=C0GROWTH`, the printed address without. */
  desk(path?: string, options?: BrowserContextOptions, prepare?: (page: Page) => Promise<void>): Promise<Desk>
}

/** One real process for the tests of a file, in the browser of the run; a page that complains in its console fails its test. */
export function useOffice(prepare: (folder: string) => Promise<void> = async () => undefined): () => Office {
  const ends: (() => Promise<unknown>)[] = []
  const desks: ((failed: boolean) => Promise<unknown>)[] = []
  let office: Office
  beforeAll(async () => {
    const { folder, remove } = await newFolder()
    ends.push(remove)
    await prepare(folder)
    const [browser, open] = await Promise.all([connectBrowser(), openIn(folder)])
    ends.push(open.close, () => browser.close())
    const clicked = new Set<string>()
    office = {
      open,
      clicked,
      async desk(path = '/', options = {}, prepare = async () => undefined) {
        const context = await browser.newContext({ ...PAGE, ...options })
        context.setDefaultTimeout(PATIENCE_MS)
        const page = await context.newPage()
        page.on('request', (request) => noteClick(request, clicked))
        const { desk, complaints } = deskOf(page)
        desks.push(async (failed) => {
          if (failed) await keepPicture(page)
          await context.close()
          if (!failed) expect(complaints).toEqual([])
        })
        await prepare(page)
        await page.goto(open.url + path)
        await page.getByRole('log').or(page.getByRole('alert')).first().waitFor()
        return desk
      },
    }
  })
  afterEach(async ({ task }) => {
    for (const end of desks.splice(0)) await end(task.result?.state === 'fail')
  })
  afterAll(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  return () => office
}

/** What a failed test had before it. */
async function keepPicture(page: Page): Promise<void> {
  const path = join(await mkdtemp(join(tmpdir(), 'stairway-failed-')), 'page.png')
  await page.screenshot({ path })
  console.log(`The page of the failed test: ${path}`)
}

function noteClick(request: Request, clicked: Set<string>): void {
  if (!request.url().endsWith(PATHS.act)) return
  const { act } = request.postDataJSON() as ActRequest
  if (act.kind === 'click') clicked.add(act.actionId)
}

function deskOf(page: Page): { desk: Desk; complaints: string[] } {
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (said) => {
    if (said.type() === 'error') complaints.push(said.text())
  })
  page.on('response', async (response) => {
    if (response.status() >= 500) complaints.push(`${response.url()}: ${await response.text()}`)
  })
  const list = page.getByRole('navigation', { name: 'Conversations' })
  const articles = page.getByRole('main').getByRole('article')
  const message: Desk['message'] = (...words) =>
    words.reduce((all, hasText) => all.filter({ hasText }), articles).last()
  const desk: Desk = {
    page,
    message,
    person: (name) => page.getByRole('group', { name: 'You act as' }).getByRole('button', { name }),
    place: (name) => list.getByRole('button', { name }),
    become: async (name) => {
      await desk.person(name).click()
      await page.locator('.person[aria-pressed=true]', { hasText: name }).waitFor()
    },
    go: (name) => desk.place(name).click(),
    say: async (line) => {
      const box = page.getByRole('main').getByRole('textbox')
      await box.fill(line)
      await box.press('Enter')
    },
    card: (name) =>
      articles
        .filter({ hasText: new RegExp(`${name}\\s+\\S+\\s+·\\s+(?:${STAGES})`), hasNotText: PRIVATE })
        .last(),
    modal: (title) => page.getByRole('dialog', { name: title }),
  }
  return { desk, complaints }
}
