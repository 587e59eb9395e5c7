/** What happens in one chaos, all of it drawn from its seed. */
import { type Chance, chanceOf } from './chance.ts'
import type { Kill, Point } from './fate.ts'
import type { Fault } from './gate.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Something that a person does, `at` milliseconds after the start. */
export interface Act {
  readonly at: number
  readonly key: string
  readonly user: string
  /** As typed after /campaign. */
  readonly text: string
  /** What it is answered with where it was done, and not refused. */
  readonly done: RegExp
  /** Slack delivers it once more. */
  readonly twice: 'no' | 'behind' | 'beside' | 'late'
}

/** Something that happens to the world, at a time or from a time on. */
export type Trouble = { readonly at: number } & (
  | { readonly is: 'storm'; readonly until: number; readonly of: string; readonly fault: Fault }
  | { readonly is: 'kill'; readonly kill: Kill; readonly downMs: number }
  | { readonly is: 'outage'; readonly until: number }
  | { readonly is: 'clock'; readonly ms: number }
  | { readonly is: 'disk full'; readonly until: number }
  /** PostgreSQL alone, in the middle of work. */
  | { readonly is: 'database restarted'; readonly when: Kill }
  /** What the warehouse knows grows. */
  | { readonly is: 'people come'; readonly people: number }
)

export interface Script {
  readonly seed: number
  /** When it begins. */
  readonly start: Date
  /** How many jobs run at once: with one alone the same seed is the same run. */
  readonly concurrency: number
  /** Plans of the launches, by the keys of the campaigns. */
  readonly plans: Readonly<Record<string, string>>
  readonly acts: readonly Act[]
  readonly troubles: readonly Trouble[]
  /** How often a call goes wrong by itself. */
  readonly rate: number
  /** From here on nothing goes wrong any more, in milliseconds after the start. */
  readonly calmAt: number
}

/** Mondays, and the Fridays before clocks change in Berlin and New York. */
const STARTS = ['2026-03-02', '2026-03-06', '2026-03-27', '2026-06-15', '2026-10-23', '2026-10-30']

const WEBHOOK = 'webhook sender Start the send'
const PLANS = [
  WEBHOOK,
  `${WEBHOOK}; webhook sender Tell the partners`,
  `manual <@U0ANA|ana> Look at the first mail; ${WEBHOOK}`,
]
/** What can be counted by its effects is in one campaign alone. */
const FLAGGED = `flags offer-banner on; ${WEBHOOK}`
const SYNCED = `syncs 371; ${WEBHOOK}`

/** `pace` shortens its pauses: in a tenth of the time less falls due, and as much goes wrong. */
export function scriptOf(seed: number, pace = 1): Script {
  const chance = chanceOf(seed, 'script')
  const start = new Date(`${chance.oneOf(STARTS)}T0${chance.within(6, 9)}:00:00Z`)
  const plans = plansOf(chance)
  const acts = Object.keys(plans).flatMap((key) => actsOf({ key, plan: plans[key] ?? '', pace }, chance))
  const calmAt = Math.max(...acts.map(({ at }) => at)) + 2 * HOUR
  return {
    ...{ seed, start, plans, calmAt },
    concurrency: chance.oneOf([1, 1, 1, 8]),
    rate: chance.oneOf([0, 0.05, 0.15, 0.3]),
    acts: acts.toSorted((a, b) => a.at - b.at),
    troubles: [...troublesOf(chance, calmAt, pace), ...killsAtEnds(seed, calmAt)].toSorted(
      (a, b) => a.at - b.at,
    ),
  }
}

function plansOf(chance: Chance): Record<string, string> {
  const all = [chance.oneOf([FLAGGED, SYNCED, ...PLANS]), chance.oneOf(PLANS)]
  return Object.fromEntries(all.slice(0, chance.oneOf([1, 1, 2])).map((plan, i) => [`c${i + 1}`, plan]))
}

type Said = readonly [user: string, text: string, done: RegExp]

const ANA = 'U0ANA'
const CHANGED = /^Changed in the brief/
const BRIEF = [
  'partner <@U0RAJ|raj>',
  'hypothesis A reminder brings lapsed customers back',
  'outcome purchase up 8%',
  'audience Lapsed 90 days, EU size:42610',
  'arms control, mail',
  'horizon 14 days',
  'exposures mailed',
]

interface Planned {
  readonly key: string
  readonly plan: string
  readonly pace: number
}

/** The life of one campaign: prepared at once, then with pauses of hours in which reminders come and schedules fall due. */
function actsOf({ key, plan, pace }: Planned, chance: Chance): Act[] {
  const acts: Act[] = []
  let at = chance.within(0, 3) * HOUR * pace + chance.within(0, 59) * MINUTE
  const say = ([user, text, done]: Said, pauseMs: number) => {
    const twice = chance.oneOf(['no', 'no', 'no', 'no', 'behind', 'beside', 'late'] as const)
    acts.push({ at, key, user, text, done, twice })
    at += pauseMs * pace + chance.within(0, 50) * 1_000
  }
  for (const said of prepared(key, plan)) say(said, chance.within(0, 2) * MINUTE)
  const [first, second] = chance.oneOf([
    ['U0TOM', 'U0RAJ'],
    ['U0MEI', 'U0TOM'],
  ] as const)
  say([ANA, `submit ${key}`, /asked|approve/i], chance.oneOf([1, 2, 5, 40, 50]) * HOUR)
  say([first, `approve ${key}`, /^You approved/], chance.within(0, 8) * HOUR)
  say([second, `approve ${key}`, /^You approved/], chance.within(0, 3) * HOUR)
  say([ANA, `digest ${key} daily 09:00 Europe/Berlin`, /digest/i], chance.within(0, 2) * MINUTE)
  say([ANA, `launch ${key}`, /is launching|is live/], chance.within(1, 5) * HOUR)
  for (const said of afterwards(key, chance)) say(said, chance.within(1, 14) * HOUR)
  return acts
}

