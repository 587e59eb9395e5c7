import { isMuted } from '../src/domain/digest/plan.ts'
import type { DigestPlan } from '../src/domain/state/digests.ts'
import { token } from '../src/domain/text/tokens.ts'
import { describeSchedule, namesZone, parseSchedule, type Schedule } from '../src/domain/time/schedule.ts'
import type { TypedAt } from './command.ts'
import { parseWhen } from './when.ts'
import type { Words } from './words.ts'

/** What is done to a digest's plan, of one campaign or of many. */
export type PlanAct =
  | { readonly does: 'show' | 'now' | 'off' | 'quiet' | 'always' | 'unmute' }
  | { readonly does: 'mute'; readonly endsAt: Date }
  | {
      readonly does: 'plan'
      readonly schedule: Schedule
      /** Its zone was typed; else it stays as it was. */
      readonly zoned: boolean
      readonly channel: string | null
      /** Null where it was not said: then it stays as it was. */
      readonly quiet: boolean | null
    }

/** Everything that may follow `digest winback`, and `digest all`. */
export const PLAN_FORMS = '[<schedule>|now|off|quiet|always|mute <when>|unmute] [#channel]'

export function readPlanAct(words: Words, { zone, now }: TypedAt): PlanAct {
  if (words.empty) return { does: 'show' }
  const alone = words.nextOf(['now', 'off', 'unmute'] as const)
  if (alone) {
    words.end()
    return { does: alone }
  }
  if (words.nextOf(['mute'])) {
    const typed = words.restPlain()
    if (!typed) throw words.refuse('Until when? A mute has an end, for example `mute +3d`.')
    return { does: 'mute', endsAt: words.read(() => parseWhen(typed, now, zone)) }
  }
  return readPlan(words, zone)
}

function readPlan(words: Words, zone: string): PlanAct {
  const first = words.nextOf(['quiet', 'always'] as const)
  if (first && words.empty) return { does: first }
  const channel = words.channel()
  const said = first ?? (words.flag('quiet') ? 'quiet' : words.flag('always') ? 'always' : null)
  const typed = words.restPlain()
  const schedule = words.read(() => parseSchedule(typed, zone))
  const quiet = said === null ? null : said === 'quiet'
  return { does: 'plan', schedule, zoned: namesZone(typed), channel, quiet }
}

/** What was typed, in the zone of the plan before where it names none: who changes the hour means no other clock. */
export function scheduleOf(
  { schedule, zoned }: Extract<PlanAct, { does: 'plan' }>,
  before: DigestPlan | null,
): Schedule {
  return before && !zoned ? { ...schedule, zone: before.schedule.zone } : schedule
}

/** " It was weekdays 09:00, Europe/Berlin, set by Ana."; empty where it is the same, or none was set. */
export function beforeWords(before: DigestPlan | null, now: DigestPlan | null, setBy: string | null): string {
  if (!before || !now || describeSchedule(before.schedule) === describeSchedule(now.schedule)) return ''
  return ` It was ${describeSchedule(before.schedule)}${setBy ? `, set by ${token.person(setBy)}` : ''}.`
}

/** `weekdays 09:00, Europe/Berlin, to #growth, only when something changed, muted until Mon 9:00`. */
export function planWords(plan: DigestPlan, now: Date): string {
  const quiet = plan.quiet ? ', only when something changed' : ''
  const muted = plan.muteEndsAt && isMuted(plan, now) ? `, muted until ${token.time(plan.muteEndsAt)}` : ''
  return `${describeSchedule(plan.schedule)}, to ${token.channel(plan.channel)}${quiet}${muted}`
}
