/** A "no" that the person can act on: what was wrong, what was seen, what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }
}

/** invalid: what was typed can't be read; unknown: no such thing; forbidden: not this person; conflict: not now. */
export type RefusalCode = 'invalid' | 'unknown' | 'forbidden' | 'conflict'
