import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BigQueryDefinition } from '../../src/domain/catalog/catalog.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import type { Warehouse } from '../../src/warehouse/warehouse.ts'
import { askedOf, exposureRow, reference, segmentColumns, shape, until, valueRow } from './reference.ts'
import { exposures, metric, SEEN, temporaryFolder } from './stages.ts'
import {
  type Answer,
  type Engine,
  type Received,
  type Reply,
  startEngine,
  startServer,
} from './vendor-engine.ts'

// The shapes are those of the REST reference: jobs.insert, jobs.getQueryResults, jobs.cancel and its errors.

const DID = 'select unit, `at`, value, denominator from did'
const PATH = '/bigquery/v2/projects/acme-data'

interface Insert {
  /** The id is the client's choice. */
  readonly jobReference: { readonly jobId: string; readonly projectId: string; readonly location?: string }
  readonly configuration: {
    readonly dryRun?: boolean
    readonly jobTimeoutMs?: string
    readonly labels?: unknown
    readonly query: {
      readonly query: string
      readonly useLegacySql: boolean
      readonly maximumBytesBilled?: string
      readonly parameterMode: string
      readonly queryParameters: readonly {
        readonly name: string
        readonly parameterType: { readonly type: string }
        readonly parameterValue: { readonly value: string | number }
      }[]
    }
  }
}

/** What BigQuery's words are in DuckDB's. */
function translated(sql: string): string {
  return sql
    .replaceAll('`', '"')
    .replace(/@p(\d+)/g, '$p$1')
    .replace(
      /timestamp_add\((\S+), interval (cast\(round\(.*?\) as int64\)) microsecond\)/g,
      '($1 + to_microseconds($2))',
    )
    .replace(/timestamp_trunc\((\S+), day\)/g, "date_trunc('day', $1)")
    .replaceAll('int64', 'bigint')
    .replaceAll('float64', 'double')
    .replaceAll('is_nan(', 'isnan(')
    .replaceAll('unix_micros(', 'epoch_us(')
    .replaceAll('as timestamp)', 'as timestamptz)')
}

function failed(code: number, reason: string, message: string): Reply {
  const errors = [{ message, domain: 'global', reason }]
  return { status: code, json: { error: { code, message, errors, status: 'INVALID_ARGUMENT' } } }
}

