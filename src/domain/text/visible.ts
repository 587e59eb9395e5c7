/** What can be seen of typed text. */

/** True when nothing would be seen: only spaces, joiners, fillers and other invisible characters. */
export function isBlank(text: string): boolean {
  return !/[!-~]/.test(text) && text.replace(INVISIBLE, '') === ''
}

const INVISIBLE = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu
/** Without width: of no use but in prose, where some join letters and emoji. Line ends stay. */
const WITHOUT_WIDTH = /(?![\t\n\r\v\f])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** Of those, what joins nothing: spaces and marks of direction, soft hyphens, byte order marks. */
const JOINS_NOTHING =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]|(?![\t\n\r\v\f])\p{Cc}/gu
/** The signs that documents and keyboards put for a hyphen or a minus. */
const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g
/** What people copy along with a word: marks of formatting and quotes, however they are turned; behind it those of a sentence. */
const AROUND = '[\\s`´*_~"\'\u2018-\u201F\u2039\u203A\u00AB\u00BB\u2032\u2033]'
const WRAPPED = new RegExp(`^${AROUND}+|(?:[.,;:!?]|${AROUND})+$`, 'g')

/** Prose without what can't be seen and joins nothing. */
export function visible(typed: string): string {
  return typed.replace(JOINS_NOTHING, '')
}

/** A value that a machine reads, such as a number or a time: without what has no width, plain dashes and full-width letters as ASCII. Line ends stay. */
export function plainSigns(typed: string): string {
  return typed
    .replace(WITHOUT_WIDTH, '')
    .replace(DASHES, '-')
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
}

/** `plainSigns` without the marks and quotes around it: a key, a choice or a count as it was meant. */
export function bare(typed: string): string {
  return plainSigns(typed).replace(WRAPPED, '')
}
