import { distance } from 'fastest-levenshtein'

/** One mistake: where it stands (`metrics.purchase.direction`, or a variable's name) and what was expected. */
export interface Problem {
  readonly path: string
  readonly message: string
}

/** Everything that is wrong with the environment and stairway.yaml. Its message never holds a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'one mistake' : `${problems.length} mistakes`
    const lines = problems.map(({ path, message }) => `- ${path}: ${message}`)
    super(`Stairway can't start: ${count} in its configuration.\n${lines.join('\n')}`)
    this.problems = problems
  }
}

/** `freezes[0].from`; a key that would not read plainly is quoted. */
export function pathWords(path: readonly PropertyKey[]): string {
  return path.map(partWords).join('').replace(/^\./, '')
}

function partWords(part: PropertyKey): string {
  if (typeof part === 'number') return `[${part}]`
  const key = String(part)
  return /^[\w-]{1,60}$/.test(key) ? `.${key}` : `[${JSON.stringify(shorten(key))}]`
}

/** What stood there, short and in words; what looks like a secret is not repeated. */
export function seenWords(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value === 'object') return 'a map'
  if (typeof value !== 'string') return String(value)
  return looksSecret(value) ? 'what looks like a secret' : JSON.stringify(shorten(value))
}

export function looksSecret(text: string): boolean {
  return /xox|xapp-|whsec_|bearer|:\/\/[^/]*@|[A-Za-z0-9+/=_-]{28,}/i.test(text)
}

function shorten(text: string): string {
  return text.length > 60 ? `${[...text].slice(0, 59).join('')}…` : text
}

/** ` Did you mean teams?` where one of the names is near, else which names there are. */
export function hint(typed: string, names: readonly string[]): string {
  const asked = typed.slice(0, 100).toLowerCase()
  const ranked = names.map((name) => ({ name, edits: distance(asked, name.toLowerCase()) }))
  const nearest = ranked.reduce((best, each) => (each.edits < best.edits ? each : best), {
    name: '',
    edits: 99,
  })
  if (nearest.edits <= Math.max(2, Math.floor(asked.length / 3))) return ` Did you mean ${nearest.name}?`
  return names.length === 0 ? ' None is declared.' : ` There is ${names.slice(0, 20).join(', ')}.`
}
