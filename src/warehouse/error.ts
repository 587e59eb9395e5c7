/** unreachable: no connection or no file; timeout: stopped before it answered; query: what was asked is wrong. */
export type WarehouseFault = 'unreachable' | 'timeout' | 'query'

/** A query that gave no answer. The message is for the data partner: which query, what the warehouse said. */
export class WarehouseError extends Error {
  override readonly name = 'WarehouseError'
  readonly fault: WarehouseFault
  /** A value that a declared query returned and that can't be read: it may be found in a file. */
  readonly unreadable?: Unreadable

  constructor(fault: WarehouseFault, message: string, unreadable?: Unreadable) {
    super(message)
    this.fault = fault
    if (unreadable) this.unreadable = unreadable
  }
}

export interface Unreadable {
  readonly column: string
  readonly value: string
}

const LONGEST_REASON = 400

/** Where a driver begins to quote our own SQL, to list what else there is, or to show where it lies itself. */
const REST = /\n\s*(?:LINE \d+:|Candidate functions:|Did you mean|Stack Trace)/

/** What a driver said in one line, without any of the secrets. */
export function reasonOf(error: unknown, secrets: readonly string[] = []): string {
  const text = secrets.reduce((said, secret) => said.replaceAll(secret, '***'), messageOf(error))
  const [said = ''] = text.split(REST, 1)
  const line = said.replaceAll(/\s*\n\s*/g, ' ').trim()
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line
}

function messageOf(error: unknown): string {
  // Node reports a refused connection to a name with several addresses as an AggregateError without text.
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
