import type { MetricDefinition } from '../catalog/catalog.ts'
import { AMOUNT } from '../text/typed-number.ts'

/** A metric as people may call it. */
export type Called = Pick<MetricDefinition, 'name'> & Partial<Pick<MetricDefinition, 'label' | 'direction'>>

const PERCENT = /(?<=\d) ?(?:percent|per cent|pct)(?![\p{L}\p{N}])/giu
const VERBS = {
  up: /^(?:increase|raise|grow|lift|boost) (?:the )?(.+?)(?: by)? (?=[+\d.])/iu,
  down: /^(?:decrease|reduce|lower|cut) (?:the )?(.+?)(?: by)? (?=[-\d.])/iu,
} as const
/** A change from 1 on without its unit: it is relative, so there is one reading. */
const BARE = new RegExp(`(?<= (?:up|down) [+-]?)([1-9]${AMOUNT}?)(?= (?:baseline|bayesian|also) |$)`, 'iu')

/** `Purchases up by 8 percent`, `increase purchase by 8%` and `Purchase up 8` as `purchase up 8%`. */
export function spokenOutcome(typed: string, metrics: readonly Called[]): string {
  const line = percents(typed)
  const [goal = '', ...also] = line
    .replace(VERBS.up, '$1 up ')
    .replace(VERBS.down, '$1 down ')
    .replace(/^(.+?) (up|down) by (?=[+\-\d.])/iu, '$1 $2 ')
    .replace(BARE, '$1%')
    .split(/ also /i)
  const beside = also.flatMap((each) => each.split(/[\s,;]+/)).map((name) => called(name, metrics))
  const named = withName(goal, metrics)
  return also.length === 0 ? named : `${named} also ${beside.join(' ')}`
}

/** `Unsubscribes at most 0.2 points`, `unsubscribe max 0.2 points` as `unsubscribe 0.2 points`. */
export function spokenGuardrail(typed: string, metrics: readonly Called[]): string {
  const said = percents(typed).replace(
    / (?:by )?(?:at most|max(?:imum)?|no more than|up to|by|≤|<=?)(?: by)? (?=[+\-\d.])/iu,
    ' ',
  )
  return withName(said, metrics)
}

function percents(typed: string): string {
  return typed.replace(PERCENT, '%')
}

/** The metric at the beginning by its name, whatever it was called by. */
function withName(line: string, metrics: readonly Called[]): string {
  const lower = line.toLowerCase()
  const names = metrics.flatMap(({ name, label }) =>
    [name, ...(label ? [label] : [])].map((as) => ({ as, name })),
  )
  const found = names
    .flatMap(({ as, name }) => [as, `${as}s`, `${as}es`].map((form) => ({ form: form.toLowerCase(), name })))
    .filter(({ form }) => lower.startsWith(`${form} `))
    .sort((a, b) => b.form.length - a.form.length)[0]
  if (found) return `${found.name}${line.slice(found.form.length)}`
  const [first = ''] = line.split(' ')
  return `${called(first, metrics)}${line.slice(first.length)}`
}

/** The name of a metric that was typed with other capitals, in the plural or by its label; else as it was typed. */
function called(typed: string, metrics: readonly Called[]): string {
  if (metrics.some(({ name }) => name === typed)) return typed
  const forms = (word: string) => [word, word.replace(/s$/, ''), word.replace(/es$/, '')]
  const wanted = forms(typed.toLowerCase())
  const found = metrics.filter(({ name, label = name }) =>
    [name, label].some((as) => forms(as.toLowerCase()).some((form) => form !== '' && wanted.includes(form))),
  )
  const [only] = found
  return only && found.length === 1 ? only.name : typed
}
