import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WarehouseError } from '../../src/warehouse/error.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import type { Arrivals, Warehouse, Warehouses } from '../../src/warehouse/warehouse.ts'
import { exposureRow, HOUR, START, until } from './reference.ts'
import {
  type ExposureRow,
  exposures,
  filesStage,
  postgresStage,
  SEEN,
  type Stage,
  sqliteStage,
} from './stages.ts'

const stages = { postgres: postgresStage, sqlite: sqliteStage, files: filesStage }
const since = new Date(START + 24 * HOUR)

/** The same, counted row by row. */
function counted(rows: readonly ExposureRow[]): Arrivals {
  const own = rows.flatMap(({ campaign, unit, arm, at }) =>
    campaign === 'winback' && unit !== null && arm !== null && at !== null ? [at.getTime()] : [],
  )
  const past = own.filter((at) => at <= until.getTime())
  const newest = past.length > 0 ? Math.max(...past) : null
  const after = past.filter((at) => at > since.getTime())
  return {
    after: after.length,
    lastHour: after.filter((at) => newest !== null && at > newest - HOUR).length,
    newest: newest === null ? null : new Date(newest),
    ahead: own.length - past.length,
  }
}

describe.each(Object.entries(stages))(
  'exposures that still come, of a warehouse of type %s',
  (_type, start) => {
    let stage: Stage
    let warehouses: Warehouses
    let warehouse: Warehouse
    beforeAll(async () => {
      stage = await start()
      await stage.load([], [])
      warehouses = openWarehouses([stage.definition])
      warehouse = warehouses.get('dwh')
    })
    afterAll(async () => {
      await warehouses.close()
      await stage.stop()
    })

    const asked = (sql = SEEN) =>
      warehouse.arrivals({ campaignKey: 'winback', exposures: exposures(sql), since, until })

    it('are counted as the rules say', async () => {
      // Minutes beside the hours of the others, so that an hour holds some and not all.
      const near = fc.integer({ min: -70, max: 0 }).map((minutes) => ({
        ...{ campaign: 'winback', unit: 'u1', arm: 'mail' },
        at: new Date(until.getTime() + minutes * 60_000),
      }))
      const rows = fc.array(fc.oneof(exposureRow, near), { maxLength: 25, size: 'max' })
      await fc.assert(
        fc.asyncProperty(rows, async (seen) => {
          await stage.load(seen, [])
          expect(await asked()).toEqual(counted(seen))
        }),
        { numRuns: 15 },
      )
    })

    it('are none where there are none', async () => {
      await stage.load([], [])
      expect(await asked()).toEqual({ after: 0, lastHour: 0, newest: null, ahead: 0 })
    })

    it.each([
      ['select unit from seen', /must return unit, arm, exposed_at; it returned unit/],
      [
        "select 'u' as unit, 'mail' as arm, '02/03/2026' as exposed_at",
        /can't be read: exposed_at "02\/03\/2026"/,
      ],
      ['select unit, arm, exposed_at from nowhere', /nowhere/],
    ])('are not known where the query is wrong: %s', async (sql, why) => {
      const raised = await asked(sql).catch((error: unknown) => error)
      expect(raised).toBeInstanceOf(WarehouseError)
      expect(String(raised)).toMatch(/Exposure query "mailed" failed \(warehouse "dwh"\)/)
      expect(String(raised)).toMatch(why)
    })

    it('are refused of another warehouse', async () => {
      const elsewhere = { ...exposures(SEEN), warehouse: 'lake' }
      await expect(
        warehouse.arrivals({ campaignKey: 'winback', exposures: elsewhere, since, until }),
      ).rejects.toThrow(/reads "lake"/)
    })
  },
)
