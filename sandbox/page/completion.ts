import type { State } from '../contract.ts'

interface Option {
  /** Takes the place of what was typed. */
  readonly insert: string
  readonly label: string
  readonly detail: string
}

export interface Completion {
  /** Where in the text the completed word stands. */
  readonly from: number
  readonly to: number
  readonly options: readonly Option[]
  /** One is chosen at once, since the person has begun to type it. */
  readonly begun: boolean
}

type Known = Pick<State, 'people' | 'channels' | 'commands'>

const MOST = 40

/** What can follow at the caret: a command, a person after @, a channel after #. Null where nothing can. */
export function complete(text: string, caret: number, known: Known): Completion | null {
  const before = text.slice(0, caret)
  const word = /[^\s]*$/.exec(before)?.[0] ?? ''
  const options = optionsFor(before, word, known)
  if (options.length === 0) return null
  const begun = /^[@#/]?./u.test(word)
  return { from: caret - word.length, to: caret, options: options.slice(0, MOST), begun }
}

function optionsFor(before: string, word: string, { people, channels, commands }: Known): Option[] {
  if (before === word && word.startsWith('/'))
    return commands
      .filter(({ name }) => begins(name, word) && name !== word)
      .map(({ name, usage, description }) => ({
        insert: `${name} `,
        label: name,
        detail: `${usage} · ${description}`,
      }))
  const typed = word.slice(1).toLowerCase()
  if (word.startsWith('@')) {
    return people
      .filter(({ name, realName }) => [name, ...realName.split(' ')].some((each) => begins(each, typed)))
      .map(({ name, realName, role }) => ({
        insert: `@${name} `,
        label: realName,
        detail: `@${name} · ${role}`,
      }))
  }
  if (!word.startsWith('#')) return []
  return channels
    .filter(({ name, archived }) => !archived && begins(name, typed))
    .map(({ name }) => ({ insert: `#${name} `, label: `#${name}`, detail: 'channel' }))
}

function begins(name: string, typed: string): boolean {
  return name.toLowerCase().startsWith(typed)
}

const TYPED =
  /(?<![\p{L}\p{N}@#])([@#])([\p{L}\p{N}][\p{L}\p{N}._-]*)|https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]}'"]/gu

/** Typed text as Slack delivers it: entities, `<@U1|raj>`, `<#C1|growth>` and addresses. Unknown names stay as typed. */
export function encode(typed: string, { people, channels }: Pick<Known, 'people' | 'channels'>): string {
  let source = ''
  let from = 0
  for (const { index, 0: whole, 1: sigil, 2: name = '' } of typed.matchAll(TYPED)) {
    const named = sigil === '@' ? people : channels
    const found = named.find((each) => each.name.toLowerCase() === name.toLowerCase().replace(/[._-]+$/, ''))
    if (sigil && !found) continue
    const token = found ? `<${sigil}${found.id}|${found.name}>` : `<${escaped(whole)}>`
    source += escaped(typed.slice(from, index)) + token
    from = index + (found ? found.name.length + 1 : whole.length)
  }
  return source + escaped(typed.slice(from))
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
