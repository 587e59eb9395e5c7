/** Campaigns with an effect. */
import { CHANGING, most, NO_EFFECT, STEADY } from '../aims.ts'
import type { Setting } from '../setting.ts'
import type { Values } from '../values.ts'
import {
  appetite,
  CLICKS,
  EFFECT,
  growing,
  lifted,
  metric,
  PEOPLE,
  rate,
  revenue,
  setting,
  ships,
  weekly,
} from './base.ts'

type Differing = Partial<Omit<Setting, 'name' | 'metrics'>>

const TENTH = rate(0.1)

function better(name: string, values: Values, differing: Differing = {}, effect = EFFECT): Setting {
  return setting(name, [metric(lifted(values, effect))], { aims: STEADY, ...differing })
}

const FORTNIGHT = rate(0.1, { acting: { from: 0, to: 14 } })

const SPENT = { minimumEffect: 0.3 }

/** Where no window is declared nobody knows what is still to come, so the values of today are not held against it. */
const UNDECLARED = STEADY.filter(({ mark }) => mark !== 'absolute')

export const EFFECTS: readonly Setting[] = [
  better('base, +10 %', TENTH, { aims: [...STEADY, ships(0.77)] }),
  better('weekly seasonality, +10 %', rate(0.1, { onDay: appetite }), { arriving: weekly }),
  better('growing traffic, +10 %', TENTH, { arriving: growing }),
  better('nine tenths in the second week, +10 %', TENTH, { arriving: (day) => (day <= 7 ? 1 : 9) }),
  better('clicks a session, +10 %', CLICKS, { people: 7000 }),
  better('revenue, 1 % pay, +30 %', revenue(0.01), SPENT, 0.3),
  better('revenue, 10 % pay, +30 %', revenue(0.1), SPENT, 0.3),
  better('revenue, all pay, 8000 people, +30 %', revenue(1), { ...SPENT, people: 8000 }, 0.3),
  better('act within 14 days, no window, +10 %', FORTNIGHT, { aims: UNDECLARED }),
  setting(
    'act within 14 days, window of 14, +10 %',
    [metric(lifted(FORTNIGHT, EFFECT), { windowDays: 14 })],
    {
      arrivalDays: 14,
      aims: [...STEADY, ships(0.6)],
    },
  ),
]

/** A rate that is multiplied by so much on a day, in the treatment; what lasts is the truth. */
function changing(name: string, lasting: number, onDay: (day: number) => number, aims = CHANGING): Setting {
  const treated = rate(0.1 * (1 + lasting), { onDay: (day) => onDay(day) / (1 + lasting) })
  return setting(name, [metric([TENTH, treated])], { aims })
}

export const NOVELTIES: readonly Setting[] = [
  changing('novelty: +20 %, half of it every 2 days', 0, (day) => 1 + 0.2 * 0.5 ** ((day - 1) / 2)),
  changing('novelty: +30 % for 3 days, then −3 %', -0.03, (day) => (day <= 3 ? 1.3 : 0.97), [
    ...CHANGING,
    most('shipped', 0.1),
  ]),
  changing('novelty: +40 % for 2 days, then nothing', 0, (day) => (day <= 2 ? 1.4 : 1)),
  changing('primacy: −10 % for 4 days, then +10 %', 0.1, (day) => (day <= 4 ? 0.9 : 1.1)),
]

/** Nearly nobody with the effect is told to end it: the boundary rules it out in one of forty by chance. */
const ON_TRACK = [ships(0.75), most('told to stop', 0.025)]

const horizon = (days: number, runs: number) =>
  better(`horizon of ${days} days, +10 %`, TENTH, { horizon: days, runs, aims: [...STEADY, ...ON_TRACK] })

export const HORIZONS: readonly Setting[] = [
  horizon(14, 1),
  horizon(28, 1),
  horizon(49, 0.5),
  horizon(56, 0.5),
  horizon(84, 0.5),
  horizon(365, 0.1),
  setting('horizon of 56 days, no effect', [metric(lifted(TENTH, 0))], {
    horizon: 56,
    runs: 0.5,
    aims: NO_EFFECT,
  }),
]

const sized = (people: number) => better(`${people} people, +10 %`, TENTH, { people })

/** What a request promises is the day by which 80 of 100 have shipped. */
export const SIZES: readonly Setting[] = [sized(40_000), sized(62_500), sized(125_000), sized(312_000)]

export const CURSED: readonly Setting[] = [0.02, 0.04, 0.06, 0.08, 0.12].map((effect) =>
  better(`true +${Math.round(effect * 100)} %, planned for +10 %`, TENTH, {}, effect),
)

const FOUR = { arms: [1, 1, 1, 1], people: PEOPLE * 2, aims: STEADY }

export const SEVERAL: readonly Setting[] = [
  setting('4 arms, one +10 %', [metric(lifted(TENTH, EFFECT, 0, 0))], FOUR),
  setting('4 arms, all +10 %', [metric(lifted(TENTH, EFFECT, EFFECT, EFFECT))], FOUR),
  setting('4 arms, 0, +10 and +13 %', [metric(lifted(TENTH, 0, EFFECT, 0.13))], FOUR),
]
