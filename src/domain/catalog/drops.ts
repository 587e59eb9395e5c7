/** How many people may be lost on their way through a launch, and how long they may take, before that is told. */
export interface DropLimits {
  /** Shares that may be missing on the way there, at least 0 and less than 1. */
  readonly synced: number
  readonly messaged: number
  readonly exposed: number
  readonly analysed: number
  /** So many hours after go-live, beside the delay of the data, whoever was messaged is exposed. */
  readonly messagedWithinHours: number
  /** The same of whoever was synced, who has to come by first. */
  readonly syncedWithinHours: number
}

/** Where nothing else is declared. */
export const USUAL_DROPS: DropLimits = {
  synced: 0.05,
  messaged: 0.1,
  exposed: 0.2,
  analysed: 0.01,
  messagedWithinHours: 24,
  syncedWithinHours: 72,
}

interface Declared {
  readonly drops?: Partial<DropLimits>
  readonly exposures: readonly { readonly name: string; readonly drops?: Partial<DropLimits> }[]
}

/** Those of a campaign: what the exposure query that it names says comes before what is said for all. */
export function dropLimits(declared: Declared, exposures: string | null): DropLimits {
  const own = declared.exposures.find(({ name }) => name === exposures)
  return { ...USUAL_DROPS, ...declared.drops, ...own?.drops }
}
