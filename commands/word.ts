import { token } from '../src/domain/text/tokens.ts'
import { isBlank, visible } from '../src/domain/text/visible.ts'
import { readTyped } from '../src/slack/kit/typed.ts'

const OPTION = /^([a-z]+):(.*)$/is

/** A word that was typed, or the spaces between two. */
export type Word =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'user'; readonly id: string; readonly text: string }
  | { readonly kind: 'channel'; readonly id: string; readonly text: string }

/** Words and the spaces between them, so that `rest` gives back what was typed. */
export function wordsOf(typed: string): Word[] {
  return readTyped(typed).flatMap((part): Word[] => {
    if (part.kind === 'user' && /^[UW][A-Z0-9]+$/.test(part.id)) return [part]
    if (part.kind === 'channel' && /^[CG][A-Z0-9]+$/.test(part.id)) return [part]
    return part.text
      .split(/(\s+)/)
      .filter(Boolean)
      .map((text) => ({ kind: 'text', text }))
  })
}

/** People as tokens of the house. */
export function shown(word: Word): string {
  return word.kind === 'user' ? token.person(word.id) : word.text
}

export function isSpace(word: Word): boolean {
  return word.kind === 'text' && isBlank(word.text)
}

/** The name before the colon of `name:value`. */
export function optionOf(text: string): string | undefined {
  return OPTION.exec(visible(text))?.[1]?.toLowerCase()
}
