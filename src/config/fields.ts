import { z } from 'zod'
import { type Length, readLength } from '../domain/text/typed-length.ts'
import { tidyLine } from '../domain/text/typed-value.ts'
import { bare, isBlank } from '../domain/text/visible.ts'
import { Refusal } from '../refusal.ts'
import { IN_PASSWORDS, isPostgresUrl, isSafeUrl, postgresUrlOf, present } from './environment.ts'
import { hint, seenWords } from './problems.ts'

/**
 * Fields of stairway.yaml. The message of an issue says what was expected; one whose params hold `whole` is a
 * sentence of its own, and one about unrecognized keys lists the keys that there are.
 */

export function map<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `a map of ${keys}`),
  })
}

export function byName<Entry extends z.ZodType>(entry: Entry) {
  return z
    .record(z.string(), entry, { error: 'a map by name' })
    .nullish()
    .transform((entries) => entries ?? {})
}

export function list<Entry extends z.ZodType>(entry: Entry) {
  return z.array(entry, { error: 'a list' })
}

export function text(expected: string, fits: (value: string) => boolean) {
  return z.string({ error: expected }).refine(fits, { error: expected })
}

export function line(longest: number) {
  const expected = `a line of 1 to ${longest} characters`
  return text(expected, (value) => !isBlank(value) && value.length <= longest && !/[\r\n]/.test(value))
}

export function choice<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, { error: either(values) })
}

/** "a, b or c". */
export function either(values: readonly string[]): string {
  const others = values.slice(0, -1).join(', ')
  return others === '' ? values.join('') : `${others} or ${values.at(-1)}`
}

export const userId = text('the id of a Slack user, such as U012AB3CD', (value) =>
  /^[UW][A-Z0-9]+$/.test(value),
)
export const usergroupId = text('the id of a Slack user group, such as S012AB3CD', (value) =>
  /^S[A-Z0-9]+$/.test(value),
)

/** A reference to what the file declares elsewhere. */
export function nameOf(kind: string, names: readonly string[]) {
  return z.string({ error: `the name of a ${kind}` }).refine((value) => names.includes(value), {
    error: (issue) => `there is no ${kind} ${seenWords(issue.input)}.${hint(String(issue.input), names)}`,
    params: { whole: true },
  })
}

const SECONDS = { s: 1, min: 60, h: 3_600, d: 86_400, w: 604_800 } as const
type Unit = keyof typeof SECONDS

/** `30s`, `72h`, `14 days`: a count of `unit`, which may be written in a larger one; `most` bounds it. */
export function duration(unit: Unit, most: number, example: string) {
  const read = (value: string) => {
    const length = lengthOf(value)
    const seconds = length && length.unit in SECONDS ? SECONDS[length.unit as Unit] : Number.NaN
    return ((length?.count ?? 0) * seconds) / SECONDS[unit]
  }
  const expected = `a duration such as ${example}, from 1${unit} to ${most}${unit}`
  return text(
    expected,
    (value) => Number.isInteger(read(value)) && read(value) >= 1 && read(value) <= most,
  ).transform(read)
}

