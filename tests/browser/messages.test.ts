import { readFile, writeFile } from 'node:fs/promises'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { inBrowser, PHONE, useOffice } from './desk.ts'

const DOC = 'docs/surfaces.md'
const HEAD = '| where | message | words | px |\n|---|---|---:|---:|\n'
const DIGEST = { tallest: 320, picture: 240 }
/** An approver decides in 15 seconds. */
const REQUEST = 350
/** Fonts differ: so much may a message. */
const TOLERANCE = { words: 3, px: 40 }
const PLACES = [
  ['#growth', '/?as=U0ANA&in=C0GROWTH'],
  ['#data', '/?as=U0TOM&in=C0DATA'],
  ['Ana', '/?as=U0ANA&in=D0ANA'],
  ['Raj', '/?as=U0RAJ&in=D0RAJ'],
  ['Mei', '/?as=U0MEI&in=D0MEI'],
  ['Tom', '/?as=U0TOM&in=D0TOM'],
] as const

interface Measured {
  readonly where: string
  /** How it begins. */
  readonly message: string
  readonly words: number
  readonly px: number
  /** Of its picture; 0 without one. */
  readonly picture: number
  readonly isDigest: boolean
}

/** Everything that Stairway posts in the story, on a phone: UPDATE_SURFACES=1 writes the table anew. */
inBrowser('the messages of the story at 390 pixels', () => {
  const office = useOffice()

  test('are as short as docs/surfaces.md says, and a digest has room on one screen', async () => {
    const all: Measured[] = []
    for (const [where, path] of PLACES) {
      const { page } = await office().desk(path, { viewport: PHONE })
      const messages = page.getByRole('main').getByRole('article').filter({ hasText: 'APP' })
      for (const message of await messages.all()) all.push(await measured(where, message))
    }
    const digests = all.filter(({ isDigest }) => isDigest)
    expect(digests.length).toBeGreaterThan(3)
    for (const { message, px, picture } of digests) {
      expect(px - picture, message).toBeLessThanOrEqual(DIGEST.tallest)
      expect(picture, message).toBeLessThanOrEqual(DIGEST.picture)
    }
    await compareWithDoc(all)
  })

  test('a request that nothing speaks against is decided on in less than half a screen', async () => {
    const { say } = office().open
    await say('U0ANA', 'new Weekend deal template:quick-win')
    await say('U0ANA', 'brief weekend-deal plan sender Send the offer')
    await say('U0ANA', 'task weekend-deal 1 done Both links work on three phones')
    await say('U0ANA', 'submit weekend-deal')
    const { message } = await office().desk('/?as=U0RAJ&in=D0RAJ', { viewport: PHONE })
    const request = message('asks you to approve Weekend deal')
    await request.getByText('1 of 1 tasks done').waitFor()
    expect(await request.getByText('■').count()).toBe(0)
    expect((await measured('Raj', request)).px).toBeLessThanOrEqual(REQUEST)
    await say('U0ANA', 'predict weekend-deal +40% +20%..+60%')
    await request.getByText('Ana has predicted').waitFor()
    expect((await measured('Raj', request)).px).toBeLessThanOrEqual(REQUEST)
  })
})

async function measured(where: string, message: Locator): Promise<Measured> {
  await message.scrollIntoViewIfNeeded()
  await message.page().waitForLoadState('networkidle')
  const pictures = await message.locator('img.picture').all()
  for (const shown of pictures) await shown.evaluate('(image) => image.decode()')
  const heights = await Promise.all(pictures.map(async (each) => (await each.boundingBox())?.height ?? 0))
  const said = ((await message.locator('.blocks').first().textContent()) ?? '').replace(/\s+/g, ' ').trim()
  const box = await message.boundingBox()
  return {
    where,
    message: said.replaceAll('|', '/').slice(0, 60).trim(),
    words: said.split(' ').length,
    px: Math.round(box?.height ?? 0),
    picture: Math.round(heights.reduce((sum, each) => sum + each, 0)),
    isDigest:
      (await message.getByRole('button', { name: /^All figures/ }).count()) > 0 && where.startsWith('#'),
  }
}

async function compareWithDoc(all: readonly Measured[]): Promise<void> {
  const doc = await readFile(DOC, 'utf8')
  const [before = '', after = ''] = doc.split(HEAD)
  if (process.env.UPDATE_SURFACES === '1')
    return writeFile(DOC, `${before}${HEAD}${all.map(rowOf).join('\n')}\n`)
  const rows = after
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()))
  expect(rows.map(([, where, message]) => [where, message])).toEqual(
    all.map(({ where, message }) => [where, message]),
  )
  for (const [i, { message, words, px }] of all.entries()) {
    expect(Math.abs(words - Number(rows[i]?.[3])), message).toBeLessThanOrEqual(TOLERANCE.words)
    expect(Math.abs(px - Number(rows[i]?.[4])), message).toBeLessThanOrEqual(TOLERANCE.px)
  }
}

const rowOf = ({ where, message, words, px }: Measured) => `| ${where} | ${message} | ${words} | ${px} |`
