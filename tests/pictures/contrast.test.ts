import { describe, expect, it } from 'vitest'
import { COLOUR, TONES } from '../../src/pictures/style.ts'

/** WCAG 2.2, relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

it('knows black on white', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 1)
})

describe('on the ground of a picture', () => {
  it.each(['text', 'quiet'] as const)('%s can be read: 4.5 to 1', (name) => {
    expect(contrast(COLOUR[name], COLOUR.ground)).toBeGreaterThanOrEqual(4.5)
  })

  it.each<readonly [string, string]>([
    ['the line of no difference', COLOUR.zero],
    ['a mark', COLOUR.mark],
    ...Object.entries(TONES).map(([tone, { stroke }]) => [tone, stroke] as const),
  ])('%s can be seen: 3 to 1', (_name, colour) => {
    expect(contrast(colour, COLOUR.ground)).toBeGreaterThanOrEqual(3)
  })

  it('its edge can be seen on the white and on the dark page of Slack, or its text on it', () => {
    expect(contrast(COLOUR.ground, '#ffffff')).toBeGreaterThanOrEqual(3)
    expect(contrast(COLOUR.text, COLOUR.ground)).toBeGreaterThanOrEqual(7)
  })
})
