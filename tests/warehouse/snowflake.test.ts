import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SnowflakeDefinition } from '../../src/domain/catalog/catalog.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import type { Warehouse } from '../../src/warehouse/warehouse.ts'
import { askedOf, exposureRow, reference, segmentColumns, shape, until, valueRow } from './reference.ts'
import { exposures, metric, SEEN } from './stages.ts'
import {
  type Answer,
  type Engine,
  type Received,
  type Reply,
  startEngine,
  startServer,
} from './vendor-engine.ts'

// The shapes are those that Snowflake's own clients send and read: login-request, query-request, result, abort-request.

const DID = 'select unit, "at", value, denominator from did'
const LOGIN = '/session/v1/login-request'
const QUERY = '/queries/v1/query-request'

interface QueryBody {
  readonly sqlText: string
  readonly bindings?: Record<string, { readonly type: string; readonly value: string }>
  readonly parameters?: unknown
}

/** What Snowflake's words are in DuckDB's. */
function translated(sql: string): string {
  return sql
    .replace(/(?<!:):(\d+)/g, '$$$1')
    .replace(
      /timestampadd\(microsecond, (round\(.*? \* 86400000000\)), (\S+)\)/g,
      '($2 + to_microseconds(cast($1 as bigint)))',
    )
    .replaceAll('date_part(epoch_microsecond, ', 'epoch_us(')
    .replaceAll('timestamp_tz', 'timestamptz')
}

const TYPES = { integer: 'fixed', float: 'real', string: 'text' } as const

function result({ columns, rows }: Answer, queryId: string): Reply {
  const rowtype = columns.map(({ name, type }) => {
    const size = { byteLength: null, length: null, precision: type === 'integer' ? 38 : null, scale: 0 }
    return {
      name: name.toUpperCase(),
      type: TYPES[type],
      nullable: true,
      database: '',
      schema: '',
      table: '',
      ...size,
    }
  })
  const counts = { total: rows.length, returned: rows.length, version: 1, statementTypeId: 4096 }
  const data = { parameters: [], rowtype, rowset: rows, queryId, queryResultFormat: 'json', ...counts }
  return { json: { data, code: null, message: null, success: true } }
}

function failed(code: string, sqlState: string, message: string): Reply {
  const data = { internalError: false, errorCode: code, age: 0, sqlState, queryId: 'q', line: -1, pos: -1 }
  return { json: { data, code, message, success: false, headers: null } }
}

