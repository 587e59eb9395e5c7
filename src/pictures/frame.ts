/** What every picture has: title, line below it, notes at its foot. */
import type { Picture } from './picture.ts'
import { BOLDER, COLOUR, EDGE, SIZE, textAt, WIDTH } from './style.ts'
import { clipTo, wrapped } from './text.ts'

export interface Frame {
  readonly name: string
  readonly title: string
  readonly subtitle: string
  readonly note: string
}

/** Where the content of a picture begins. */
export const TOP = 66
const NOTE_LINE = 17

/** A picture around content that ends at `bottom`. */
export function framed(
  { name, title, subtitle, note }: Frame,
  bottom: number,
  content: Readonly<Record<string, unknown>> & { readonly graphic: readonly object[] },
): Picture {
  const room = WIDTH - 2 * EDGE
  const notes = wrapped(note, SIZE.small, room)
  const texts = [
    textAt(clipTo(title, SIZE.title * BOLDER, room), EDGE, 26, { size: SIZE.title, bold: true }),
    textAt(clipTo(subtitle, SIZE.small, room), EDGE, 47, { size: SIZE.small, fill: COLOUR.quiet }),
    ...notes.map((line, i) =>
      textAt(line, EDGE, bottom + 18 + i * NOTE_LINE, { size: SIZE.small, fill: COLOUR.quiet }),
    ),
  ]
  return {
    name,
    width: WIDTH,
    height: Math.ceil(bottom + 18 + notes.length * NOTE_LINE),
    option: {
      animation: false,
      backgroundColor: COLOUR.ground,
      ...content,
      graphic: [...content.graphic, ...texts],
    },
  }
}