describe('a warehouse of type bigquery', () => {
  let engine: Engine
  let server: Awaited<ReturnType<typeof startServer>>
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let definition: BigQueryDefinition
  let warehouse: Warehouse
  let other: (request: Received) => Reply | 'never' | undefined
  const jobs = new Map<string, Promise<Answer>>()
  beforeEach(() => {
    other = () => undefined
    server.received.length = 0
  })
  beforeAll(async () => {
    engine = await startEngine(translated)
    folder = await temporaryFolder()
    server = await startServer(answer)
    await writeFile(join(folder.dir, 'token'), 'a token of somewhere else')
    definition = {
      name: 'dwh',
      type: 'bigquery',
      project: 'acme-data',
      location: 'EU',
      endpoint: server.url,
      // The kind of credential whose exchange for a token can be answered from this machine.
      credentials: JSON.stringify({
        type: 'external_account',
        audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: `${server.url}/v1/token`,
        credential_source: { file: join(folder.dir, 'token') },
      }),
      maximumBytesBilled: 20_000_000_000,
      timeoutSeconds: 30,
    }
    warehouse = openWarehouses([definition]).get('dwh')
  })
  afterAll(async () => {
    await warehouse.close()
    await server.stop()
    engine.close()
    await folder.remove()
  })

  async function answer(request: Received): Promise<Reply | 'never'> {
    const special = other(request)
    if (special) return special
    if (request.path === '/v1/token') {
      return {
        json: { access_token: 'fetched', token_type: 'Bearer', expires_in: 3600, issued_token_type: 'x' },
      }
    }
    if (request.path === `${PATH}/jobs`) return await inserted(request.body as Insert)
    const [, id = ''] = new RegExp(`^${PATH}/queries/(.+)$`).exec(request.path) ?? []
    return await results(id, request.query.get('pageToken'))
  }

  async function inserted({ configuration, jobReference }: Insert): Promise<Reply> {
    const job = { kind: 'bigquery#job', configuration, jobReference }
    if (!configuration.dryRun) {
      jobs.set(jobReference.jobId, executed(configuration.query))
      return { json: { ...job, status: { state: 'RUNNING' } } }
    }
    try {
      const { columns } = await executed(configuration.query)
      const fields = columns.map(({ name, type }) => ({ name, type: type.toUpperCase() }))
      const query = { statementType: 'SELECT', totalBytesProcessed: '1000', schema: { fields } }
      return {
        json: { ...job, status: { state: 'DONE' }, statistics: { query, totalBytesProcessed: '1000' } },
      }
    } catch (error) {
      return failed(400, 'invalidQuery', String(error).split('\n')[0] ?? '')
    }
  }

  function executed({ query, queryParameters }: Insert['configuration']['query']) {
    const values = queryParameters.map(({ name, parameterType, parameterValue }) => {
      const value = parameterType.type === 'FLOAT64' ? Number(parameterValue.value) : parameterValue.value
      return [name, value] as const
    })
    return engine.run(query, Object.fromEntries(values))
  }

  /** Not complete at first, then in pages of five rows. */
  const asked = new Map<string, number>()
  async function results(id: string, page: string | null): Promise<Reply> {
    const jobReference = { projectId: 'acme-data', jobId: id, location: 'EU' }
    const times = (asked.get(id) ?? 0) + 1
    asked.set(id, times)
    if (times === 1)
      return { json: { kind: 'bigquery#getQueryResultsResponse', jobReference, jobComplete: false } }
    const answer = await jobs.get(id)
    if (!answer) return failed(404, 'notFound', `Not found: Job ${id}`)
    const { columns, rows } = answer
    const from = Number(page ?? 0)
    return {
      json: {
        kind: 'bigquery#getQueryResultsResponse',
        schema: {
          fields: columns.map(({ name, type }) => ({ name, type: type.toUpperCase(), mode: 'NULLABLE' })),
        },
        jobReference,
        totalRows: String(rows.length),
        jobComplete: true,
        rows: rows.slice(from, from + 5).map((row) => ({ f: row.map((v) => ({ v })) })),
        ...(from + 5 < rows.length ? { pageToken: String(from + 5) } : {}),
      },
    }
  }

  const winback = { campaignKey: 'winback', exposures: exposures(SEEN), metrics: [], until }
  const failure = (query: Parameters<Warehouse['read']>[0] = winback, of = warehouse) =>
    of.read(query).then(
      () => undefined,
      (error: unknown) => error,
    )
  const bodies = () =>
    server.received
      .filter(({ path }) => path === `${PATH}/jobs`)
      .map(({ body }) => (body as Insert).configuration)

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

  it('tries each statement for nothing first, binds every value, and bounds what it costs', async () => {
    await warehouse.read({ ...winback, metrics: [metric(DID, { windowDays: 14 })] })
    const [tried, run, ...more] = bodies()
    expect(more).toEqual([])
    expect(tried).toMatchObject({ dryRun: true, query: { useLegacySql: false } })
    expect(run).toMatchObject({
      jobTimeoutMs: '30000',
      labels: { application: 'stairway' },
      query: { maximumBytesBilled: '20000000000', parameterMode: 'named' },
    })
    expect(run?.query.query).not.toContain('winback')
    expect(run?.query.queryParameters).toEqual(tried?.query.queryParameters)
    expect(
      run?.query.queryParameters.map(({ name, parameterType, parameterValue }) => [
        name,
        parameterType.type,
        parameterValue.value,
      ]),
    ).toEqual([
      ['p1', 'STRING', 'winback'],
      ['p2', 'STRING', until.toISOString()],
      ['p3', 'STRING', '2026-02-18T15:00:00.000Z'],
      ['p4', 'STRING', until.toISOString()],
      ['p5', 'FLOAT64', 14],
      ['p6', 'STRING', '2026-02-18T15:00:00.000Z'],
    ])
    const authorized = server.received.filter(({ path }) => path.startsWith(PATH))
    expect(new Set(authorized.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer fetched']),
    )
  })

  it('takes numbers without a fraction for the same unit, and a day without a time by its day', async () => {
    const sum = async (unit: string, at: string) => {
      const seen = exposures(
        `select 1000 as unit, 'mail' as arm, timestamp '2026-03-02 12:00:00' as exposed_at`,
      )
      const did = metric(`select ${unit} as unit, ${at} as \`at\`, 1 as value`, { preDays: 28 })
      const [read] = (await warehouse.read({ ...winback, exposures: seen, metrics: [did] })).metrics
      if (!read || 'error' in read) throw read?.error
      return [read.sums[0]?.sum, read.sums[0]?.before?.sum]
    }
    const noon = `timestamp '2026-03-02 12:00:00'`
    for (const unit of ['1000', 'cast(1000.0 as float64)', `'1000'`])
      expect(await sum(unit, noon)).toEqual([1, 0])
    for (const unit of [`'1000.0'`, `'001000'`]) expect(await sum(unit, noon)).toEqual([0, 0])
    expect(await sum('1000', `date '2026-03-02'`)).toEqual([1, 0])
    expect(await sum('1000', `date '2026-03-01'`)).toEqual([0, 1])
    expect(await sum('1000', `'2026-03-02'`)).toEqual([1, 0])
    for (const at of ['1772447400', `'yesterday'`]) await expect(sum('1000', at)).rejects.toThrow()
  })

  it('runs nothing that is no SELECT', async () => {
    other = ({ path }) =>
      path === `${PATH}/jobs`
        ? {
            json: {
              jobReference: { projectId: 'acme-data', location: 'EU' },
              status: { state: 'DONE' },
              statistics: { query: { statementType: 'DELETE' } },
            },
          }
        : undefined
    expect(String(await failure())).toMatch(/Exposure query "mailed" failed .*it is not a SELECT/)
    expect(bodies().every(({ dryRun }) => dryRun)).toBe(true)
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
      failed(500, 'bytesBilledLimitExceeded', 'Query exceeded limit for bytes billed: 1000.'),
      'timeout',
      'was stopped',
    ],
    [failed(503, 'backendError', 'Visibility check was unavailable.'), 'unreachable', 'has no answer'],
    [failed(401, 'authError', 'Invalid Credentials'), 'unreachable', 'has no answer'],
    [failed(403, 'rateLimitExceeded', 'Exceeded rate limits'), 'unreachable', 'has no answer'],
    [failed(403, 'accessDenied', 'Access Denied: Table acme:shop.sends'), 'query', 'failed'],
  ])('says what an error means: %j', async ({ status, json }, fault, words) => {
    other = ({ path }) => (path.startsWith(PATH) ? { status: status ?? 500, json } : undefined)
    const { message } = (json as { error: { message: string } }).error
    expect(await failure()).toMatchObject({ fault, message: expect.stringContaining(message) })
    expect(String(await failure())).toContain(`Exposure query "mailed" ${words} (warehouse "dwh"): `)
  })

  it('cancels a job that takes too long', async () => {
    const hasty = openWarehouses([{ ...definition, timeoutSeconds: 0.5 }]).get('dwh')
    other = ({ path }) =>
      path.includes('/queries/') ? 'never' : path.endsWith('/cancel') ? { json: {} } : undefined
    expect(await failure(winback, hasty)).toMatchObject({
      fault: 'timeout',
      message: 'Exposure query "mailed" was stopped (warehouse "dwh"): no answer within 0.5 s.',
    })
    await expect.poll(() => server.received.some(({ path }) => path.endsWith('/cancel'))).toBe(true)
    await hasty.close()
  })

  it('says that nobody answers, and shows nothing of its credential', async () => {
    const nobody = openWarehouses([{ ...definition, endpoint: 'http://127.0.0.1:1' }]).get('dwh')
    const error = await failure(winback, nobody)
    expect(error).toMatchObject({ fault: 'unreachable', message: expect.stringMatching(/ECONNREFUSED/) })
    expect(JSON.stringify(error)).not.toContain('external_account')
    await nobody.close()
  })
})
