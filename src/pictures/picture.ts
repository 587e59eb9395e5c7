/** A picture before it is drawn: JSON for echarts, so that it can go to a worker and be looked at in a test. */
export interface Picture {
  /** Of the file: letters, digits and dashes, without `.png`. */
  readonly name: string
  /** In logical pixels; the PNG has twice as many each way. */
  readonly width: number
  readonly height: number
  /** An option of echarts without functions. */
  readonly option: Readonly<Record<string, unknown>>
}

/** An estimate with the interval that decides, as fractions: 0.08 is +8 %. */
export interface Spread {
  readonly lift: number
  readonly low: number
  readonly high: number
}

export interface Ends {
  readonly low: number
  readonly high: number
}

/** What a mark means. Each has its own shape and stands beside its word: colour is never alone. */
export type Tone = 'better' | 'worse' | 'kept' | 'unclear'
