/** How pictures look: one opaque light card, which reads the same in Slack's light and dark themes. */
import type { Tone } from './picture.ts'

/** Logical pixels. Half the PNG's: text of 13 stays 13 where the PNG is shown at half its size. */
export const WIDTH = 440
export const EDGE = 16

export const COLOUR = {
  ground: '#ffffff',
  text: '#1d1c1d',
  quiet: '#565b60',
  line: '#d9dcdf',
  zero: '#6b7278',
  mark: '#1264a3',
  band: '#d3e4f2',
} as const

/** Told apart without colour as well: ▲, ▼, ■ and an open circle. */
export const TONES: Readonly<Record<Tone, Look>> = {
  better: { symbol: 'triangle', rotate: 0, fill: '#0a7346', stroke: '#0a7346' },
  worse: { symbol: 'triangle', rotate: 180, fill: '#b3261e', stroke: '#b3261e' },
  kept: { symbol: 'rect', rotate: 0, fill: '#454f58', stroke: '#454f58' },
  unclear: { symbol: 'circle', rotate: 0, fill: '#ffffff', stroke: '#5b646b' },
}

interface Look {
  readonly symbol: string
  readonly rotate: number
  readonly fill: string
  readonly stroke: string
}

export const SIZE = { title: 16, text: 13, small: 12 } as const

/** Bold text runs as wide as plain text of this many times its size. */
export const BOLDER = 1.09

interface TextLook {
  readonly size?: number
  readonly bold?: boolean
  readonly fill?: string
  readonly align?: 'left' | 'center' | 'right'
}

/** One line of text at a place of the picture; `y` is its middle. */
export function textAt(text: string, x: number, y: number, look: TextLook = {}) {
  const { size = SIZE.text, bold = false, fill = COLOUR.text, align = 'left' } = look
  return {
    type: 'text',
    silent: true,
    z: 10,
    style: {
      text,
      x,
      y,
      fill,
      align,
      verticalAlign: 'middle',
      fontFamily: 'Inter',
      fontSize: size,
      fontWeight: bold ? 600 : 400,
    },
  }
}

export function lineAt(from: readonly [number, number], to: readonly [number, number], stroke: string) {
  const [x1, y1] = from
  const [x2, y2] = to
  return { type: 'line', silent: true, z: -5, shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: 1 } }
}
