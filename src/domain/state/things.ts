/** What a step sets or starts where it is sent: `flag checkout` in LaunchDarkly, `sync 371` in Hightouch. */
export interface Thing {
  /** As stairway.yaml calls its target. */
  readonly target: string
  /** With its noun, as its target knows it. */
  readonly name: string
  /** It has one state for all who use it: whoever takes it back takes it from the others too. */
  readonly isSet: boolean
}

/** Another campaign of the workspace whose plan has the same thing. */
export interface Sharing {
  readonly thing: Thing
  readonly with: {
    readonly key: string
    readonly name: string
    readonly stage: 'approved' | 'launching' | 'live' | 'paused'
  }
}
