import { formatAmount } from '../../domain/text/numbers.ts'

/** As the standard names them, and as people read them. */
const SIGNS: Readonly<Record<string, string>> = {
  mustBe: '=',
  mustNotBe: '≠',
  mustBeGreaterThan: '>',
  mustBeGreaterOrEqualTo: '≥',
  mustBeLessThan: '<',
  mustBeLessOrEqualTo: '≤',
}

/** What a measure had to be, where that is one of those that are known: "≤ 3". */
export function thresholdWords(
  threshold: Readonly<Record<string, unknown>> | null | undefined,
): string | null {
  const words = Object.entries(threshold ?? {}).flatMap(([name, bound]) => boundWords(name, bound) ?? [])
  return words.length > 0 ? words.join(', ').slice(0, 120) : null
}

function boundWords(name: string, bound: unknown): string | null {
  const sign = SIGNS[name]
  if (sign !== undefined && typeof bound !== 'object') return `${sign} ${amount(bound)}`
  if (name !== 'mustBeBetween' || !Array.isArray(bound) || bound.length !== 2) return null
  return `${amount(bound[0])} … ${amount(bound[1])}`
}

function amount(bound: unknown): string {
  return typeof bound === 'number' ? formatAmount(bound) : String(bound)
}
