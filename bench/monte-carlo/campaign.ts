/** One simulated campaign, from its first day to its last look. */
import { readout } from '../../src/domain/readout/look.ts'
import type { Crossing } from '../../src/domain/readout/pieces.ts'
import type { Readout } from '../../src/domain/readout/readout.ts'
import { accountOf } from './account.ts'
import { arrivals } from './arrivals.ts'
import type { Random } from './draws.ts'
import type { Figures } from './figures.ts'
import { inputAt } from './input.ts'
import { arrive, clear, type Ledger } from './ledger.ts'
import { type End, endingAt, hasCrossed, isSplitOff, type Sightings } from './outcome.ts'
import { dayOf, type Setting, slotsADay } from './setting.ts'

/** What the looks of one campaign have found so far. */
interface Course {
  earlier: Readout | null
  between: readonly Crossing[]
  readonly seen: Record<keyof Sightings, boolean>
  end: End | null
}

export function runCampaign(setting: Setting, ledger: Ledger, random: Random): Figures {
  clear(ledger)
  const course: Course = {
    earlier: null,
    between: [],
    seen: { better: false, worse: false, harm: false, within: false, split: false },
    end: null,
  }
  for (let slot = 0; slot < setting.days * slotsADay(setting); slot++) {
    const day = dayOf(setting, slot)
    arrive(ledger, arrivals(setting, slot, random), slot, day, random)
    const look = lookAt(setting, slot)
    if (look) note(course, judged(setting, ledger, course, slot, look), look, day)
  }
  return accountOf(setting, course)
}

type Look = 'digest' | 'watch'

/** At the end of a slot. */
function lookAt({ looks, horizon, days }: Setting, slot: number): Look | null {
  if (looks === 'hourly') return (slot + 1) % 24 === 0 ? 'digest' : 'watch'
  const isLast = slot + 1 === horizon || slot + 1 === days
  return looks === 'weekdays' && slot % 7 > 4 && !isLast ? null : 'digest'
}

/** The watch asks for guardrails alone, and is no look: what it finds is given to the next one. */
function judged(setting: Setting, ledger: Ledger, course: Course, slot: number, look: Look): Readout {
  const { earlier, between } = course
  if (look === 'digest') return readout(inputAt(setting, ledger, slot), { earlier, between })
  const seen = readout(inputAt(setting, ledger, slot, ['guardrail']), { earlier, between, counts: false })
  course.between = seen.crossings.filter(({ kind }) => kind === 'harm')
  return seen
}

/** Verdicts come at the looks of a campaign that goes on; what is found is counted over all looks. */
function note(course: Course, at: Readout, look: Look, day: number): void {
  const { seen } = course
  seen.split ||= isSplitOff(at)
  for (const kind of ['better', 'worse', 'harm', 'within'] as const) seen[kind] ||= hasCrossed(at, kind)
  if (look === 'watch') return
  course.earlier = at
  const ways = course.end ? null : endingAt(at)
  if (ways) course.end = { ways, day, at }
}
