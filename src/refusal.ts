/** A "no" that the person can act on: what was wrong, what was seen, what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }
}

/** No campaign has this key: one that is meant may be near. */
export class UnknownKey extends Refusal {
  readonly key: string

  constructor(key: string, message: string) {
    super('unknown', message)
    this.key = key
  }
}

/** invalid: what was typed can't be read; unknown: no such thing; forbidden: not this person; conflict: not now. */
type RefusalCode = 'invalid' | 'unknown' | 'forbidden' | 'conflict'

/** The words of a Refusal where nobody is refused: a rehearsal shows them, a scheduled launch tells its owner. */
export async function refusalOf(check: () => Promise<void>): Promise<string | null> {
  try {
    await check()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}
