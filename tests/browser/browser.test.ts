import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from './browser.ts'

describe('a browser', () => {
  let folder: string
  const here = (name: string) => join(folder, name)
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stairway-browsers-'))
    for (const name of ['google-chrome', 'mine']) {
      await writeFile(here(name), '')
      await chmod(here(name), 0o755)
    }
    await writeFile(here('chromium'), 'not a program')
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('is the one that CHROMIUM_PATH names', () => {
    expect(findBrowser({ CHROMIUM_PATH: here('mine'), PATH: folder }, [])).toBe(here('mine'))
    expect(() => findBrowser({ CHROMIUM_PATH: here('none'), PATH: folder })).toThrow(
      /CHROMIUM_PATH is .*none/,
    )
  })

  test('is found by its name on the PATH and in the usual places, and in no other', () => {
    expect(findBrowser({ PATH: ['/nowhere', folder].join(delimiter) }, [])).toBe(here('google-chrome'))
    expect(findBrowser({ PATH: '/nowhere' }, [folder])).toBe(here('google-chrome'))
    expect(findBrowser({ PATH: '' }, [here('mine')])).toBe(here('mine'))
    expect(findBrowser({ PATH: '/nowhere' }, ['/nowhere/else'])).toBeNull()
    expect(findBrowser({}, [])).toBeNull()
  })
})
