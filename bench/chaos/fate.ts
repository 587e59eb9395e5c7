/** Where a process may be killed: around a statement, a commit, a call to the outside, or the end of a job's run. */
export type Point =
  | 'before statement'
  | 'after statement'
  | 'before commit'
  | 'after commit'
  | 'before call'
  | 'after call'
  | 'before end'
  | 'after end'

/** The `n`th time from now on that this point is met; of calls those alone whose name holds `of`. */
export interface Kill {
  readonly point: Point
  readonly n: number
  readonly of?: string
}

/** Thrown into whatever a process was at when it was killed, and whatever it tries afterwards. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

/** When one process ends, and whether it has. Nothing of it reaches anybody afterwards. */
export interface Fate {
  /** Where it was killed; null while it lives. */
  readonly dead: string | null
  /** Resolves when it is. */
  readonly death: Promise<void>
  /** `end`: what comes then in the place of its end. */
  arm(kill: Kill | null, end?: (where: string) => void): void
  /** Says that it is there; throws where that is its end, or where it has ended. */
  meet(point: Point, what: string): void
  die(where: string): void
}

export function createFate(): Fate {
  let dead: string | null = null
  let tell: () => void = () => undefined
  const death = new Promise<void>((resolve) => {
    tell = resolve
  })
  let armed: { kill: Kill; left: number; end: (where: string) => void } | null = null
  const die = (where: string) => {
    if (dead !== null) return
    dead = where
    tell()
  }
  return {
    get dead() {
      return dead
    },
    death,
    arm: (kill, end = die) => {
      armed = kill && { kill, left: kill.n, end }
    },
    meet(point, what) {
      const isIt = armed?.kill.point === point && what.includes(armed.kill.of ?? '')
      if (armed && isIt && dead === null && --armed.left === 0) armed.end(`${point} ${what}`)
      if (dead !== null) throw new Killed(dead)
    },
    die,
  }
}
