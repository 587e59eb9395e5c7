import type { KitBlock } from './blocks.ts'

/** About how tall blocks are on a phone of 390 pixels, to choose what of a message stays: it errs on the tall side. */

/** What is left of 390 pixels beside the picture of who posts. */
const WIDTH = 316
const GAP = 8
const BUTTON = 32
const LOOKS = {
  section: { line: 22, character: 7.6 },
  context: { line: 19, character: 7 },
} as const

/** Without pictures, which take a room of their own. */
export function heightOnPhone(blocks: readonly KitBlock[]): number {
  return blocks.reduce((sum, block) => sum + heightOf(block), 0)
}

function heightOf(block: KitBlock): number {
  if (block.type === 'section') return GAP + textHeight(block.text?.text ?? '', LOOKS.section)
  if (block.type === 'context')
    return (
      GAP +
      textHeight(block.elements.map((each) => ('text' in each ? each.text : '')).join(' '), LOOKS.context)
    )
  if (block.type !== 'actions') return 0
  const labels = block.elements.flatMap((each) => (each.type === 'button' ? [each.text.text] : []))
  return GAP + 4 + rowsOf(labels) * (BUTTON + GAP) - GAP
}

function textHeight(text: string, { line, character }: { line: number; character: number }): number {
  const shown = text.split('\n').map((each) => linesOf(letters(each) * character))
  return line * shown.reduce((sum, lines) => sum + Math.max(1, lines), 0)
}

/** Words that have no room go to the next line, so that each but the last is a little shorter than it could be. */
const linesOf = (width: number) => (width <= WIDTH ? 1 : Math.ceil(width / (WIDTH - 18)))

/** Bold ones are wider. */
function letters(line: string): number {
  const bold = [...line.matchAll(/\*([^*]+)\*/g)].reduce((sum, [, inside = '']) => sum + inside.length, 0)
  return seen(line).length + 0.12 * bold
}

/** Markup as it is read: a time as "tomorrow 09:00". */
function seen(markup: string): string {
  return markup
    .replace(/<!date[^>]*\{time\}[^>]*>/g, 'tomorrow 09:00')
    .replace(/<!date[^>]*>/g, 'tomorrow')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replace(/&(?:amp|lt|gt);/g, '&')
    .replace(/[*_`~]/g, '')
}

/** Buttons wrap where the next one has no room. */
function rowsOf(labels: readonly string[]): number {
  let [rows, room] = [1, WIDTH]
  for (const label of labels) {
    const width = label.length * 8.4 + 30
    if (width > room) {
      rows += 1
      room = WIDTH
    }
    room -= width + GAP
  }
  return rows
}
