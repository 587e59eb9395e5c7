/** What one arm does, as shares of its people. */
interface Rates {
  readonly purchase: number
  readonly visit: number
  readonly unsubscribe: number
  readonly activation: number
}

/** The truth behind a campaign's data, which its digests should find. */
interface Truth {
  readonly control: Rates
  readonly treatment: Rates
  /** Share of the treated people with the app whose exposure is lost on the way: a fault of the split. */
  readonly lost: number
}

const USUAL: Rates = { purchase: 0.05, visit: 0.22, unsubscribe: 0.006, activation: 0.31 }

const WIN: Truth = {
  control: { ...USUAL, purchase: 0.06 },
  treatment: { ...USUAL, purchase: 0.081, visit: 0.28, unsubscribe: 0.008 },
  lost: 0,
}
const GUARDRAIL_HURT: Truth = {
  control: USUAL,
  treatment: { ...USUAL, purchase: 0.054, visit: 0.25, unsubscribe: 0.024 },
  lost: 0,
}
const SPLIT_FAULT: Truth = {
  control: USUAL,
  treatment: { ...USUAL, purchase: 0.054 },
  lost: 0.26,
}
const NEWCOMERS: Truth = {
  control: USUAL,
  treatment: { ...USUAL, purchase: 0.085, visit: 0.28, activation: 0.36 },
  lost: 0,
}

/** One clear win, one guardrail hurt, one fault of the sample ratio; what a newcomer launches wins clearly, too. */
const TRUTHS: Readonly<Record<string, Truth>> = {
  winback: WIN,
  push: GUARDRAIL_HURT,
  loyalty: SPLIT_FAULT,
}

export const truthOf = (key: string): Truth => TRUTHS[key] ?? NEWCOMERS

type Device = 'app' | 'web'

type Send = readonly [campaign: string, unit: string, arm: string, at: number, device: Device]
type Happening = readonly [unit: string, at: number, value: number]

/** Rows of the warehouse; times in unix seconds, also after now. */
export interface Rows {
  readonly sends: Send[]
  readonly orders: Happening[]
  readonly visits: Happening[]
  readonly unsubscribes: Happening[]
  readonly activations: Happening[]
}

export interface Launch {
  readonly key: string
  /** The control first; nobody is compared where there are none. */
  readonly arms: readonly { readonly name: string; readonly weight: number }[]
  readonly size: number | null
  readonly at: Date
}

const USUAL_SIZE = 8_000
const LARGEST = 12_400
const DAY = 86_400
/** New people go on arriving for so long. */
const TRICKLE_DAYS = 45

/** What becomes of a launch: the same rows for the same launch, always. */
export function happenings({ key, arms, size, at }: Launch): Rows {
  const random = seeded(key)
  const truth = truthOf(key)
  const rows: Rows = { sends: [], orders: [], visits: [], unsubscribes: [], activations: [] }
  const start = Math.floor(at.getTime() / 1000)
  const people = Math.min(size ?? USUAL_SIZE, LARGEST)
  for (let n = 1; n <= people; n += 1) {
    const arm = drawArm(arms, random())
    const from = start + arrival(random)
    const unit = `${key}-${String(n).padStart(5, '0')}`
    const treated = arm !== (arms[0]?.name ?? 'everybody')
    const device = n % 2 === 0 ? 'app' : 'web'
    if (treated && random() < (device === 'app' ? truth.lost : 0)) continue
    rows.sends.push([key, unit, arm, from, device])
    live(rows, unit, from, treated ? truth.treatment : truth.control, random)
  }
  return rows
}

/** What one person does within a fortnight of being reached. */
function live(rows: Rows, unit: string, from: number, rates: Rates, random: () => number): void {
  const within = (days: number) => from + 60 + Math.floor(days * DAY * random() ** 1.6)
  if (random() < rates.purchase) rows.orders.push([unit, within(13.9), basket(random)])
  if (random() < rates.visit) rows.visits.push([unit, within(13.9), 1])
  if (random() < rates.unsubscribe) rows.unsubscribes.push([unit, within(6), 1])
  if (random() < rates.activation) rows.activations.push([unit, within(7), 1])
}

/** Four of five are reached within hours, the others trickle in. Seconds. */
function arrival(random: () => number): number {
  return random() < 0.8 ? Math.floor(10_000 * random() ** 2) : Math.floor(TRICKLE_DAYS * DAY * random())
}

/** Euros with cents, most of them small. */
function basket(random: () => number): number {
  return Math.round(1_200 + 9_000 * random() ** 3) / 100
}

function drawArm(arms: Launch['arms'], at: number): string {
  const total = arms.reduce((sum, { weight }) => sum + weight, 0)
  let left = at * total
  for (const { name, weight } of arms) {
    left -= weight
    if (left < 0) return name
  }
  return arms.at(-1)?.name ?? 'everybody'
}

/** mulberry32 (public domain), seeded by FNV-1a of the words: small, fast and the same everywhere. */
function seeded(words: string): () => number {
  let state = [...words].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193),
    0x811c9dc5,
  )
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
