/** From a row of the answer to the sums of an arm. */
import type { MetricDefinition } from '../domain/catalog/catalog.ts'
import type { ArmSums, BeforeSums } from '../domain/readout/arm-sums.ts'
import type { Row } from './driver.ts'
import { WarehouseError } from './error.ts'
import { type ALL, hasLargest, type RECENT, sumName, type UnitColumn, unitColumns } from './sql-metrics.ts'
import type { ArmUnits, MetricSums } from './warehouse.ts'

/** Where none of an arm's units has a value there is no row. */
export function sumsOf(
  metric: MetricDefinition,
  units: readonly ArmUnits[],
  rows: readonly Row[],
  prefix: '' | typeof RECENT | typeof ALL = '',
): MetricSums[] {
  return units.map(({ arm, n }) => {
    const row = rows.find((row) => row.arm === arm)
    const read = (name: string) => (row ? finite(row, name) : 0)
    const sums = armSums(metric, n, (...columns) => read(`${prefix}${sumName(...columns)}`))
    return { arm, ...sums, ...(prefix === '' && hasLargest(metric) && { largest: read('largest') }) }
  })
}

type SumOf = (column: UnitColumn, times?: UnitColumn) => number

function armSums(metric: MetricDefinition, n: number, sum: SumOf): ArmSums {
  const columns = unitColumns(metric)
  return {
    n,
    sum: sum('value'),
    sumSquares: sum('value', 'value'),
    ...(columns.includes('denominator') && {
      denominator: {
        sum: sum('denominator'),
        sumSquares: sum('denominator', 'denominator'),
        products: sum('value', 'denominator'),
      },
    }),
    ...(columns.includes('value_before') && { before: beforeSums(sum, columns.includes('denominator')) }),
  }
}

function beforeSums(sum: SumOf, ratio: boolean): BeforeSums {
  return {
    sum: sum('value_before'),
    sumSquares: sum('value_before', 'value_before'),
    products: sum('value', 'value_before'),
    ...(ratio && {
      denominator: {
        sum: sum('denominator_before'),
        sumSquares: sum('denominator_before', 'denominator_before'),
        products: sum('value_before', 'denominator_before'),
        withAfter: sum('denominator', 'denominator_before'),
        withValueAfter: sum('value', 'denominator_before'),
        afterWithValueBefore: sum('denominator', 'value_before'),
      },
    }),
  }
}

/** Drivers give counts and sums as number, bigint or text. + 0 because JSON has no −0. */
export function finite(row: Row, column: string): number {
  const value = Number(row[column])
  if (Number.isFinite(value)) return value + 0
  throw new WarehouseError('query', `${column} is ${row[column]}: a value or a date is not finite`)
}
