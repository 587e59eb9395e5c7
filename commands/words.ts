import { parseKey, quote } from '../src/domain/key.ts'
import { Refusal } from '../src/refusal.ts'
import { readTyped } from '../src/slack/kit/typed.ts'

type Word =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'user'; readonly id: string; readonly text: string }
  | { readonly kind: 'channel'; readonly id: string; readonly text: string }

const OPTION = /^([a-z]+):(.*)$/s

/** What was typed after a subcommand, word by word; people and channels are words of their own. Line breaks stay in `rest`. */
export class Words {
  #left: Word[]
  readonly #usage: readonly string[]

  constructor(typed: string, usage: readonly string[] = []) {
    this.#left = wordsOf(typed)
    this.#usage = usage
  }

  /** The same words, refusing with another usage from here on. */
  for(usage: readonly string[]): Words {
    const words = new Words('', usage)
    words.#left = this.#left
    return words
  }

  get empty(): boolean {
    return this.#left.every((word) => word.kind === 'text' && word.text.trim() === '')
  }

  /** The next plain word, or null at the end. Throws a Refusal where a person or a channel stands there. */
  next(): string | null {
    this.#skipSpace()
    const word = this.#left[0]
    if (!word) return null
    this.#left.shift()
    return word.text
  }

  /** Takes the next word only where it is one of these. */
  nextOf<T extends string>(choices: readonly T[]): T | null {
    this.#skipSpace()
    const found = choices.find((choice) => choice === this.#left[0]?.text.toLowerCase())
    if (found) this.#left.shift()
    return found ?? null
  }

  /** The campaign's key. Throws a Refusal where none was typed. */
  key(): string {
    const typed = this.next()
    if (typed === null) throw this.refuse('Which campaign?')
    return parseKey(typed)
  }

  /** A whole number from 1. Throws a Refusal for anything else. */
  number(what: string): number {
    const typed = this.next()
    if (typed !== null && /^#?\d{1,6}$/.test(typed)) return Number(typed.replace('#', ''))
    throw this.refuse(typed === null ? `Which ${what}?` : `"${quote(typed)}" is not the number of a ${what}.`)
  }

  /** Takes out the first person, wherever they stand. */
  person(): string | null {
    return this.#takeOut('user')
  }

  /** Takes out the first channel, wherever it stands. */
  channel(): string | null {
    return this.#takeOut('channel')
  }

  /**
   * Takes out `name:value`; the value goes on over further words until the next option, person, channel or flag (for
   * example `due:tomorrow 9:00`), or is quoted. Null where it isn't there.
   */
  option(name: string, flags: readonly string[] = []): string | null {
    const at = this.#left.findIndex((word) => word.kind === 'text' && OPTION.exec(word.text)?.[1] === name)
    if (at < 0) return null
    let end = at + 1
    while (end < this.#left.length && continues(this.#left[end], flags)) end += 1
    const taken = this.#left.splice(at, end - at)
    const value = textOf(taken)
      .trim()
      .slice(name.length + 1)
      .trim()
    return value.replace(/^"(.*)"$/s, '$1')
  }

  /** Takes out a lone word such as `optional`. */
  flag(name: string): boolean {
    const at = this.#left.findIndex((word) => word.kind === 'text' && word.text === name)
    if (at < 0) return false
    this.#left.splice(at, 1)
    return true
  }

  /** Everything that is left, as it was typed; people and channels as tokens of the house (`{@U1}`). */
  rest(): string {
    const text = textOf(this.#left).trim()
    this.#left = []
    return text
  }

  /** `rest`, or null where nothing is left. */
  restOrNull(): string | null {
    return this.rest() || null
  }

  /** Throws a Refusal where something is left that nobody reads. */
  end(): void {
    const left = this.rest()
    if (left) throw this.refuse(`"${quote(left)}" is too much here.`)
  }

  /** A Refusal that says what was wrong and shows the usage. */
  refuse(problem: string): Refusal {
    const forms = this.#usage.map((form) => `\`/campaign ${form}\``)
    return new Refusal('invalid', [problem, ...forms].join('\n'))
  }

  #takeOut(kind: 'user' | 'channel'): string | null {
    const at = this.#left.findIndex((word) => word.kind === kind)
    const word = this.#left[at]
    if (!word || word.kind === 'text') return null
    this.#left.splice(at, 1)
    return word.id
  }

  #skipSpace(): void {
    while (this.#left[0]?.kind === 'text' && this.#left[0].text.trim() === '') this.#left.shift()
  }
}

/** Words and the spaces between them, so that `rest` gives back what was typed. */
function wordsOf(typed: string): Word[] {
  return readTyped(typed).flatMap((part): Word[] => {
    if (part.kind === 'user' || part.kind === 'channel') return [part]
    return part.text
      .split(/(\s+)/)
      .filter(Boolean)
      .map((text) => ({ kind: 'text', text }))
  })
}

function continues(word: Word | undefined, flags: readonly string[]): boolean {
  return word?.kind === 'text' && !OPTION.test(word.text) && !flags.includes(word.text)
}

function textOf(words: readonly Word[]): string {
  return words
    .map((word) => (word.kind === 'user' ? `{@${word.id}}` : word.kind === 'channel' ? word.text : word.text))
    .join('')
}
