/** Is an answer the expected one? Numbers within tolerance; strings, truth values and nulls exactly. */

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
  const there = typeof got === 'object' && got !== null ? Object.entries(got) : []
  const answers = new Map(there)
  return Object.entries(expected).flatMap(([key, value]) =>
    misses(value, answers.get(key), tolerance, path ? `${path}.${key}` : key),
  )
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
