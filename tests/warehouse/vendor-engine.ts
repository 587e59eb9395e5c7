import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { ExposureRow, ValueRow } from './stages.ts'

/** What a vendor's server computes with here: DuckDB, once the few words that differ are said in its own way. */
export interface Engine {
  load(exposures: readonly ExposureRow[], values: readonly ValueRow[]): Promise<void>
  run(sql: string, values: Record<string, string | number>): Promise<Answer>
  close(): void
}

export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: 'integer' | 'float' | 'string' }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** Functions that only the vendors have. */
const MACROS = [
  'to_json_string(x) as cast(to_json(x) as varchar)',
  'to_variant(x) as x',
  'convert_timezone(zone, x) as x',
  'regexp_like(x, pattern) as regexp_full_match(x, pattern)',
]

const TABLES = {
  seen: {
    campaign: 'text',
    unit: 'text',
    arm: 'text',
    exposed_at: 'timestamptz',
    country: 'text',
    platform: 'text',
  },
  did: { unit: 'text', at: 'timestamptz', value: 'double', denominator: 'double' },
} as const

export async function startEngine(translate: (sql: string) => string): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`set timezone = 'UTC'`)
  for (const macro of MACROS) await connection.run(`create macro ${macro}`)
  for (const [table, columns] of Object.entries(TABLES)) {
    const typed = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`)
    await connection.run(`create table ${table} (${typed.join(', ')})`)
  }
  return {
    async load(exposures, values) {
      const seen = exposures.map(({ at, ...row }) => ({ ...row, exposed_at: at }))
      await fill(connection, 'seen', seen)
      await fill(connection, 'did', values)
    },
    async run(sql, values) {
      const read = await connection.runAndReadAll(translate(sql), values)
      const names = read.columnNames()
      const types = read.columnTypes().map((type) => typeOf(String(type)))
      const columns = names.map((name, i) => ({ name, type: types[i] ?? 'string' }))
      const rows = read.getRowsJS().map((row) => row.map((value) => (value === null ? null : String(value))))
      return { columns, rows }
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** Empties a table and gives it these rows in one statement, which takes no longer than a single row does. */
async function fill(
  connection: DuckDBConnection,
  table: keyof typeof TABLES,
  rows: readonly object[],
): Promise<void> {
  const structure = JSON.stringify([TABLES[table]])
  await connection.run(`delete from ${table}`)
  await connection.run(
    `insert into ${table} by name select unnest(from_json($1, '${structure}'), recursive := true)`,
    [JSON.stringify(rows)],
  )
}

function typeOf(type: string): Answer['columns'][number]['type'] {
  if (/INT/.test(type)) return 'integer'
  return /DOUBLE|FLOAT/.test(type) ? 'float' : 'string'
}

export interface Received {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

export interface Reply {
  readonly status?: number
  readonly json: unknown
}

/** A server on this machine that answers in JSON, or never where there is no reply. */
export async function startServer(answer: (request: Received) => Promise<Reply | 'never'>) {
  const received: Received[] = []
  const server = createServer((request, response) => void handle(request, response))
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const { method = '', headers } = request
    const entry = {
      method,
      headers,
      path: url.pathname,
      query: url.searchParams,
      body: await bodyOf(request),
    }
    received.push(entry)
    const reply = await answer(entry)
    if (reply === 'never') return
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(reply.json))
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    stop() {
      server.closeAllConnections()
      return new Promise((done) => server.close(done))
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const raw = Buffer.concat(chunks)
  const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw).toString() : raw.toString()
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
