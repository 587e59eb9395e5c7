import type { UserId } from '../people.ts'
import type { About } from '../readout/pieces.ts'
import type { Readout } from '../readout/readout.ts'
import type { Held } from '../state/digests.ts'
import type { Step } from '../terms.ts'
import type { DigestPicture } from './picture.ts'

export type SuggestionState = 'open' | 'asked' | 'dismissed'

export interface KeptSuggestion extends About {
  readonly code: string
  readonly seen: string
  /** Null in digests that were made before suggestions said so. */
  readonly why: string | null
  readonly question: string
  readonly step: Step
  readonly state: SuggestionState
  readonly followUpN: number | null
}

/** A snapshot that a digest was drawn from, and can be drawn from again. */
export interface Digest {
  readonly id: number
  readonly campaignId: number
  readonly slot: Date
  readonly channel: string
  /** Null until the warehouse was asked. */
  readonly madeAt: Date | null
  readonly readout: Readout | null
  readonly headline: string | null
  /** Why there is no readout. */
  readonly failure: string | null
  readonly suggestions: readonly KeptSuggestion[]
  /** Why it was not posted; null where it was. */
  readonly held: Held | null
  /** Who asked for it beside the schedule: that one is posted whatever is quiet or muted. */
  readonly askedBy: UserId | null
  /** As far as they have come; none before they were begun. */
  readonly pictures?: readonly DigestPicture[]
}
