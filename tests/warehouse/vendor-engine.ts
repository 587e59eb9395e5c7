import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
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

export async function startEngine(translate: (sql: string) => string): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`set timezone = 'UTC'`)
  await connection.run(
    'create table seen (campaign text, unit text, arm text, exposed_at timestamptz, country text, platform text)',
  )
  for (const macro of MACROS) await connection.run(`create macro ${macro}`)
  await connection.run('create table did (unit text, "at" timestamptz, value double, denominator double)')
  return {
    async load(exposures, values) {
      await connection.run('delete from seen')
      await connection.run('delete from did')
      for (const { campaign, unit, arm, at, country, platform } of exposures) {
        const row = [campaign, unit, arm, at?.toISOString(), country, platform]
        await connection.run(`insert into seen values ($1, $2, $3, $4, $5, $6)`, row.map(orNull))
      }
      for (const { unit, at, value, denominator } of values) {
        const row = [unit, at?.toISOString(), value, denominator]
        await connection.run('insert into did values ($1, $2, $3, $4)', row.map(orNull))
      }
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

function orNull<T>(value: T | undefined): T | null {
  return value ?? null
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
