/** One value of a declared column, such as channel = Web. */
export interface Segment {
  readonly column: string
  readonly value: string
}

/** What a question is about; what is absent is about all of them. Names as the catalog and the brief spell them. */
export interface About {
  readonly metric?: string
  readonly arm?: string
  readonly segment?: Segment
}

export interface SegmentName {
  readonly column: string
  /** As people read it: the column's value, `other` or `none`. */
  readonly value: string
}

/** The segment that drives an off split most. */
export interface SplitCause extends SegmentName {
  /** In the order of the arms. */
  readonly users: readonly number[]
  /** Of the split without it. */
  readonly pWithout: number
}

/** A metric that nobody of a segment has done in an arm, where so many would be expected. */
export interface Silence extends SegmentName {
  readonly metric: string
  readonly label: string
  /** Null where it is every arm. */
  readonly arm: string | null
  readonly people: number
  readonly expected: number
}

/**
 * redesign: it would take longer than the campaign may run. head-to-head: several arms could ship and none is found
 * better than the others. outdone: better than the control, but another arm that could ship is better still.
 */
export type Verdict =
  | 'cannot judge'
  | 'fix'
  | 'stop'
  | 'keep running'
  | 'ship'
  | 'iterate'
  | 'redesign'
  | 'head-to-head'
  | 'outdone'

export interface ArmVerdict {
  readonly arm: string
  /** Of the table, 1 to 11. */
  readonly rule: number
  readonly verdict: Verdict
  /** One or more sentences, in plain words. */
  readonly reason: string
  /** Validity problems and harm that the reason doesn't name: one never hides the other. */
  readonly alongside: readonly string[]
  /** Whether lifts must not be shown at this look. */
  readonly liftsHidden: boolean
  /** As many people as the plan needs have been seen. */
  readonly powered: boolean
  /** Until then at today's pace; null where that can't be said. */
  readonly daysLeft: number | null
}

/** What an arm's data were when something was found in them. */
export interface Ground {
  readonly n: number
  readonly sum: number
  readonly sumSquares: number
}

/**
 * A boundary that was crossed at a look that could be read. It stays crossed as long as the data that it rests on do.
 * within: a guardrail proven to be within its margin. beats: this arm found better than another treatment.
 */
export interface Crossing {
  readonly arm: string
  /** As the catalog spells it. */
  readonly metric: string
  readonly kind: 'better' | 'worse' | 'harm' | 'within' | 'beats'
  readonly day: number
  /** The arm that is beaten. */
  readonly over?: string
  /** Of the arm, and of the one that it was held against; absent in what was found before this was kept. */
  readonly on?: { readonly control: Ground; readonly treatment: Ground }
  /** The relative lift of an early finding, corrected for stopping at it (median-unbiased); of a better goal alone. */
  readonly corrected?: number
}

/** People of the arm and of the control did differently before they were exposed. */
export interface Imbalance {
  /** The metric's label. */
  readonly metric: string
  readonly arm: string
  /** Means a unit before, in the control and in the arm. */
  readonly control: number
  readonly treatment: number
  /** Always-valid: it may be asked at every look. */
  readonly p: number
}

/** A metric whose newest value is older than the rest of the data, though it should have had more since. */
export interface Behind {
  readonly metric: string
  readonly label: string
  /** ISO 8601, UTC. */
  readonly newest: string
}

/**
 * imbalance: the arms differed before the campaign began. strays: people in arms that the brief does not plan. join:
 * the people of a metric are not those who were exposed. behind: the feed of a metric has stopped. The metrics of these
 * two are not measured, and the others may be read.
 */
export type ValidityProblem =
  | 'split'
  | 'duplicates'
  | 'strays'
  | 'imbalance'
  | 'no data'
  | 'stale'
  | 'join'
  | 'behind'

/** How many events the smaller arm has of those that a decision needs; of a mean, how many people it rests on. */
export interface Few {
  readonly arm: string
  readonly of: 'events' | 'people'
  readonly has: number
  readonly needs: number
}

/** Those who came last. */
export interface RecentLift {
  readonly days: number
  /** Relative; null over a control that is zero. */
  readonly lift: number | null
  /** Not better, or less so than for those who came before. */
  readonly otherwise: boolean
}

/**
 * beyond margin: all that an always-valid test leaves is worse than the margin. within margin: proven by the boundary of
 * a look, and still within by today's estimate. not proven: neither. not measured: there is no difference at all.
 */
export type GuardrailState = 'beyond margin' | 'within margin' | 'not proven' | 'not measured'
