import type { UserId } from '../people.ts'
import type { Brief } from './brief.ts'

/** What a decision is about, as far as it can change: a field of the brief, the time of the launch, a required task. */
export type Decided = keyof Brief | 'launchAt' | `task ${number}`

/** Who changed what, and when. */
export interface Edit {
  readonly what: Decided
  readonly by: UserId
  readonly at: Date
}

/** Something that an approver asked to have changed. */
export interface Point {
  /** Counts from 1 within the campaign's open points. */
  readonly n: number
  readonly words: string
  readonly by: UserId
  readonly at: Date
  /** What was done about it; null while it is open. */
  readonly done: { readonly by: UserId; readonly at: Date; readonly words: string } | null
}

/** What has happened to a campaign since it was submitted last. */
export interface Revision {
  /** The newest last; each person once for each thing. */
  readonly edits: readonly Edit[]
  /** What was asked for by who did not approve it. */
  readonly points: readonly Point[]
}

export const UNREVISED: Revision = { edits: [], points: [] }

export function withEdit({ edits, ...rest }: Revision, edit: Edit): Revision {
  const others = edits.filter(({ what, by }) => what !== edit.what || by !== edit.by)
  return { ...rest, edits: [...others, edit] }
}

export function withPointDone({ points, ...rest }: Revision, n: number, done: Point['done']): Revision {
  return { ...rest, points: points.map((point) => (point.n === n ? { ...point, done } : point)) }
}
