/** Who has come in a campaign and what they do, by the time at which they came; used again for the next campaign. */
import type { ArmSums } from '../../src/domain/readout/arm-sums.ts'
import { count, type Random } from './draws.ts'
import { type MetricSetting, type Setting, slotsADay } from './setting.ts'
import {
  actedBy,
  BEFORE,
  BEFORE_PRODUCTS,
  BEFORE_SQUARES,
  draw,
  LARGEST,
  N,
  PLACES,
  SQUARES,
  SUM,
  UNDER,
  UNDER_PRODUCTS,
  UNDER_SQUARES,
  type Values,
} from './values.ts'

/** One metric in one arm. */
interface Column {
  readonly values: Values
  /** By slot, all that those who came in it ever do; filled up in place. */
  readonly cells: readonly Float64Array[]
  /** Where they act later: by slot, how many have by so many days after. */
  readonly acted: readonly Float64Array[] | null
  /** The shares that have acted by then. */
  readonly acting: readonly number[]
  /** All slots so far. */
  readonly total: Float64Array
}

export interface Ledger {
  /** People so far, in the order of the arms. */
  readonly users: Float64Array
  /** By metric, in the order of the arms. */
  readonly columns: readonly (readonly Column[])[]
}

export function openLedger(setting: Setting): Ledger {
  const slots = setting.days * slotsADay(setting)
  return {
    users: new Float64Array(setting.arms.length),
    columns: setting.metrics.map(({ values }) => values.map((each) => openColumn(each, slots))),
  }
}

function openColumn(values: Values, slots: number): Column {
  const acting = actingBy(values)
  const rows = (places: number) => Array.from({ length: slots }, () => new Float64Array(places))
  const acted = acting.length > 0 ? rows(acting.length) : null
  return { values, acting, acted, cells: rows(PLACES), total: new Float64Array(PLACES) }
}

function actingBy(values: Values): number[] {
  if (values.kind !== 'rate' || !values.acting) return []
  const { acting } = values
  return Array.from({ length: Math.ceil(acting.to) + 1 }, (_, days) => actedBy(acting, days))
}

export function clear({ users, columns }: Ledger): void {
  users.fill(0)
  for (const { total, cells, acted } of columns.flat()) {
    total.fill(0)
    for (const cell of cells) cell.fill(0)
    for (const row of acted ?? []) row.fill(0)
  }
}

/** Those who come in one slot, by arm. */
export function arrive(
  { users, columns }: Ledger,
  people: readonly number[],
  slot: number,
  day: number,
  random: Random,
): void {
  for (const [arm, n] of people.entries()) {
    users[arm] = (users[arm] ?? 0) + n
    for (const metric of columns) {
      const column = metric[arm]
      if (column) fill(column, n, slot, day, random)
    }
  }
}

function fill(
  { values, cells, acted, acting, total }: Column,
  n: number,
  slot: number,
  day: number,
  random: Random,
) {
  const cell = cells[slot]
  if (!cell) return
  draw(values, n, day, random, cell)
  addTo(total, cell)
  const row = acted?.[slot]
  if (row) spread(row, cell[SUM] ?? 0, acting, random)
}

/** When those who act do it: day by day a share of those who are left. */
function spread(row: Float64Array, acting: number, shares: readonly number[], random: Random): void {
  let [done, before] = [0, 0]
  for (const [days, share] of shares.entries()) {
    const now = before < 1 ? (share - before) / (1 - before) : 1
    done += count(acting - done, now, random)
    row[days] = done
    before = share
  }
}

/** What is known at the end of `now` of those who came in the slots from `first` up to and without `end`. */
export function sumsOf(column: Column, first: number, end: number, now: number): Float64Array {
  const { acted, cells, total } = column
  if (first <= 0 && end > now && !acted) return total
  const sums = new Float64Array(PLACES)
  for (let slot = Math.max(0, first); slot < end; slot++) {
    const cell = cells[slot]
    if (cell) addTo(sums, cell)
  }
  if (!acted) return sums
  let done = 0
  for (let slot = Math.max(0, first); slot < end; slot++)
    done += acted[slot]?.[daysSince(column, slot, now)] ?? 0
  sums[SUM] = done
  sums[SQUARES] = done
  sums[LARGEST] = done > 0 ? 1 : 0
  return sums
}

function daysSince({ acting }: Column, slot: number, now: number): number {
  return Math.min(now - slot, acting.length - 1)
}

function addTo(into: Float64Array, cell: Float64Array): void {
  for (let place = 0; place < LARGEST; place++) into[place] = (into[place] ?? 0) + (cell[place] ?? 0)
  into[LARGEST] = Math.max(into[LARGEST] ?? 0, cell[LARGEST] ?? 0)
}

/** As a row of the warehouse. */
export function armSums(sums: Float64Array, { values: [control] }: MetricSetting): ArmSums {
  const at = (place: number) => sums[place] ?? 0
  const own = { n: at(N), sum: at(SUM), sumSquares: at(SQUARES), largest: at(LARGEST) }
  const beside = (sum: number, squares: number, products: number) => ({
    sum: at(sum),
    sumSquares: at(squares),
    products: at(products),
  })
  const under = control?.kind === 'clicks' || control?.kind === 'orders'
  const before = control && 'before' in control && control.before !== undefined
  return {
    ...own,
    ...(under ? { denominator: beside(UNDER, UNDER_SQUARES, UNDER_PRODUCTS) } : {}),
    ...(before ? { before: beside(BEFORE, BEFORE_SQUARES, BEFORE_PRODUCTS) } : {}),
  }
}
