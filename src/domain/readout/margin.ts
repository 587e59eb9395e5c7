/** How much worse a guardrail may be: 0.05 relative is 5 %; 0.002 absolute is 0.2 points of a proportion, or 0.002 of a mean's unit. */
export interface Margin {
  readonly amount: number
  readonly unit: 'relative' | 'absolute'
}
