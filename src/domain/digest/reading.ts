import type { Readout } from '../readout/readout.ts'

/** What the warehouse says of a campaign at one moment: a readout, or why there is none. */
export interface CampaignReading {
  readonly readout: Readout | null
  /** One line of meaning; where there is no readout, what is missing. */
  readonly headline: string
  /** What went wrong, for the person who can mend it. Null where there is a readout. */
  readonly failure: string | null
}

/** What a reading runs, as a script that runs as it is. */
export interface ReadingSql {
  readonly warehouse: string
  readonly sql: string
}
