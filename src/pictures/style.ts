/** How pictures look: one opaque card of slate, which glares in no theme of Slack's. */
import type { Tone } from './picture.ts'

/** Logical pixels. Half the PNG's: text of 13 stays 13 where the PNG is shown at half its size. */
export const WIDTH = 440
export const EDGE = 16

export const COLOUR = {
  ground: '#262b33',
  text: '#f3f5f7',
  quiet: '#bcc4cc',
  line: '#464e58',
  zero: '#9aa4ae',
  mark: '#74bdff',
  band: '#34506b',
} as const

/** Told apart without colour as well: ▲, ▼, ■ and an open circle. */
export const TONES: Readonly<Record<Tone, Look>> = {
  better: { symbol: 'triangle', rotate: 0, fill: '#52d69c', stroke: '#52d69c' },
  worse: { symbol: 'triangle', rotate: 180, fill: '#ff8d82', stroke: '#ff8d82' },
  kept: { symbol: 'rect', rotate: 0, fill: '#cfd6dd', stroke: '#cfd6dd' },
  unclear: { symbol: 'circle', rotate: 0, fill: COLOUR.ground, stroke: '#aeb8c2' },
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
