/**
 * Is an answer the expected one? Numbers within tolerance; strings, truth values and nulls exactly. Where the reference
 * says by an error that there is no figure, zeros stand in its place: the right answer is that it is not computable.
 */
import { isNotComputable } from './answer.ts'

/** What lies too far away, as readable lines; empty where everything that is expected agrees. */
export function misses(
  expected: unknown,
  got: unknown,
  tolerance: Readonly<Record<string, number>>,
  path = '',
): string[] {
  const wanted = asNumber(expected)
  if (wanted !== null) {
    return near(wanted, got, tolerance, path) ? [] : [`${path}: expected ${wanted}, got ${shown(got)}`]
  }
  if (typeof expected !== 'object' || expected === null) {
    return expected === got ? [] : [`${path}: expected ${shown(expected)}, got ${shown(got)}`]
  }
  const there = typeof got === 'object' && got !== null ? got : {}
  const at = path && `${path}: `
  const none = isNotComputable(there)
  if (hasNoFigure(expected)) return none ? [] : [`${at}computed, where the right answer is "not computable"`]
  if (none) return [`${at}not computable: ${there.problem}`]
  const answers = new Map(Object.entries(there))
  return figuresOf(expected).flatMap(([key, value]) =>
    misses(value, answers.get(key), tolerance, path ? `${path}.${key}` : key),
  )
}

/** What gbstats gives zeros or nulls with; any other error says something about figures that are there. */
const NO_FIGURE =
  /^(NO_UNITS_IN_VARIATION|ZERO_NEGATIVE_VARIANCE|ZERO_NEGATIVE_BASELINE_VARIATION|ZERO_SCALED_VARIATION_WEIGHT|For scaled impact the statistic must be .*)$/

function hasNoFigure(expected: object): boolean {
  return 'error' in expected && typeof expected.error === 'string' && NO_FIGURE.test(expected.error)
}

/** Without what another error says in words that are not ours, and without the p that one of its own says is none. */
function figuresOf(expected: object): [string, unknown][] {
  const withoutP = 'p_value_error' in expected && expected.p_value_error !== null
  return Object.entries(expected).filter(([key, value]) => {
    if (key === 'error') return value === null
    return !(withoutP && (key === 'p_value' || key === 'p_value_error'))
  })
}

/** "Infinity", "-Infinity" and "NaN" stand for numbers that JSON has no word for. */
function asNumber(value: unknown): number | null {
  if (typeof value === 'number') return value
  return value === 'Infinity' || value === '-Infinity' || value === 'NaN' ? Number(value) : null
}

/** |got − expected| ≤ max(abs, rel·|expected|); a field's own `…_abs` or `…_rel` goes before the record's. */
function near(
  wanted: number,
  got: unknown,
  tolerance: Readonly<Record<string, number>>,
  path: string,
): boolean {
  if (typeof got !== 'number') return false
  if (Object.is(wanted, got)) return true
  const field = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? ''
  const [ownAbs, ownRel] = [tolerance[`${field}_abs`], tolerance[`${field}_rel`]]
  const own = ownAbs !== undefined || ownRel !== undefined
  const abs = own ? (ownAbs ?? 0) : (tolerance.abs ?? 0)
  const rel = own ? (ownRel ?? 0) : (tolerance.rel ?? 0)
  return wanted === got || Math.abs(got - wanted) <= Math.max(abs, rel * Math.abs(wanted))
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
