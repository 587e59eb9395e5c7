import { writeFile } from 'node:fs/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { ledgerPicture } from '../../src/pictures/ledger.ts'
import { coursePictureOf } from '../../src/pictures/lift-course.ts'
import { liftsPicture } from '../../src/pictures/lifts.ts'
import { createPainter } from '../../src/pictures/painter.ts'
import type { Picture } from '../../src/pictures/picture.ts'
import { DAYS, HUGE, MANY, NOTHING, ONE, SCRIPTS } from './looks.ts'

const painter = createPainter()
afterAll(() => painter.close())

const NAME = 'Spring win-back'
const LEDGER = {
  title: 'Measured lift, Q1 2026',
  subtitle: '4 launches, 2 of 3 won',
  note: 'Bars: 95 % intervals. Lifts are drawn towards the mean of all.',
  rows: [
    { label: 'Spring win-back', lift: 0.081, low: 0.03, high: 0.132, n: 42_613, note: 'Purchase' },
    { label: 'Loyalty relaunch', lift: 0.046, low: 0.012, high: 0.08, n: 18_204, note: 'Visit' },
    { label: 'Shorter checkout', lift: -0.02, low: -0.061, high: 0.021, n: 9_120, note: 'Purchase' },
    { label: 'Parcel tracking', lift: null, low: null, high: null, note: 'concluded without a readout' },
  ],
}

const SAMPLES: readonly (readonly [string, Picture | null])[] = [
  ['lifts', liftsPicture(MANY, NAME)],
  ['lifts-one', liftsPicture(ONE, NAME)],
  ['lifts-nothing', liftsPicture(NOTHING, NAME)],
  ['lifts-huge', liftsPicture(HUGE, NAME)],
  ['lifts-scripts', liftsPicture(SCRIPTS, NAME)],
  ['course', coursePictureOf(DAYS, NAME)],
  ['ledger', ledgerPicture(LEDGER)],
]

/** Width and height, from a PNG's first chunk. */
function sizeOf(png: Uint8Array): [number, number] {
  const bytes = Buffer.from(png)
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

describe('what is painted', () => {
  test.each(SAMPLES)('%s: twice its size, the same each time, and not blank', async (name, picture) => {
    if (!picture) throw new Error('There is no picture')
    const [first, second] = await Promise.all([painter.paint(picture), painter.paint(picture)])
    expect(sizeOf(first)).toEqual([2 * picture.width, 2 * picture.height])
    expect(Buffer.from(first).equals(second)).toBe(true)
    const blank = await painter.paint({ ...picture, option: {} })
    expect(first.length).toBeGreaterThan(5 * blank.length)
    expect(first.length).toBeLessThan(400_000)
    if (process.env.UPDATE_IMAGES === '1') await writeFile(`docs/images/pictures/${name}.png`, first)
  })

  test('text of every script that is drawn has its own shape', async () => {
    const text = (words: string) => ({
      name: 'text',
      width: 200,
      height: 40,
      option: {
        graphic: [{ type: 'text', style: { text: words, x: 10, y: 10, fontFamily: 'Inter', fontSize: 16 } }],
      },
    })
    const pngs = await Promise.all(['ab', 'אב', 'با', 'жд', '−→'].map((words) => painter.paint(text(words))))
    expect(new Set(pngs.map((png) => Buffer.from(png).toString('base64'))).size).toBe(5)
  })
})

describe('the thread', () => {
  test('says what can’t be drawn, and goes on', async () => {
    const wrong = { name: 'x', width: 10, height: 10, option: { series: [{ type: 'line', xAxisIndex: 7 }] } }
    await expect(painter.paint(wrong)).rejects.toThrow(/^A picture could not be drawn: /)
    const [, one] = SAMPLES[1] ?? []
    if (!one) throw new Error('There is no picture')
    expect((await painter.paint(one)).length).toBeGreaterThan(0)
  })

  test('that is started ahead paints, and can be closed without a picture', async () => {
    const own = createPainter()
    own.warm()
    await own.close()
    own.warm()
    const [, one] = SAMPLES[1] ?? []
    if (!one) throw new Error('There is no picture')
    expect((await own.paint(one)).length).toBeGreaterThan(0)
    await own.close()
  })

  test('that was closed is started again', async () => {
    const own = createPainter()
    const [, one] = SAMPLES[1] ?? []
    if (!one) throw new Error('There is no picture')
    await own.paint(one)
    const cut = own.paint(one)
    const refused = expect(cut).rejects.toThrow('The painter was closed')
    await own.close()
    await refused
    expect((await own.paint(one)).length).toBeGreaterThan(0)
    await own.close()
  })
})
