/** What a step sets, as its words say it: `checkout on`, `checkout 10% from 1%`, `pricing start`. */
export interface Wish {
  readonly thing: string
  readonly to: Goal
  /** What it has to be before, and becomes again when it is taken back; null where the words say nothing. */
  readonly from: FlagGoal | null
}

/** A number is the share of people in percent, above 0, by the flag's rule for everybody. */
export type FlagGoal = 'on' | 'off' | number
/** Of an experiment: whether it assigns people. */
export type Goal = FlagGoal | 'running' | 'stopped'

/** What words a vendor can be sent. */
export interface Speech {
  readonly experiments: boolean
  /** How finely it takes a share: 0 for whole percents. */
  readonly decimals: 0 | 1 | 2
}

export function formOf({ experiments }: Speech): string {
  return `<flag> on, off or 10% [from 1%]${experiments ? ', or <experiment> start' : ''}`
}

const STATE = '(?:on|off|\\d{1,3}(?:\\.\\d{1,2})? ?%)'
const FLAG = new RegExp(`^(\\S{1,256}) (${STATE})(?: from (${STATE}))?$`, 'i')
const EXPERIMENT = /^(\S{1,256}) start$/i
/** As a part of a path these would lead elsewhere. */
const NO_NAME = /^\.{1,2}$/

/** A clause where words can't be read. */
export function readWish(words: string, speech: Speech): Wish | string {
  const started = speech.experiments ? EXPERIMENT.exec(words)?.[1] : undefined
  if (started && !NO_NAME.test(started)) return { thing: started, to: 'running', from: null }
  const [, thing = '', to = '', from] = FLAG.exec(words) ?? []
  if (thing === '' || NO_NAME.test(thing)) return `expected ${formOf(speech)}`
  const goals = { to: goalOf(to), from: from === undefined ? null : goalOf(from) }
  return unfit(goals, speech) ?? { thing, ...goals }
}

function goalOf(typed: string): FlagGoal {
  const word = typed.toLowerCase()
  return word === 'on' || word === 'off' ? word : Number.parseFloat(word)
}

function unfit({ to, from }: Pick<Wish, 'from'> & { readonly to: FlagGoal }, { decimals }: Speech) {
  const shares = [to, from].filter((goal) => typeof goal === 'number')
  if (shares.some((share) => share === 0)) return '0% is off: write off'
  if (shares.some((share) => share > 100)) return 'a share is 100% at most'
  if (shares.some((share) => Number(share.toFixed(decimals)) !== share))
    return decimals === 0 ? 'it takes whole percents' : `it takes ${decimals} decimals of a percent at most`
  if (to === from) return `it would be ${goalWords(to)} before and after`
  // The switch alone can't say that a share is what it was.
  const mixed = [to, from].includes('on') && shares.length > 0
  return mixed ? 'on says nothing of a share: write how many percent it is before and after' : null
}

/** What it is taken back to: what the words say, else that nobody is reached; null where that would turn something on. */
export function backOf({ to, from }: Wish): Goal | null {
  if (from !== null) return from
  if (to === 'off') return null
  return to === 'running' ? 'stopped' : 'off'
}

export function goalWords(goal: Goal): string {
  return typeof goal === 'number' ? `${goal}%` : goal
}
