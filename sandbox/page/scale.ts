/** Round steps that cover `values` and, where `fromZero`, zero: at most `most` + 2 of them, in order. */
export function ticks(values: readonly number[], fromZero: boolean, most = 5): number[] {
  const all = fromZero ? [0, ...values] : values
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const span = high - low || Math.abs(high) || 1
  const step = roundStep(span / most)
  const from = Math.floor(low / step + 1e-9)
  const to = Math.max(Math.ceil(high / step - 1e-9), from + 1)
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)))
}

/** The next of 1, 2, 5 and 10 times a power of ten. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size))
  const factor = [1, 2, 5, 10].find((each) => each * power >= size * (1 - 1e-9)) ?? 10
  return factor * power
}

/** A label on at most two lines of `room` letters; what does not fit ends in an ellipsis. */
export function wrapped(label: string, room: number): string[] {
  const lines: string[] = []
  for (const word of label.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && (lines.length === 2 || last.length + word.length < room)) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word)
  }
  return lines.map((line) => (line.length > room ? `${line.slice(0, Math.max(room - 1, 1))}…` : line))
}

/** `1 234.5`, thin space and true minus. */
export function numberWords(value: number): string {
  const shown = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 }).format(Math.abs(value))
  return (value < 0 ? '\u2212' : '') + shown.replaceAll(',', '\u202f')
}
