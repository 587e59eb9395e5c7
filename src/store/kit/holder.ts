/** That this process is the one that runs on a SQLite file. It ends with the process, however that ends. */
export interface Hold {
  release(): Promise<void>
}

/** Who runs on a database, and since when. */
export interface Holder {
  readonly host: string
  readonly pid: number
  readonly since: Date
}

/** Another process runs on the database. Its message is for whoever started this one. */
export class DatabaseHeld extends Error {
  override readonly name = 'DatabaseHeld'
  readonly holder: Holder | null

  constructor(holder: Holder | null) {
    super(
      `Stairway runs on this database already: ${holder ? holderWords(holder) : 'who, can not be told'}.\nOne process runs on a SQLite file; a second one would do its work twice. Stop that one, give this one a DATABASE_URL of its own, or run several on PostgreSQL.`,
    )
    this.holder = holder
  }
}

/** `process 12 on alpha, since 2026-03-02 08:00:00 UTC`. */
export function holderWords({ host, pid, since }: Holder): string {
  const at = since.toISOString().slice(0, 19).replace('T', ' ')
  return `process ${pid} on ${host}, since ${at} UTC`
}