describe('a warehouse of type snowflake', () => {
  let engine: Engine
  let server: Awaited<ReturnType<typeof startServer>>
  let definition: SnowflakeDefinition
  let warehouse: Warehouse
  let other: (request: Received) => Reply | 'never' | undefined
  beforeEach(() => {
    other = () => undefined
    server.received.length = 0
  })
  beforeAll(async () => {
    engine = await startEngine(translated)
    server = await startServer(answer)
    definition = {
      name: 'dwh',
      type: 'snowflake',
      account: 'acme-data',
      user: 'STAIRWAY',
      password: 'hunter2 is long',
      warehouse: 'SMALL',
      database: 'SHOP',
      role: 'READER',
      endpoint: server.url,
      timeoutSeconds: 30,
    }
    warehouse = openWarehouses([definition]).get('dwh')
  })
  afterAll(async () => {
    await warehouse.close()
    await server.stop()
    engine.close()
  })

  const slow = new Map<string, Reply>()
  async function answer(request: Received): Promise<Reply | 'never'> {
    const special = other(request)
    if (special) return special
    if (request.path === LOGIN) return loggedIn()
    if (request.path === QUERY) return await queried(request)
    return slow.get(request.path) ?? { json: { data: null, code: null, message: null, success: true } }
  }

  function loggedIn(): Reply {
    const times = { validityInSeconds: 3600, masterValidityInSeconds: 14_400 }
    const data = { token: 'session', masterToken: 'master', sessionId: 7, parameters: [], ...times }
    return { json: { data, code: null, message: null, success: true } }
  }

  /** The answer is not ready at first: it is fetched from where the server says. */
  async function queried({ body, query }: Received): Promise<Reply> {
    const { sqlText, bindings = {} } = body as QueryBody
    const values = Object.entries(bindings).map(([place, { type, value }]) => {
      return [place, type === 'TEXT' ? value : Number(value)] as const
    })
    const queryId = query.get('requestId') ?? ''
    try {
      const computed = await engine.run(sqlText, Object.fromEntries(values))
      const getResultUrl = `/queries/${queryId}/result`
      slow.set(getResultUrl, result(computed, queryId))
      return { json: { data: { queryId, getResultUrl }, code: '333334', message: null, success: true } }
    } catch (error) {
      return failed('001003', '42000', `SQL compilation error:\n${String(error).split('\n')[0]}`)
    }
  }

  const winback = { campaignKey: 'winback', exposures: exposures(SEEN), metrics: [], until }
  const failure = (of = warehouse) =>
    of.read(winback).then(
      () => undefined,
      (error: unknown) => error,
    )

  it('gives what the rules say', async () => {
    const many = (maxLength: number) => ({ maxLength, size: 'max' }) as const
    const rows = [fc.array(exposureRow, many(25)), fc.array(valueRow, many(50))] as const
    const what = [fc.array(shape, { minLength: 1, maxLength: 3 }), segmentColumns] as const
    await fc.assert(
      fc.asyncProperty(...rows, ...what, async (seen, did, shapes, columns) => {
        await engine.load(seen, did)
        const query = { ...winback, exposures: exposures(SEEN, 'dwh', columns), ...askedOf(shapes, DID) }
        expect(await warehouse.read(query)).toEqual(reference(seen, did, shapes, columns))
      }),
      { numRuns: 15 },
    )
  })

  it('binds every value, in UTC, as one statement with a timeout', async () => {
    await warehouse.read({ ...winback, metrics: [metric(DID, { windowDays: 14, preDays: 28 })] })
    const asked = server.received.filter(({ path }) => path === QUERY).map(({ body }) => body as QueryBody)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.sqlText).not.toContain('winback')
    expect(asked[0]?.bindings).toEqual({
      1: { type: 'TEXT', value: 'winback' },
      2: { type: 'TEXT', value: until.toISOString() },
      3: { type: 'TEXT', value: '2026-02-18T15:00:00.000Z' },
      4: { type: 'TEXT', value: until.toISOString() },
      5: { type: 'FIXED', value: '14' },
      6: { type: 'FIXED', value: '-28' },
      7: { type: 'TEXT', value: '2026-02-18T15:00:00.000Z' },
    })
    expect(asked[0]?.parameters).toMatchObject({
      MULTI_STATEMENT_COUNT: 1,
      STATEMENT_TIMEOUT_IN_SECONDS: 30,
      TIMEZONE: 'UTC',
      DATE_OUTPUT_FORMAT: 'YYYY-MM-DD',
      TIMESTAMP_TZ_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS',
    })
    const login = server.received.find(({ path }) => path === LOGIN)
    expect(Object.fromEntries(login?.query ?? [])).toMatchObject({
      warehouse: 'SMALL',
      databaseName: 'SHOP',
      roleName: 'READER',
    })
    expect(login?.body).toMatchObject({ data: { LOGIN_NAME: 'STAIRWAY', PASSWORD: 'hunter2 is long' } })
  })

  it('takes numbers without a fraction for the same unit, and a day without a time by its day', async () => {
    const sum = async (unit: string, at: string) => {
      const seen = exposures(
        `select 1000 as unit, 'mail' as arm, cast('2026-03-02' as timestamp) + interval '12' hour as exposed_at`,
      )
      const did = metric(`select ${unit} as unit, ${at} as "at", 1 as value`, { preDays: 28 })
      const [read] = (await warehouse.read({ ...winback, exposures: seen, metrics: [did] })).metrics
      if (!read || 'error' in read) throw read?.error
      return [read.sums[0]?.sum, read.sums[0]?.before?.sum]
    }
    const noon = `cast('2026-03-02' as timestamp) + interval '12' hour`
    for (const unit of ['1000', 'cast(1000.0 as double)', `'1000'`])
      expect(await sum(unit, noon)).toEqual([1, 0])
    for (const unit of [`'1000.0'`, `'001000'`]) expect(await sum(unit, noon)).toEqual([0, 0])
    expect(await sum('1000', `date '2026-03-02'`)).toEqual([1, 0])
    expect(await sum('1000', `date '2026-03-01'`)).toEqual([0, 1])
    expect(await sum('1000', `'2026-03-02'`)).toEqual([1, 0])
    for (const at of [`'03/02/2026'`, `'1772447400'`, '1772447400', `'26-03-02'`])
      await expect(sum('1000', at)).rejects.toThrow()
  })

  it('logs in with a token or a key instead of a password', async () => {
    const { password: _, ...rest } = definition
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    for (const login of [{ token: 'pat-secret' }, { privateKey: pem }]) {
      const other = openWarehouses([{ ...rest, ...login }]).get('dwh')
      await other.read(winback)
      await other.close()
    }
    const bodies = server.received.filter(({ path }) => path === LOGIN).map(({ body }) => body)
    expect(bodies).toMatchObject([
      { data: { AUTHENTICATOR: 'PROGRAMMATIC_ACCESS_TOKEN', TOKEN: 'pat-secret' } },
      { data: { AUTHENTICATOR: 'SNOWFLAKE_JWT', TOKEN: expect.stringMatching(/^ey/) } },
    ])
  })

  it('leaves out a metric whose columns are not there', async () => {
    const metrics = [metric(DID, { name: 'good' }), metric('select unit from did', { name: 'bad' })]
    expect((await warehouse.read({ ...winback, metrics })).metrics).toMatchObject([
      { sums: expect.anything() },
      {
        error: {
          message: expect.stringMatching(/"bad" failed .*must return unit, at, value; it returned unit/),
        },
      },
    ])
  })

  it.each([
    [
      '000630',
      '57014',
      'Statement reached its statement or warehouse timeout of 30 second(s).',
      'timeout',
      'was stopped',
    ],
    ['002003', '42S02', "SQL compilation error:\nObject 'SHOP.SEEN' does not exist.", 'query', 'failed'],
  ])('says what the error %s means', async (code, state, message, fault, words) => {
    other = ({ path }) => (path === QUERY ? failed(code, state, message) : undefined)
    const error = await failure()
    expect(error).toMatchObject({ fault })
    const said = message.replace('\n', ' ')
    expect(String(error)).toContain(`Exposure query "mailed" ${words} (warehouse "dwh"): ${said}`)
  })

  it('says that it may not log in, and never its password', async () => {
    other = ({ path }) =>
      path === LOGIN
        ? failed('390100', '08001', 'Incorrect username or password: hunter2 is long was specified.')
        : undefined
    expect(await failure()).toMatchObject({
      fault: 'unreachable',
      message: expect.stringMatching(/"mailed" has no answer .*Incorrect username or password: \*\*\* was/),
    })
  })

  it('aborts a statement that takes too long', async () => {
    const hasty = openWarehouses([{ ...definition, timeoutSeconds: 0.5 }]).get('dwh')
    other = ({ path }) => (path === QUERY ? 'never' : undefined)
    expect(await failure(hasty)).toMatchObject({
      fault: 'timeout',
      message: 'Exposure query "mailed" was stopped (warehouse "dwh"): no answer within 0.5 s.',
    })
    await expect.poll(() => server.received.some(({ path }) => path.endsWith('/abort-request'))).toBe(true)
    await hasty.close()
  })

  it('says that nobody answers', async () => {
    const nobody = openWarehouses([{ ...definition, endpoint: 'http://127.0.0.1:1', timeoutSeconds: 5 }]).get(
      'dwh',
    )
    expect(await failure(nobody)).toMatchObject({ fault: 'unreachable' })
    await nobody.close()
  })
})
