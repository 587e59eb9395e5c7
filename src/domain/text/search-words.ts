/** Text as it is searched: the same on both databases, whatever their collation makes of case and accents. */

/** Letters without case, accents and vowel points, quotes as they are typed; words stand by themselves, apart from the marks of a sentence. */
export function searchable(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}\p{Cs}\0\ufffd]/gu, '')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[()[\]{}¿¡]/g, ' $& ')
    .replace(/[.,;:!?…]+(?=["']*(?:\s|$))/g, ' $& ')
    .replace(/\s+/g, ' ')
    .trim()
  return plain === '' ? '' : ` ${plain} `
}

/** More words than anybody looks for; each costs a comparison a row. */
const MOST_WORDS = 8

/** The different words of a query, and its phrases in double quotes, as `searchable` text holds them. */
export function searchWords(query: string): string[] {
  const parts = searchable(query).match(/"[^"]+"|\S+/g) ?? []
  const words = parts.flatMap((part) => part.split('"')).map((word) => word.replace(MARKS, '').trim())
  const said = words.filter((word) => word !== '')
  // Marks alone are looked for as they are, without the quotes of a phrase.
  const marks = parts.map((part) => part.replace(/^"\s*([^"]+?)\s*"$/, '$1'))
  return [...new Set(said.length > 0 ? said : marks)].slice(0, MOST_WORDS)
}

/** Marks at either end, which searchable text holds as words of their own. */
const MARKS = /^[\s.,;:!?…()[\]{}¿¡]+|[\s.,;:!?…()[\]{}¿¡]+$/g
