import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWarehouses } from '../../src/warehouse/open.ts'
import type { Shared, Warehouse, Warehouses } from '../../src/warehouse/warehouse.ts'
import { DAY, HOUR, START, until } from './reference.ts'
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
const OTHERS = ['autumn', 'spring']
const since = new Date(until.getTime() - DAY)

const row: fc.Arbitrary<ExposureRow> = fc.record({
  campaign: fc.constantFrom('winback', ...OTHERS),
  unit: fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', null),
  arm: fc.constantFrom('control', 'mail', null),
  at: fc.integer({ min: 0, max: 60 }).map((hours) => new Date(START + hours * HOUR)),
})

/** The same, counted person by person. */
function counted(rows: readonly ExposureRow[], atMost: number): Shared {
  const whole = rows.filter(({ unit, arm }) => unit !== null && arm !== null)
  const mine = [...new Set(whole.filter(({ campaign }) => campaign === 'winback').map(({ unit }) => unit))]
  const of = (key: string, unit: string | null) =>
    whole.filter((each) => each.campaign === key && each.unit === unit)
  const contact = ({ arm, at }: ExposureRow) => arm !== 'control' && at !== null && at > since && at <= until
  const contacts = mine.map((unit) => 1 + OTHERS.filter((key) => of(key, unit).some(contact)).length)
  return {
    people: mine.length,
    any: mine.filter((unit) => OTHERS.some((key) => of(key, unit).length > 0)).length,
    most: Math.max(0, ...contacts),
    tooMany: contacts.filter((count) => count > atMost).length,
    each: OTHERS.map((key) => mine.filter((unit) => of(key, unit).length > 0).length),
  }
}

describe.each(Object.entries(stages))(
  'people of several campaigns in a warehouse of type %s',
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

    const beside = OTHERS.map((campaignKey) => ({
      campaignKey,
      exposures: exposures(SEEN),
      control: 'control',
    }))
    const asked = (atMost: number, people?: string) =>
      warehouse.shared({
        ...{ campaignKey: 'winback', exposures: exposures(SEEN), beside, since, until, atMost },
        ...(people === undefined ? {} : { people }),
      })

    it('are counted as the rules say', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(row, { maxLength: 30, size: 'max' }),
          fc.integer({ min: 1, max: 3 }),
          async (seen, atMost) => {
            await stage.load(seen, [])
            expect(await asked(atMost)).toEqual(counted(seen, atMost))
          },
        ),
        { numRuns: 12 },
      )
    })

    it('are those of a query of their own where there is one: numbers are the same people as texts', async () => {
      const autumn = { campaign: 'autumn', arm: 'mail', at: new Date(until.getTime() - HOUR) }
      await stage.load(
        [
          { ...autumn, unit: '1' },
          { ...autumn, unit: '2' },
        ],
        [],
      )
      const own = 'select 1.0 as unit union all select 3 as unit'
      expect(await asked(1, own)).toEqual({ people: 2, any: 1, most: 2, tooMany: 1, each: [1, 0] })
      await expect(asked(1, 'select 1 as id')).rejects.toThrow(/must return unit; it returned id/)
    })
  },
)
