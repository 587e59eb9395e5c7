/** Something that was to happen once, as the tables tell of it. */
export interface Duty {
  readonly teamId: string
  readonly what: What
  /** The key of its campaign; null where it is of none. */
  readonly campaign: string | null
  /** What tells it apart from others of its campaign and kind. */
  readonly id: number | string
  readonly dueAt: Date
  /** How often it happened. */
  readonly times: number
  /** Whether a job is there that is to do it. */
  readonly isWorkedOn: boolean
}

/**
 * `slot`: the digest of a schedule begins; `digest`: one that was begun is made; `post`: one that was made is put to be posted;
 * `jobs`: what waits is run.
 */
export type What =
  | 'slot'
  | 'portfolio_slot'
  | 'mornings'
  | 'watch'
  | 'checks'
  | 'digest'
  | 'portfolio'
  | 'post'
  | 'message'
  | 'expiry'
  | 'reminder'
  | 'launch'
  | 'step'
  | 'launched'
  | 'live'
  | 'step_done'
  | 'jobs'
