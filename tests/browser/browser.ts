import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Browser, BrowserServer } from 'playwright-core'
import { shared } from '../support/shared.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Where a Chromium or one of its kin is: CHROMIUM_PATH, else by its usual names and places; null where there is none.
 * @throws Error where CHROMIUM_PATH names nothing that can be started
 */
export function findBrowser(
  { CHROMIUM_PATH: given, PATH = '' }: Readonly<Record<string, string | undefined>>,
  places: readonly string[] = PLACES,
): string | null {
  if (given) {
    if (isProgram(given)) return given
    throw new Error(`CHROMIUM_PATH is ${given}, and no program is there`)
  }
  const folders = PATH.split(delimiter).filter((folder) => folder !== '')
  const named = [...folders, ...places].flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...named, ...places].find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false // the next place is looked at
  }
}

/** Headless, in a profile of its own that is gone once it closes; without a sandbox, since CI runs as root. */
export async function serveBrowser(executablePath: string): Promise<BrowserServer> {
  const { chromium } = await import('playwright-core')
  return chromium.launchServer({ executablePath, headless: true, chromiumSandbox: false, args: FLAGS })
}

/** The browser of this run; what is opened in it by one who connects is gone when they close it. */
export async function connectBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core')
  return chromium.connect(await shared('browser'))
}
