/**
 * The pool of a knex client. Warehouses take raw connections from it: knex.raw would read the `?` of a declared
 * query as a binding, and only the connection itself can be interrupted.
 */
export interface Pool<Connection> {
  acquireConnection(): Promise<Connection>
  releaseConnection(connection: Connection): Promise<void>
}

/** knex also prints what it throws; the error is told once, by whoever asked. */
export const QUIET = { warn() {}, error() {}, deprecate() {}, debug() {} }
