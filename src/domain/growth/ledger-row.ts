import type { Campaign } from '../state/campaign.ts'
import type { MeasuredLift } from '../state/growth.ts'
import type { Journey } from './journey.ts'
import type { Shrunk } from './shrinkage.ts'

export interface LedgerRow {
  readonly campaign: Campaign
  readonly launched: boolean
  readonly concluded: boolean
  /** Null before the conclusion, where nothing was measured, and in conclusions that kept no lift. */
  readonly measured: MeasuredLift | null
  /** Null where fewer than three campaigns of the metric are known. */
  readonly shrunk: Shrunk | null
  /** Between each verdict that asked for a decision and the decision. */
  readonly decisionDays: readonly number[]
  readonly journey: Journey
}
