import type { Connection, ConnectionOptions, RowStatement, SnowflakeError } from 'snowflake-sdk'
import type { SnowflakeDefinition } from '../domain/catalog/catalog.ts'
import { withRemoteDeadline } from './deadline.ts'
import { DIALECTS } from './dialects.ts'
import type { Driver, Row } from './driver.ts'
import { reasonOf, WarehouseError, type WarehouseFault } from './error.ts'
import type { Statement } from './statement.ts'

/**
 * Snowflake through its own client, which is loaded when it is first asked. Each statement has a session of its own, in
 * UTC, with a statement timeout, and is a single one. Snowflake knows no read-only session: what is declared is put
 * between parentheses where only a query can stand, and the role should only be allowed to read.
 */
export function openSnowflake(definition: SnowflakeDefinition): Driver {
  const closing = new AbortController()
  return {
    dialect: DIALECTS.snowflake,
    async run(statement) {
      const connection = await connectionOf(definition)
      let running: RowStatement | undefined
      const work = async () => {
        await connected(connection)
        return await execute(connection, statement, definition, (begun) => {
          running = begun
        })
      }
      const cancel = () => running?.cancel(() => undefined)
      const limits = { seconds: definition.timeoutSeconds, closing: closing.signal, cancel }
      try {
        return await withRemoteDeadline(limits, work)
      } catch (error) {
        throw plain(error, definition)
      } finally {
        connection.destroy(() => undefined) // the session would end by itself too
      }
    },
    close: async () => closing.abort(),
  }
}

async function connectionOf(definition: SnowflakeDefinition): Promise<Connection> {
  const { default: snowflake } = await import('snowflake-sdk')
  // It would write a log of its own, onto the terminal and into a file.
  snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false })
  const { account, user, warehouse, database, schema, role, endpoint } = definition
  return snowflake.createConnection({
    account,
    username: user,
    application: 'Stairway',
    // Jobs are tried again as a whole, with a say in how often.
    sfRetryMaxLoginRetries: 1,
    ...loginOf(definition),
    ...(warehouse !== undefined && { warehouse }),
    ...(database !== undefined && { database }),
    ...(schema !== undefined && { schema }),
    ...(role !== undefined && { role }),
    ...(endpoint !== undefined && { accessUrl: endpoint.replace(/\/$/, '') }),
  })
}

function loginOf({ privateKey, token, password }: SnowflakeDefinition): Partial<ConnectionOptions> {
  if (privateKey !== undefined) return { authenticator: 'SNOWFLAKE_JWT', privateKey }
  if (token !== undefined) return { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token }
  return { ...(password !== undefined && { password }) }
}

function connected(connection: Connection): Promise<void> {
  return new Promise((done, fail) => connection.connect((error) => (error ? fail(error) : done())))
}

function execute(
  connection: Connection,
  { sql, values }: Statement,
  { timeoutSeconds }: SnowflakeDefinition,
  begun: (statement: RowStatement) => void,
): Promise<Row[]> {
  const parameters = {
    MULTI_STATEMENT_COUNT: 1,
    STATEMENT_TIMEOUT_IN_SECONDS: Math.ceil(timeoutSeconds),
    TIMEZONE: 'UTC',
    // As `dialects.ts` looks at dates as text.
    DATE_OUTPUT_FORMAT: 'YYYY-MM-DD',
    ...Object.fromEntries(
      ['', '_NTZ', '_LTZ', '_TZ'].map((kind) => [`TIMESTAMP${kind}_OUTPUT_FORMAT`, 'YYYY-MM-DD HH24:MI:SS']),
    ),
  }
  return new Promise((done, fail) => {
    const complete = (error: SnowflakeError | undefined, _: unknown, rows: Row[] | undefined) =>
      error ? fail(error) : done((rows ?? []).map(inSmallLetters))
    begun(connection.execute({ sqlText: sql, binds: [...values], parameters, complete }))
  })
}

/** Names that were not quoted come back in capitals. */
function inSmallLetters(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]))
}

const CANCELED = '57014'
// 08: no connection, 28: no such user; errors on the way have no state at all.
const AWAY = /^(?:08|28)/

function plain(error: unknown, { privateKey, token, password }: SnowflakeDefinition): Error {
  if (error instanceof WarehouseError) return error
  const secrets = [privateKey, token, password].filter((secret) => secret !== undefined)
  const reason = reasonOf(error, secrets)
  const fault = faultOf(error instanceof Error ? (error as Error & { sqlState?: string }) : {})
  return fault === 'query' ? new Error(reason) : new WarehouseError(fault, reason)
}

function faultOf({ sqlState }: { readonly sqlState?: string }): WarehouseFault {
  if (sqlState === CANCELED) return 'timeout'
  return sqlState === undefined || AWAY.test(sqlState) ? 'unreachable' : 'query'
}
