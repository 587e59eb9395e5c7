import { parseKey } from '../src/domain/key.ts'
import { NUMBER, readWhole } from '../src/domain/text/typed-number.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
import { bare, isBlank, visible } from '../src/domain/text/visible.ts'
import { Refusal } from '../src/refusal.ts'
import { isSpace, optionOf, shown, type Word, wordsOf } from './word.ts'

const WHOLE = new RegExp(`^${NUMBER}$`)
const LARGEST = 999_999
/** Looks like a person or a channel, but Slack did not know it. */
const UNKNOWN_PERSON = /^@[\p{L}\p{N}._-]+$/u
const UNKNOWN_CHANNEL = /^#[\p{L}\p{N}_-]*\p{L}[\p{L}\p{N}_-]*$/u

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
    return this.#left.every(isSpace)
  }

  /** The next word as it was typed, or null at the end. */
  next(): string | null {
    this.#skipSpace()
    return this.#left.shift()?.text ?? null
  }

  /** Takes the next word only where it is one of these. */
  nextOf<T extends string>(choices: readonly T[]): T | null {
    this.#skipSpace()
    const typed = bare(this.#left[0]?.text ?? '').toLowerCase()
    const found = choices.find((choice) => choice === typed)
    if (found) this.#left.shift()
    return found ?? null
  }

  /** Takes the next word only where it has this form. */
  nextLike(form: RegExp): string | null {
    this.#skipSpace()
    return form.test(this.#left[0]?.text ?? '') ? this.next() : null
  }

  /** The campaign's key. Throws a Refusal where none was typed. */
  key(): string {
    const typed = this.next()
    if (typed === null) throw this.refuse('Which campaign?')
    return this.read(() => parseKey(typed))
  }

  /** A whole number from 1. Throws a Refusal for anything else. */
  number(what: string): number {
    const typed = this.next()
    const digits = bare(typed ?? '').replace(/^#|\)$/g, '')
    const n = WHOLE.test(digits) ? readWhole(digits) : null
    if (n !== null && n >= 1 && n <= LARGEST) return n
    throw this.refuse(typed === null ? `Which ${what}?` : `${quoted(typed)} is not the number of a ${what}.`)
  }

  /** Takes out a person at the end, else at the beginning; one amid the words belongs to them. Throws a Refusal for a name that Slack did not know. */
  person(): string | null {
    const unknown = this.#atEdge((word) => word.kind === 'text' && UNKNOWN_PERSON.test(word.text))
    const id = this.#takeEdge('user')
    if (id !== null || unknown === null) return id
    throw this.refuse(
      `${quoted(unknown.text)} is nobody I can find: pick the person from the list that appears after @.`,
    )
  }

  /** Takes out `owner:@mei`. Throws a Refusal where nobody that Slack knows stands behind it. */
  personOption(names: readonly string[]): string | null {
    const at = this.#left.findIndex(
      (word) => word.kind === 'text' && names.includes(optionOf(word.text) ?? ''),
    )
    const [name, next, after] = this.#left.slice(at, at + 3)
    if (at < 0 || !name) return null
    const person = next && isSpace(next) ? after : next
    if (!name.text.endsWith(':') || person?.kind !== 'user')
      throw this.refuse(`\`${optionOf(name.text)}:\` takes a person: pick them from the list behind @.`)
    this.#left.splice(at, person === next ? 2 : 3)
    return person.id
  }

  /** Takes out a channel at the end, else at the beginning. Throws a Refusal for one that Slack did not know. */
  channel(): string | null {
    const unknown = this.#atEdge((word) => word.kind === 'text' && UNKNOWN_CHANNEL.test(word.text))
    const id = this.#takeEdge('channel')
    if (id !== null || unknown === null) return id
    throw this.refuse(
      `I can't find ${unknown.text}: pick the channel from the list that appears after #. Into a private one somebody has to invite me first.`,
    )
  }

  /** Takes out `name:value`, one word or a quoted phrase. Null where it isn't there; throws a Refusal where it is empty. */
  option(name: string): string | null {
    const at = this.#findOption(name)
    if (at < 0) return null
    const first = this.#left[at]?.text.slice(name.length + 1) ?? ''
    const end = first === '' ? at + 3 : at + 1 + this.#quotedOver(at + 1, first)
    return this.#takeValue(name, at, Math.min(end, this.#left.length))
  }

  /** As `option`, for a value of several words (`due:tomorrow 9:00`): it goes on until the next option, person, channel or flag. */
  phrase(name: string, flags: readonly string[] = []): string | null {
    const at = this.#findOption(name)
    if (at < 0) return null
    let end = at + 1
    while (end < this.#left.length && continues(this.#left[end], flags)) end += 1
    return this.#takeValue(name, at, end)
  }

  /**
   * Takes out everything from the first of these options on: `finding decision:… idea:… idea:…`. Each value goes on until
   * the next of them, so it may hold what looks like another option; people are tokens, as in `rest`.
   */
  passages<Name extends string>(names: readonly Name[]): { readonly name: Name; readonly text: string }[] {
    const starts = this.#left.flatMap((word, at) => {
      const typed = word.kind === 'text' ? optionOf(word.text) : undefined
      const name = names.find((each) => each === typed)
      return name ? [{ name, at }] : []
    })
    const all = starts.map(({ name, at }, i) => {
      const text = this.#left
        .slice(at, starts[i + 1]?.at)
        .map(shown)
        .join('')
        .trim()
        .replace(/^[^:]*:\s*/, '')
      if (!isBlank(text)) return { name, text }
      throw this.refuse(`\`${name}:\` has nothing behind it.`)
    })
    if (starts[0]) this.#left.splice(starts[0].at)
    return all
  }

  /** Takes out a lone word such as `optional` where it is the last one; people may stand behind it. */
  flag(name: string): boolean {
    const at = this.#left.findLastIndex((word) => word.kind === 'text' && !isSpace(word))
    if (at < 0 || visible(this.#left[at]?.text ?? '').toLowerCase() !== name) return false
    this.#left.splice(at, 1)
    return true
  }

  /** Everything that is left, as it was typed; people as tokens of the house (`{@U1}`). */
  rest(): string {
    return this.#takeAll(shown)
  }

  /** `rest` as people read it, for names and titles, which hold no tokens. */
  restPlain(): string {
    return this.#takeAll((word) => word.text)
  }

  /** `rest`, or null where nothing is left. */
  restOrNull(): string | null {
    const rest = this.rest()
    return isBlank(rest) ? null : rest
  }

  /** `rest`. Throws a Refusal that asks `question` where nothing is left. */
  restOr(question: string): string {
    const rest = this.rest()
    if (!isBlank(rest)) return rest
    throw this.refuse(question)
  }

  /** Throws a Refusal where something is left that nobody reads. */
  end(): void {
    const left = this.restPlain()
    if (!isBlank(left)) throw this.refuse(`${quoted(left)} is too much here.`)
  }

  /** What `read` makes of something typed; its Refusal shows the usage too. */
  read<T>(read: () => T): T {
    try {
      return read()
    } catch (error) {
      if (error instanceof Refusal && error.code === 'invalid') throw this.refuse(error.message)
      throw error
    }
  }

  /** A Refusal that says what was wrong and shows the usage. */
  refuse(problem: string): Refusal {
    return new Refusal('invalid', [problem, ...this.#usage.map((form) => `\`/campaign ${form}\``)].join('\n'))
  }

  #takeAll(show: (word: Word) => string): string {
    const text = this.#left.map(show).join('').trim()
    this.#left = []
    return text
  }

  #findOption(name: string): number {
    return this.#left.findIndex((word) => word.kind === 'text' && optionOf(word.text) === name)
  }

  /** How many words after `from` a value goes on that began with a quote; none where the quote never ends. */
  #quotedOver(from: number, first: string): number {
    if (!/^["“]/.test(first) || /^["“].*["”]$/s.test(first)) return 0
    const last = this.#left.slice(from).findIndex((word) => /["”]$/.test(word.text))
    return last + 1
  }

  #takeValue(name: string, from: number, to: number): string {
    const taken = this.#left.splice(from, to - from)
    const [before, after] = [this.#left[from - 1], this.#left[from]]
    if (before && after && isSpace(before) && isSpace(after)) this.#left.splice(from, 1)
    const text = taken.map((word) => word.text).join('')
    const value = bare(text.replace(/^[^:]*:/, ''))
    if (value) return value
    throw this.refuse(`\`${name}:\` has nothing behind it.`)
  }

  #takeEdge(kind: 'user' | 'channel'): string | null {
    const word = this.#atEdge((each) => each.kind === kind)
    if (!word || word.kind === 'text') return null
    this.#left.splice(this.#left.lastIndexOf(word), 1)
    return word.id
  }

  /** The last word, else the first, where it is of that sort. */
  #atEdge(of: (word: Word) => boolean): Word | null {
    const words = this.#left.filter((word) => !isSpace(word))
    return [words.at(-1), words[0]].find((word) => word !== undefined && of(word)) ?? null
  }

  #skipSpace(): void {
    while (this.#left[0] && isSpace(this.#left[0])) this.#left.shift()
  }
}

function continues(word: Word | undefined, flags: readonly string[]): boolean {
  if (word?.kind !== 'text') return false
  return optionOf(word.text) === undefined && !UNKNOWN_PERSON.test(word.text) && !flags.includes(word.text)
}
