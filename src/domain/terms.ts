export type TeamKind = 'growth' | 'data'

export type Step = 'collect' | 'model' | 'analyze'

/** proportion: did it happen. mean: how much a unit. ratio: how much of the value for each of the denominator. */
export type MetricKind = 'proportion' | 'mean' | 'ratio'
