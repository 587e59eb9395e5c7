import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWarehouses } from '../../src/warehouse/open.ts'
import { openPostgres } from '../../src/warehouse/postgres.ts'
import { exposures, metric, postgresStage, type Stage } from './stages.ts'

const campaign = { campaignKey: 'winback', metrics: [], until: new Date('2026-03-17T00:00:00Z') }

describe('a PostgreSQL warehouse', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await postgresStage()
  })
  afterAll(() => stage.stop())
  const definition = () => {
    if (stage.definition.type !== 'postgres') throw new Error('expected PostgreSQL')
    return stage.definition
  }

  const READ_WRITE = `set_config('transaction_read_only', 'off', false), set_config('default_transaction_read_only', 'off', false)`
  it.each([
    `insert into did (unit, "at", value) values ('u1', now(), 1)`,
    `with x as (insert into did (unit, "at", value) values ('u1', now(), 1) returning *) select * from x`,
    'drop table did',
    'create table x (y int)',
    "select nextval('counter')",
    'select lo_create(0)',
    `select ${READ_WRITE}`,
  ])('is read-only for: %s', async (sql) => {
    const admin = new pg.Client({ connectionString: definition().url })
    await admin.connect()
    await admin.query('create sequence if not exists counter')
    const driver = openPostgres(definition())
    await expect(driver.run({ sql, values: [] })).rejects.toThrow(/read-only|read-write mode/)
    await driver.close()
    expect((await admin.query('select count(*)::int as n from did')).rows).toEqual([{ n: 0 }])
    await admin.end()
  })

  it('reads the operators of jsonb, and dates of any zone', async () => {
    const warehouse = openWarehouses([definition()]).get('dwh')
    const sql = `select 'u1' as unit, 'mail' as arm, '2026-03-02 10:00+02'::timestamptz as exposed_at
      where '{"a": 1}'::jsonb ? 'a' and '{"a": 1}'::jsonb ?| array['b', 'a'] and 'a?\\?b' = 'a?\\?b'`
    const { perArm, newest } = (await warehouse.read({ ...campaign, exposures: exposures(sql) })).exposures
    expect(perArm).toEqual([{ arm: 'mail', n: 1 }])
    expect(newest).toEqual(new Date('2026-03-02T08:00:00Z'))
    await warehouse.close()
  })

  it('does not count NaN as a purchase', async () => {
    const warehouse = openWarehouses([definition()]).get('dwh')
    const seen = exposures(`select 'u1' as unit, 'mail' as arm, date '2026-03-02' as exposed_at`)
    const nan = metric(`select 'u1' as unit, date '2026-03-02' as at, 'NaN'::float as value`)
    const { metrics } = await warehouse.read({ ...campaign, exposures: seen, metrics: [nan] })
    expect(metrics).toMatchObject([
      {
        error: {
          message: expect.stringContaining(
            `Metric "purchase" failed (warehouse "dwh"): it returned what can't be read: value "NaN" (that is no number).`,
          ),
        },
      },
    ])
    await warehouse.close()
  })

  it('answers again after its connection was cut', async () => {
    const warehouse = openWarehouses([definition()]).get('dwh')
    const cut = `select pg_terminate_backend(pg_backend_pid())::text as unit, 'mail' as arm, now() as exposed_at`
    await expect(warehouse.read({ ...campaign, exposures: exposures(cut) })).rejects.toThrow('terminat')
    const one = exposures(`select 1 as unit, 'mail' as arm, date '2026-03-02' as exposed_at`)
    expect((await warehouse.read({ ...campaign, exposures: one })).exposures.perArm).toHaveLength(1)
    await warehouse.close()
  })

  it('says that nobody answers, without the password', async () => {
    const url = 'postgres://reader:s3cr%40t-word@127.0.0.1:1/s3cr@t-word'
    const warehouse = openWarehouses([{ ...definition(), url }]).get('dwh')
    const one = exposures(`select 1 as unit, 'mail' as arm, date '2026-03-02' as exposed_at`)
    const error = await warehouse.read({ ...campaign, exposures: one }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'WarehouseError', fault: 'unreachable' })
    expect(String(error)).toMatch(
      /"mailed" has no answer \(warehouse "dwh"\): connect ECONNREFUSED 127\.0\.0\.1:1\.$/,
    )
    expect(JSON.stringify(error) + String(error)).not.toContain('s3cr')
    await warehouse.close()
  })

  it('never shows the password, even if the server repeats it', async () => {
    const url = new URL(definition().url)
    url.password = 's3cr@t-word'
    const warehouse = openWarehouses([{ ...definition(), url: url.href }]).get('dwh')
    const echo = exposures(`select * from "s3cr@t-word"`)
    await expect(warehouse.read({ ...campaign, exposures: echo })).rejects.toThrow(
      'relation "***" does not exist',
    )
    await warehouse.close()
  })
})
