import type { BigQuery, Job, Query } from '@google-cloud/bigquery'
import type { BigQueryDefinition } from '../domain/catalog/catalog.ts'
import { withRemoteDeadline } from './deadline.ts'
import { DIALECTS } from './dialects.ts'
import type { Driver, Row } from './driver.ts'
import { reasonOf, WarehouseError, type WarehouseFault } from './error.ts'
import type { Statement } from './statement.ts'

/**
 * BigQuery through Google's client, which is loaded when it is first asked. Each statement is first tried as a dry run,
 * which costs nothing: only a SELECT goes on, and one that would be billed for more than `maximumBytesBilled` is not
 * run. BigQuery knows no read-only session: give an account that may only read and run jobs.
 */
export function openBigQuery(definition: BigQueryDefinition): Driver {
  const closing = new AbortController()
  let client: Promise<BigQuery> | undefined
  const ask = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    client ??= connect(definition)
    const session: Session = { definition, client: await client }
    const deadline = {
      seconds: definition.timeoutSeconds,
      closing: closing.signal,
      cancel: () => cancel(session),
    }
    try {
      return await withRemoteDeadline(deadline, () => work(session))
    } catch (error) {
      throw plain(error, definition)
    }
  }
  return {
    dialect: DIALECTS.bigquery,
    run: (statement) => ask((session) => select(session, statement)),
    // A join that never matches, as other warehouses are asked, is not allowed here.
    columns: (statement) => ask((session) => columnsOf(session, statement)),
    close: async () => closing.abort(),
  }
}

interface Session {
  readonly definition: BigQueryDefinition
  readonly client: BigQuery
  job?: Job
}

async function connect({ project, credentials, location, endpoint }: BigQueryDefinition): Promise<BigQuery> {
  const { BigQuery } = await import('@google-cloud/bigquery')
  return new BigQuery({
    projectId: project,
    // Jobs are tried again as a whole, with a say in how often.
    autoRetry: false,
    ...(credentials !== undefined && { credentials: JSON.parse(credentials) }),
    ...(location !== undefined && { location }),
    ...(endpoint !== undefined && { apiEndpoint: endpoint }),
  })
}

async function select(session: Session, statement: Statement): Promise<Row[]> {
  const { client, definition } = session
  await dryRun(session, statement)
  const [job] = await client.createQueryJob({
    ...queryOf(statement),
    jobTimeoutMs: definition.timeoutSeconds * 1000,
    ...(definition.maximumBytesBilled !== undefined && {
      maximumBytesBilled: String(definition.maximumBytesBilled),
    }),
  })
  session.job = job
  const [rows] = await job.getQueryResults()
  return rows
}

async function columnsOf(session: Session, statement: Statement): Promise<string[]> {
  const { schema } = await dryRun(session, statement)
  return schema?.fields?.map(({ name }) => name ?? '') ?? []
}

async function dryRun({ client }: Session, statement: Statement) {
  const [, answer] = await client.createQueryJob({ ...queryOf(statement), dryRun: true })
  const { statementType, schema } = answer.statistics?.query ?? {}
  if (statementType !== 'SELECT') throw new WarehouseError('query', 'it is not a SELECT')
  return { schema }
}

function queryOf({ sql, values }: Statement): Query {
  const named = <T>(of: (value: string | number) => T) =>
    Object.fromEntries(values.map((value, index) => [`p${index + 1}`, of(value)]))
  return {
    query: sql,
    params: named((value) => value),
    types: named((value) => (typeof value === 'number' ? 'FLOAT64' : 'STRING')),
    labels: { application: 'stairway' },
  }
}

// Whether it arrives doesn't matter: jobTimeoutMs ends the job too.
function cancel({ job }: Session): void {
  void job?.cancel().catch(() => undefined)
}

/** What the API says of an error: its HTTP status and reasons; an error on the way to it has none. */
interface Said {
  readonly code?: number | string
  readonly errors?: readonly { readonly reason?: string }[]
}

// Smaller queries would each stay under the limit, and be billed for more together: so this is no fault of a query.
const STOPPED = ['stopped', 'timeout', 'bytesBilledLimitExceeded']
const BUSY = ['backendError', 'internalError', 'jobBackendError', 'jobInternalError']
const LIMITED = ['rateLimitExceeded', 'jobRateLimitExceeded', 'quotaExceeded']

function plain(error: unknown, { credentials }: BigQueryDefinition): Error {
  if (error instanceof WarehouseError) return error
  const reason = reasonOf(error, credentials === undefined ? [] : [credentials])
  const fault = faultOf(error instanceof Error ? (error as Error & Said) : {})
  return fault === 'query' ? new Error(reason) : new WarehouseError(fault, reason)
}

function faultOf({ code, errors }: Said): WarehouseFault {
  const reasons = errors?.map(({ reason = '' }) => reason) ?? []
  if (reasons.some((reason) => STOPPED.includes(reason))) return 'timeout'
  const away = reasons.length === 0 || reasons.some((reason) => [...BUSY, ...LIMITED].includes(reason))
  return away || code === 401 || Number(code) >= 500 ? 'unreachable' : 'query'
}
