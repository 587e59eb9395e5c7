import fc from 'fast-check'
import type { Asked, Sender, SentStep } from '../../src/targets/target.ts'
import { aState } from '../domain/build.ts'
import type { Seen, VendorReply } from './vendor.ts'

/** The time that a target and its vendor share; it moves when the engine waits. */
export interface Clock {
  now: Date
}

export const clockAt = (iso = '2026-03-02T12:00:00Z'): Clock => ({ now: new Date(iso) })

export function move(clock: Clock, seconds: number): void {
  clock.now = new Date(clock.now.getTime() + seconds * 1_000)
}

export const asking = ({ now }: Clock): Asked => ({ now, signal: new AbortController().signal })

export function stepOf(words: string, clock: Clock, handle: string | null = null): SentStep {
  const { campaign } = aState()
  const sent = { since: clock.now, handle }
  return { id: 'stairway_T1_winback_1_0', n: 1, target: 'mail', words, campaign, sent }
}

/** How a request ends: as the vendor would answer it, or with a fault before or after its effect. */
export type Fault =
  | 'none'
  | 'cut before'
  | 'cut after'
  | '500 before'
  | '500 after'
  | '429'
  | 'torn'
  | 'silence after'

const FAULTS: readonly Fault[] = ['none', 'cut before', 'cut after', '500 before', '500 after', '429', 'torn']

/** Faults of the first requests, in order; and after which runs the process dies before it has kept an answer. */
export const mishaps = fc.record({
  faults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 10 }),
  deaths: fc.array(fc.boolean(), { maxLength: 6 }),
})

/** A vendor whose first requests end in these faults. */
export function faulty(
  plays: (seen: Seen) => VendorReply,
  faults: Fault[],
  limit: Readonly<Record<string, string>> = {},
): (seen: Seen) => VendorReply {
  return (seen) => {
    const fault = faults.shift() ?? 'none'
    if (fault === 'cut before') return 'cut'
    if (fault === '500 before') return { status: 500 }
    if (fault === '429') return { status: 429, headers: limit }
    const own = plays(seen)
    if (fault === 'cut after') return 'cut'
    if (fault === 'silence after') return 'silence'
    if (fault === '500 after') return { status: 500 }
    return fault === 'torn' && typeof own !== 'string' && own.body !== undefined
      ? { ...own, torn: true }
      : own
  }
}

export interface Played {
  readonly is: 'done' | 'refused' | 'failed' | 'unsettled' | 'out of time'
  readonly outcome: string
  readonly reached: number | null
  /** What was answered on the way. */
  readonly told: readonly string[]
  readonly step: SentStep
  /** The target as it was left, which knows what it has sent. */
  readonly sender: Sender
}

export interface Course {
  readonly deaths?: readonly boolean[]
  /** How often a person says "Send again" where nothing could be told. */
  readonly sendAgain?: number
  /** Ends the course after so many runs. */
  readonly runs?: number
  /** Ends the course when the target has answered so. */
  readonly until?: (outcome: string) => boolean
}

const RUN_PATIENCE_MS = 6 * 3_600_000

/** Plays what src/jobs/kinds/launch-step.ts does with a target: reads back what may have arrived before it sends again, keeps handles, waits. */
export async function launched(
  open: () => Sender,
  words: string,
  clock: Clock,
  { deaths = [], sendAgain = 0, runs = 2_000, until = () => false }: Course = {},
): Promise<Played> {
  let [sender, step, isOpen, people] = [open(), stepOf(words, clock), false, sendAgain]
  const told: string[] = []
  const ends = (is: Played['is'], outcome: string, reached: number | null = null): Played => {
    return { is, outcome, reached, told, step, sender }
  }
  for (let run = 0; run < runs; run++) {
    const wasOpen = isOpen
    isOpen = true
    const found = wasOpen && sender.readBack ? await sender.readBack(step, asking(clock)) : null
    const wasRead = found !== null && found.is !== 'absent'
    const answer = wasRead ? found : await sender.send(step, asking(clock))
    if (deaths[run]) {
      sender = open()
      move(clock, 20)
      continue
    }
    isOpen = wasRead || answer.is !== 'again' || (wasOpen && !sender.readBack)
    told.push(`${answer.is}: ${answer.outcome}`)
    if (answer.is === 'done') return ends('done', answer.outcome, answer.reached ?? null)
    if (answer.is === 'refused' || answer.is === 'failed') return ends(answer.is, answer.outcome)
    if (answer.is === 'unknown' && wasRead) {
      if (people-- <= 0) return ends('unsettled', answer.outcome)
      move(clock, 600)
      step = { ...step, sent: { ...step.sent, since: clock.now } }
      continue
    }
    if (answer.is === 'running' && answer.handle !== null)
      step = { ...step, sent: { ...step.sent, handle: answer.handle } }
    if (until(answer.outcome)) return ends('out of time', answer.outcome)
    const tried = clock.now.getTime() - step.sent.since.getTime()
    const patience = answer.is === 'running' ? RUN_PATIENCE_MS : (sender.patienceMs ?? 3_600_000)
    if (tried >= patience) return ends('out of time', answer.outcome)
    const notBefore = 'notBefore' in answer ? answer.notBefore : null
    const pause = answer.is === 'running' ? 60 : Math.min(300, Math.max(1, tried / 1_000))
    if (notBefore === null) move(clock, pause)
    else if (notBefore > clock.now) clock.now = notBefore
  }
  if (runs === 2_000) throw new Error(`It never ends: ${told.slice(-3).join('; ')}`)
  return ends('out of time', told.at(-1) ?? '')
}

/** Takes a step back until what came of it is known. */
export async function takenBack(
  { sender, step }: Played,
  clock: Clock,
): Promise<{ is: string; outcome: string }> {
  for (let run = 0; run < 200; run++) {
    const said = await sender.undo?.(step, asking(clock))
    if (said && said.is !== 'again' && said.is !== 'unknown') return said
    const notBefore = said && 'notBefore' in said ? said.notBefore : null
    if (notBefore && notBefore > clock.now) clock.now = notBefore
    else move(clock, 5)
  }
  return { is: 'unknown', outcome: '' }
}

/** What a target says after a stop of a step that it was left with. */
export async function saidBy({ step, sender }: Pick<Played, 'step' | 'sender'>, clock: Clock) {
  const said = await sender.count?.(step, { ...asking(clock), since: clock.now })
  return said?.is === 'counted' ? said.says : said
}
