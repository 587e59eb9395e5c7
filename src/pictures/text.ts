/** Text inside pictures: what the fonts have, and how wide it runs. */

/** Latin, Greek, Cyrillic, Hebrew, Arabic; punctuation, digits and the symbols that Inter has. */
const DRAWN =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Inherited}\p{Nd}\p{P}\p{Z}\p{Sc}\p{Sk}\p{Sm}©®™°½¼¾¹²³\u200c\u200d]*$/u
const PICTOGRAPHS =
  /(?![©®™])\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\ufe0e|\ufe0f|\u20e3/gu
const INVISIBLE = /[^\P{C}\u200c\u200d]/gu

/**
 * A name as a picture can show it: on one line, without emoji and control characters. Where letters are left that the
 * fonts lack, `otherwise` stands for it ("Arm 2"): empty boxes would tell nobody anything.
 */
export function drawable(name: string, otherwise: string): string {
  const kept = name
    .replace(/[\t-\r\u0085\u2028\u2029]/g, ' ')
    .replace(PICTOGRAPHS, '')
    .replace(INVISIBLE, '')
    .replace(/\u200d(?= |$)|^[\u200c\u200d]+/g, '')
    .replace(/ +/g, ' ')
    .trim()
  return kept !== '' && DRAWN.test(kept) && /[\p{L}\p{N}]/u.test(kept) ? kept : otherwise
}

const NARROW = /[ijltfrI.,:;'|!()[\]{}\u202f· ]/
const WIDE = /[mwMW@%…—]/
const ABOUT_ZERO = /[\p{M}\u200c\u200d]/u

/** About how many logical pixels a text takes in Inter at a size; errs on the wide side. */
export function widthOf(text: string, size: number): number {
  const ems = [...text].reduce((sum, character) => sum + emsOf(character), 0)
  return ems * size
}

function emsOf(character: string): number {
  if (ABOUT_ZERO.test(character)) return 0
  if (character === '\u202f') return 0.2
  if (NARROW.test(character)) return 0.29
  if (WIDE.test(character)) return 0.87
  return /\p{Lu}/u.test(character) ? 0.66 : 0.56
}

/** `text`, cut with an ellipsis where it would run over `room` logical pixels. */
export function clipTo(text: string, size: number, room: number): string {
  if (widthOf(text, size) <= room) return text
  const characters = [...text]
  while (characters.length > 0 && widthOf(`${characters.join('')}…`, size) > room) characters.pop()
  return `${characters.join('').trimEnd()}…`
}

/** Words on as many lines as they need. */
export function wrapped(text: string, size: number, room: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
    const fits = lines.length > 0 && widthOf(longer, size) <= room
    lines.splice(fits ? -1 : lines.length, fits ? 1 : 0, clipTo(fits ? longer : word, size, room))
  }
  return lines
}
