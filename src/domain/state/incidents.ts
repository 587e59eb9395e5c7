import type { Margin } from '../readout/margin.ts'
import type { ValidityProblem } from '../readout/pieces.ts'
import type { MetricKind } from '../terms.ts'

/** Who looked: the hourly watch, or a digest. */
export type Watcher = 'watch' | 'digest'

export interface ArmSeen {
  readonly arm: string
  readonly n: number
  readonly value: number | null
  /** Of the units' values, and of their squares: what the finding rests on; not kept in older ones. */
  readonly sum?: number
  readonly sumSquares?: number
}

/** One guardrail in one arm, with what it was found by. */
export interface Breach {
  /** As the catalog spells it. */
  readonly metric: string
  readonly label: string
  readonly kind: MetricKind
  readonly unit: string | null
  /** What was registered as allowed; absent in older ones, and where nothing worse was. */
  readonly margin?: Margin
  readonly control: ArmSeen
  readonly treatment: ArmSeen
  /** The lift with its always-valid 95 % interval; null where the relative one can't be shown. */
  readonly lift: {
    readonly scale: 'relative' | 'absolute'
    readonly lift: number
    readonly low: number
    readonly high: number
  } | null
}

/** What one look found that nobody had been told of. */
export interface Harm {
  /** Counts from 1 within the campaign. */
  readonly n: number
  readonly at: Date
  readonly by: Watcher
  readonly day: number
  readonly found: readonly Breach[]
  /** What is wrong with the look, in words: harm on such a one is told, and stops nothing. */
  readonly problems: readonly string[]
  /** The campaign stopped by it. */
  readonly stops: boolean
}

export interface Fault {
  readonly problem: ValidityProblem
  /** The task that was opened for it; null where the campaign takes none any more. */
  readonly taskN: number | null
  readonly foundAt: Date
}
