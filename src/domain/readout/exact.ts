/** Where events are too few for a normal test: sequences that hold exactly, at any number of looks. */
import type { Direction, Interval } from '../statistics/direction.ts'
import { eventRatioSequence } from '../statistics/event-share.ts'
import type { Scale } from '../statistics/pair.ts'
import { rateDifferenceSequence } from '../statistics/rate-sequence.ts'
import type { Counted } from '../statistics/restricted-rates.ts'
import type { Row } from './arm-sums.ts'
import type { Margin } from './margin.ts'

/** The always-valid interval of a lift between two rates; null on the relative scale where it has no end. */
export function exactInterval(control: Row, treatment: Row, alpha: number, scale: Scale): Interval | null {
  if (scale === 'absolute') return differences(control, treatment, alpha)
  const { low, high } = ratios(control, treatment, alpha)
  return Number.isFinite(high) ? { low: low - 1, high: high - 1 } : null
}

/** Whether all rates that are left are worse than the margin allows. */
export function isExactlyHarmed(
  control: Row,
  treatment: Row,
  direction: Direction,
  margin: Margin | null,
  alpha: number,
): boolean {
  const up = direction === 'up'
  const amount = margin?.amount ?? 0
  if (margin?.unit === 'absolute' && amount > 0) {
    const { low, high } = differences(control, treatment, alpha)
    return up ? high < -amount : low > amount
  }
  if (amount === 0 && isCommon(control, treatment)) {
    const { low, high } = ratios(without(control), without(treatment), alpha)
    return up ? low > 1 : high < 1
  }
  const { low, high } = ratios(control, treatment, alpha)
  return up ? high < 1 - amount : low > 1 + amount
}

/** Treatment over control: of the people with the event as they are shared out, which both arms' sizes don't blur. */
function ratios(control: Row, treatment: Row, alpha: number): Interval {
  const planned = control.weight > 0 && treatment.weight > 0
  const share = planned
    ? { control: control.weight, treatment: treatment.weight }
    : { control: control.sums.n, treatment: treatment.sums.n }
  return eventRatioSequence({ control: control.sums.sum, treatment: treatment.sums.sum }, share, alpha)
}

function differences(control: Row, treatment: Row, alpha: number): Interval {
  return rateDifferenceSequence(counted(control), counted(treatment), alpha)
}

function isCommon(control: Row, treatment: Row): boolean {
  return control.sums.sum + treatment.sums.sum > (control.sums.n + treatment.sums.n) / 2
}

function without(row: Row): Row {
  return { ...row, sums: { ...row.sums, sum: row.sums.n - row.sums.sum } }
}

function counted({ sums }: Row): Counted {
  return { x: sums.sum, n: sums.n }
}
