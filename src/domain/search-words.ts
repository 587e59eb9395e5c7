/** Text as it is searched: the same on both databases, whatever their collation makes of case and accents. */

/** Letters without case, accents and vowel points, quotes as they are typed, one space between words and one at either end. */
export function searchable(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}\p{Cs}\0]/gu, '')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
  return plain === '' ? '' : ` ${plain} `
}

/** More words than anybody looks for; each costs a comparison a row. */
const MOST_WORDS = 8

/** The different words of a query, and its phrases in double quotes, as `searchable` text holds them. */
export function searchWords(query: string): string[] {
  const parts = searchable(query).match(/"[^"]+"|\S+/g) ?? []
  const words = parts.map((part) => trimmed(part.replaceAll('"', ' ')).trim() || part)
  return [...new Set(words)].slice(0, MOST_WORDS)
}

/** Without the marks of a sentence around it; a word that is nothing else stays. */
function trimmed(word: string): string {
  return word.trim().replace(/^[([{¿¡]+|[)\]},.;:!?]+$/g, '') || word
}