/** What has two readings is none that the file can have: what was expected is said. */
function lengthOf(value: string): Length | null {
  try {
    return readLength(tidyLine(bare(value)))
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

export function sql() {
  const expected = 'a query that selects something'
  return text(expected, (value) => withoutComments(value).trim() !== '').transform((value) =>
    value.trim().replace(/\s*;$/, ''),
  )
}

function withoutComments(query: string): string {
  return query.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').replace(/;/g, '')
}

/** A Standard Webhooks secret, held by the variable that `env:NAME` names. */
export function signingSecret(env: NodeJS.ProcessEnv) {
  return fromEnvironment(env, {
    expected: 'env:NAME, the variable that holds the secret',
    literal: () => LITERAL_SECRET,
    held: (value) =>
      isSigningSecret(value) || 'whsec_ and 24 to 64 bytes in base64, as Standard Webhooks has it',
  })
}

/** https, or http on this machine; the address itself may be a secret, and then is held by a variable. */
export function targetUrl(env: NodeJS.ProcessEnv) {
  const expected = 'an https address without a password (http on this machine only)'
  const fits = (value: string) => isSafeUrl(value) && new URL(value).username === ''
  return fromEnvironment(env, {
    expected: 'an https address, or env:NAME, the variable that holds it',
    literal: (value) => fits(value) || `expected ${expected}`,
    held: (value) => fits(value) || expected,
  })
}

export function postgresUrl(env: NodeJS.ProcessEnv) {
  const expected = 'an address such as postgres://user:password@host/database'
  return fromEnvironment(env, {
    expected: 'a postgres:// address without a password, or env:NAME, the variable that holds one',
    literal: (value) => {
      if (!isPostgresUrl(value))
        return 'expected a postgres:// address, or env:NAME, the variable that holds it'
      return holdsPassword(value) ? LITERAL_SECRET : true
    },
    held: (value) => isPostgresUrl(value) || `${expected}. ${IN_PASSWORDS}`,
  }).transform(postgresUrlOf)
}

/** A secret that only a variable may hold. */
export function held(env: NodeJS.ProcessEnv, expected: string, fits: (value: string) => boolean) {
  return fromEnvironment(env, {
    expected: `env:NAME, the variable that holds ${expected}`,
    literal: () => LITERAL_SECRET,
    held: (value) => fits(value) || expected,
  })
}

/** The value of a header; a secret is held by a variable. */
export function headerValue(env: NodeJS.ProcessEnv) {
  const fits = (value: string) => value !== '' && value.length <= 4_096 && !/[\r\n]/.test(value)
  const expected = 'a line, or env:NAME, the variable that holds a secret'
  return fromEnvironment(env, {
    expected,
    literal: (value) => fits(value) || `expected ${expected}`,
    held: (value) => fits(value) || 'a line',
  })
}

export function isJson(value: string): boolean {
  try {
    return typeof JSON.parse(value) === 'object'
  } catch {
    return false
  }
}

/** A plain name of something outside; no place for what needs quotes. */
export function word(expected: string) {
  return text(expected, (value) => /^[\w.@$-]{1,255}$/.test(value))
}

export const endpoint = text('an https address without a password (http on this machine only)', (value) => {
  return isSafeUrl(value) && new URL(value).username === ''
})

/** `99.9%`, with up to three decimals: as a fraction. */
export function share(least: number, example: string) {
  const read = (value: string) => /^(\d{1,2}(?:\.\d{1,3})?) ?%$/.exec(value)?.[1]
  const expected = `a share such as ${example}, from ${least}% to less than 100%`
  // Rounded, so that 99.9 % is 0.999 to the last digit.
  return text(expected, (value) => Number(read(value) ?? Number.NaN) >= least).transform(
    (value) => Math.round(Number(read(value)) * 1000) / 100_000,
  )
}

const BYTES = { MB: 1_000_000, GB: 1_000_000_000, TB: 1_000_000_000_000 } as const

/** `500MB`, `20GB`, `1TB`: in bytes. */
export const byteSize = text('a size such as 20GB (MB, GB or TB)', (value) =>
  /^[1-9]\d{0,3} ?(?:MB|GB|TB)$/.test(value),
).transform((value) => Number.parseInt(value, 10) * BYTES[value.slice(-2) as keyof typeof BYTES])

const LITERAL_SECRET =
  'a secret may not stand in this file. Put it into an environment variable and write env:NAME here.'

interface VariableRule {
  readonly expected: string
  /** true where a value may stand in the file itself, else what is wrong with that. */
  readonly literal: (value: string) => true | string
  /** true where the variable's value will do, else what was expected of it. */
  readonly held: (value: string) => true | string
}

function fromEnvironment(env: NodeJS.ProcessEnv, { expected, literal, held }: VariableRule) {
  return z.string({ error: expected }).transform((value, context) => {
    const name = /^env:(\w+)$/.exec(value)?.[1]
    const found = name === undefined ? value : (present(env, name) ?? '')
    const verdict = name === undefined ? literal(value) : checkHeld(name, found, held)
    if (verdict === true) return found
    context.addIssue({ code: 'custom', message: verdict, params: { whole: true } })
    return z.NEVER
  })
}

function checkHeld(name: string, value: string, held: VariableRule['held']): true | string {
  if (value === '') return `the environment variable ${name} is not set.`
  const verdict = held(value)
  return verdict === true || `the environment variable ${name} does not hold what was expected: ${verdict}.`
}

function isSigningSecret(value: string): boolean {
  const base64 = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(value)?.[1]
  const { length } = Buffer.from(base64 ?? '', 'base64')
  return length >= 24 && length <= 64
}

function holdsPassword(url: string): boolean {
  const { password, searchParams } = new URL(url)
  return password !== '' || searchParams.has('password')
}
