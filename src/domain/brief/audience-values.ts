import { Refusal } from '../../refusal.ts'
import type { Audience } from '../state/brief.ts'
import { AMOUNT, readWhole } from '../text/typed-number.ts'
import { tidyLine, unreadable, withinLength } from '../text/typed-value.ts'
import { isBlank, plainSigns } from '../text/visible.ts'

export const AUDIENCE_FORM =
  'Write who they are and how many: `Lapsed 90 days, EU size:42610`; the size may be left out.'
const LONGEST_AUDIENCE = 500
const LARGEST_AUDIENCE = 1e10

const SIZE = new RegExp(String.raw`(?:^|\s)size[:=] ?(${AMOUNT})(?=\s|$)`, 'iu')
const PEOPLE = '(?:people|persons|customers|users)'
/** `EU customers, 12.000 people`: behind a comma at the end it is nobody's words. */
const SIZE_SPOKEN = new RegExp(
  String.raw`^(.*\S), ?(?:about |around |~ ?|ca\.? )?(${AMOUNT}) ${PEOPLE}\.?$`,
  'iu',
)
/** `12.000 people in the EU`, `EU (12.000 people), lapsed`: so many are no part of who they are. */
const SIZE_INSIDE = [
  new RegExp(
    String.raw`^(?<before>)(?:about |around |~ ?|ca\.? )?(?<size>${AMOUNT}) ${PEOPLE}(?: who(?: are)?)?,? (?<after>.+)$`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?<before>.*\S) ?\((?:about |around |~ ?|ca\.? )?(?<size>${AMOUNT})(?: ${PEOPLE})?\)(?<after>.*)$`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?<before>.*\S), ?(?:about |around |~ ?|ca\.? )?(?<size>${AMOUNT}) ${PEOPLE}(?<after>,.*)$`,
    'iu',
  ),
]
/** Fewer amid the words are rather of a household or an account. */
const LEAST_INSIDE = 100
/** Amid the words nobody knows where a number with spaces ends. */
const SIZE_APART = /(?:^|\s)size[:=] ?\S*\d \d/i
/** What makes another number of the one before it: thousands in other languages, a share, the rest of a range. */
const SIZE_GOES_ON =
  /^ ?(?:[-–—+%±/]|(?:percent|per cent|pct|to|or|bis|lakhs?|crores?|cr|hundred|dozen|tsd|tausend|mil|mille|millones|mrd|milliarden?|b|t|trillion)(?![\p{L}\p{N}]))/iu

/** `Lapsed 90 days, EU size:42 610`. */
export function parseAudience(typed: string): Audience {
  const spoken = tidyLine(typed)
  const line = SIZE.test(spoken) ? spoken : withSize(spoken)
  const found = SIZE.exec(line)
  if (!found && /(?:^|\s)size[:=]/i.test(line)) throw unreadable('an audience', typed, AUDIENCE_FORM)
  if (found && !line.endsWith(found[0]) && SIZE_APART.test(line))
    throw unreadable('an audience', typed, `Write the size last, or without spaces. ${AUDIENCE_FORM}`)
  if (found && SIZE_GOES_ON.test(line.slice(found.index + found[0].length)))
    throw unreadable('an audience', typed, `Write the size in digits. ${AUDIENCE_FORM}`)
  const words = withinLength(
    'audience',
    tidyLine(found ? line.replace(found[0], ' ') : line),
    LONGEST_AUDIENCE,
  )
  if (isBlank(words)) throw unreadable('an audience', typed, `Who are they? ${AUDIENCE_FORM}`)
  return { words, size: found?.[1] === undefined ? null : readSize(found[1], typed) }
}

/** The same with `size:` at its end, where its words say how many they are. */
function withSize(line: string): string {
  const ending = line.replace(SIZE_SPOKEN, '$1 size:$2')
  if (ending !== line) return ending
  for (const form of SIZE_INSIDE) {
    const { before = '', size = '', after = '' } = form.exec(line)?.groups ?? {}
    const people = size === '' ? null : readWhole(size)
    if (people !== null && people >= LEAST_INSIDE) return `${before}${after} size:${size}`
  }
  return line
}

/** The same people, as many as was typed apart. Throws a Refusal where their words say another number. */
export function withPeople({ words, size }: Audience, typed: string): Audience {
  const people = readSize(tidyLine(plainSigns(typed)), typed)
  if (size === null || size === people) return { words, size: people }
  throw new Refusal('invalid', `The words say ${size} people, the number says ${people}: correct one.`)
}

function readSize(digits: string, typed: string): number {
  const size = readWhole(digits)
  if (size !== null && size >= 1 && size <= LARGEST_AUDIENCE) return size
  throw unreadable('an audience', typed, `The size is a whole number of people. ${AUDIENCE_FORM}`)
}

export function audienceText({ words, size }: Audience): string {
  return size === null ? words : `${words} size:${size}`
}