function prepared(key: string, plan: string): Said[] {
  return [
    [ANA, `new Win-back ${key} key:${key} template:short`, /is set up as/],
    ...BRIEF.map((field): Said => [ANA, `brief ${key} ${field}`, CHANGED]),
    [ANA, `brief ${key} plan ${plan}`, CHANGED],
    ['U0RAJ', `task ${key} 1 done seen for test user 7`, /is done/],
    [ANA, `task ${key} 2 done tried on three phones`, /is done/],
  ]
}

function afterwards(key: string, chance: Chance): Said[] {
  const asked: Said[] = [
    [ANA, `confirm ${key} 1`, /confirmed|is live|is launching/i],
    [ANA, `digest ${key} now`, /is being made/],
    ['U0RAJ', `results ${key} sql`, /comes to you/],
    [ANA, `ask ${key} Which of them bought twice?`, new RegExp(`${key}-\\d`)],
    ['U0RAJ', `answer ${key}-1 The loyal ones did`, /answer/i],
    ['U0TOM', `task ${key} add Write down what we saw`, /added|task/i],
  ]
  const ends: Said[] = [
    [ANA, `pause ${key} Too many complaints`, /is paused: Too many/],
    [ANA, `resume ${key} All is well`, /is live again/],
    [ANA, `stop ${key} Wrong audience`, /is stopped: Wrong/],
  ]
  return [...asked, ...ends.slice(0, chance.within(0, 3))]
}

const SLACK = ['chat.postMessage', 'chat.update', 'conversations', 'files', 'upload', 'users', '']
const TARGETS = ['sender', 'tools POST', 'tools GET', 'tools']
export const POINTS: readonly Point[] = [
  'before statement',
  'after statement',
  'before commit',
  'after commit',
  'before call',
  'after call',
]

function troublesOf(chance: Chance, calmAt: number, pace: number): Trouble[] {
  const when = () => chance.within(0, Math.floor(calmAt / MINUTE)) * MINUTE
  const some = (most: number, make: () => Trouble) => Array.from({ length: chance.within(0, most) }, make)
  const storm = (): Trouble => {
    const at = when()
    const of = chance.oneOf([...SLACK, ...TARGETS])
    return { at, is: 'storm', until: at + chance.within(1, 90) * MINUTE, of, fault: faultFor(chance) }
  }
  const revoked = (): Trouble => {
    const at = when()
    const fault = {
      is: 'says',
      error: chance.oneOf(['token_revoked', 'invalid_auth', 'internal_error']),
    } as const
    return { at, is: 'storm', until: at + chance.within(1, 180) * MINUTE, of: 'chat', fault }
  }
  const kill = (): Trouble => {
    const point = chance.oneOf(POINTS)
    const of = point.endsWith('call') ? chance.oneOf([...SLACK, ...TARGETS]) : ''
    const most = point.endsWith('statement') ? 120 : point.endsWith('commit') ? 25 : 6
    return {
      at: when(),
      is: 'kill',
      kill: { point, n: chance.within(1, Math.ceil(most * Math.max(pace, 0.25))), of },
      downMs: chance.within(1, 90) * 1_000,
    }
  }
  const outage = (): Trouble => {
    const at = when()
    return { at, is: 'outage', until: at + chance.within(1, 40) * HOUR }
  }
  const full = (): Trouble => {
    const at = when()
    return { at, is: 'disk full', until: at + chance.within(1, 120) * MINUTE }
  }
  return [
    ...some(5, storm),
    ...some(1, revoked),
    ...some(8, kill),
    ...some(1, outage),
    ...some(1, () => ({ at: when(), is: 'clock', ms: chance.oneOf([DAY, -2 * HOUR, DAY, -2 * HOUR, HOUR]) })),
    ...some(1, full),
    ...some(1, () => ({ at: when(), is: 'database restarted', when: inWork(chance) })),
    ...[0, 1, 2, 3, 4, 5].map(
      (day): Trouble => ({ at: (12 * HOUR + day * DAY) * pace, is: 'people come', people: 400 }),
    ),
  ]
}

/** Between a job's work and the end of its run. */
function killsAtEnds(seed: number, calmAt: number): Trouble[] {
  const chance = chanceOf(seed, 'ends')
  return Array.from({ length: chance.within(1, 3) }, () => {
    const kill = { point: chance.oneOf(['before end', 'after end'] as const), n: chance.within(1, 12) }
    const at = chance.within(0, Math.floor(calmAt / MINUTE)) * MINUTE
    return { at, is: 'kill', kill, downMs: chance.within(1, 90) * 1_000 }
  })
}

function inWork(chance: Chance): Kill {
  return { point: chance.oneOf(['before statement', 'after statement']), n: chance.within(1, 60) }
}

/** What goes wrong with a call, and may pass. */
export function faultFor(chance: Chance): Fault {
  return chance.oneOf<Fault>([
    { is: 'limited', seconds: chance.within(1, 120) },
    { is: 'status', status: chance.oneOf([500, 502, 503]), stored: false },
    { is: 'status', status: chance.oneOf([500, 502, 504]), stored: true },
    { is: 'garbage', stored: false },
    { is: 'garbage', stored: true },
    { is: 'cut' },
    { is: 'lost' },
    { is: 'torn' },
    { is: 'slow' },
  ])
}
