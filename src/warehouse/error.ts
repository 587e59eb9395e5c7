/** unreachable: no connection or no file; timeout: stopped before it answered; query: what was asked is wrong. */
export type WarehouseFault = 'unreachable' | 'timeout' | 'query'

/** A query that gave no answer. The message is for the data partner: which query, what the warehouse said. */
export class WarehouseError extends Error {
  override readonly name = 'WarehouseError'
  readonly fault: WarehouseFault

  constructor(fault: WarehouseFault, message: string) {
    super(message)
    this.fault = fault
  }
}

const LONGEST_REASON = 300

/** The first line of what a driver said, without any of the secrets; the lines after it quote our own SQL. */
export function reasonOf(error: unknown, secrets: readonly string[] = []): string {
  const text = secrets.reduce((said, secret) => said.replaceAll(secret, '***'), messageOf(error))
  const line = text.split('\n', 1)[0]?.trim() ?? ''
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line
}

function messageOf(error: unknown): string {
  // Node reports a refused connection to a name with several addresses as an AggregateError without text.
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
