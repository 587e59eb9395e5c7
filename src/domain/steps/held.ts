/** How a held step of a launch goes on: by itself, once what it waits for has come, or by a person. */
import { Refusal } from '../../refusal.ts'
import { lengthOf, waitsForFigures } from '../brief/stages.ts'
import type { Freeze } from '../catalog/catalog.ts'
import { frozenAt } from '../freezes.ts'
import { harmEvents } from '../incidents/harm.ts'
import type { UserId } from '../people.ts'
import type { Readout } from '../readout/readout.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import type { StepLook } from '../state/looks.ts'
import { isHeld, type LaunchStep } from '../state/steps.ts'
import { token } from '../text/tokens.ts'
import { isBlank } from '../text/visible.ts'
import type { Figures } from './figures.ts'
import { currentStep, stepChanged, stepOf } from './steps.ts'

/** The step whose turn it is, where it does not leave yet. */
export function heldStep(state: CampaignState): LaunchStep | null {
  const step = currentStep(state)
  return step && isHeld(step) ? step : null
}

/** When a step that waits for a time may leave; null where it waits for something else. */
export function dueAt({ plan, at }: LaunchStep): Date | null {
  const until = plan.after?.until
  return until?.is === 'time' && at ? new Date(at.getTime() + lengthOf(until)) : null
}

/** What was asked of the outside for a stage. */
export interface Seen {
  readonly readout: Readout | null
  readonly figures: Figures
  /** What the target of the step said; null where it was not asked. */
  readonly look: StepLook | null
}

/** Without figures it is watched for harm alone. */
type Watched = Pick<Seen, 'readout'> & { readonly figures: Figures | null }

interface Given {
  readonly freezes: readonly Freeze[]
  readonly now: Date
}

/** Pauses a held step or takes the launch back where its figures speak against it; harm is told whatever it waits for. */
export function watchHeld(state: CampaignState, { readout, figures }: Watched, now: Date): CampaignEvent[] {
  const harm = harmEvents(state, readout, 'watch', now)
  const step = heldStep(state)
  const stopped = harm.some(({ kind }) => kind === 'stopped')
  if (stopped || !step || figures?.is !== 'against') return harm
  // Also of one that was paused since nobody could ask: that its figures were missing takes back no rule.
  if (step.plan.after?.takesBack) return [...harm.map(stopping), takenBack(state, figures.why)]
  return [...harm, ...pauseHeld(state, step.n, figures.why, now)]
}

/** The alarm says that it stops. */
function stopping(event: CampaignEvent): CampaignEvent {
  return event.kind === 'harm_found' ? { ...event, harm: { ...event.harm, stops: true } } : event
}

/** Only a person lets it go from then on. */
export function pauseHeld(state: CampaignState, n: number, why: string, now: Date): CampaignEvent[] {
  const step = heldStep(state)
  if (step?.n !== n || step.state !== 'held') return []
  return [stepChanged(step, { state: 'paused', outcome: why, at: now })]
}

function takenBack({ campaign: { key } }: CampaignState, why: string): CampaignEvent {
  return {
    kind: 'stopped',
    words: `${why} ${key} was approved with “else take back”.`,
    undoes: true,
    asked: true,
  }
}

/** The n-th step leaves where it is due and all that was asked allows it; else it stays, and says why. None where it is not held for figures any more. */
export function advance(state: CampaignState, n: number, seen: Seen, given: Given): CampaignEvent[] {
  const step = heldStep(state)
  if (step?.n !== n || step.state !== 'held') return []
  const watched = watchHeld(state, seen, given.now)
  if (seen.figures.is === 'against') return watched
  if (!isDue(step, seen.figures, given.now)) return [...watched, ...stays(step, null)]
  const open = seen.figures.is === 'open' ? seen.figures.why : null
  const why = open ?? hindrance(state, seen.look, given)
  return [...watched, ...(why === null ? [letGo(step, null, given.now)] : stays(step, why))]
}

/** A sample that nobody can count is asked for as though it were there: that it can't be told is what holds it then. */
function isDue(step: LaunchStep, figures: Figures, now: Date): boolean {
  const until = step.plan.after?.until
  if (until?.is === 'people')
    return figures.is === 'open' || (figures.is === 'fine' && figures.people >= until.people)
  const due = dueAt(step)
  return due !== null && now >= due
}

function stays(step: LaunchStep, outcome: string | null): CampaignEvent[] {
  return step.outcome === outcome ? [] : [stepChanged(step, { outcome })]
}

/** A freeze, or what the target of the step would refuse; null where nothing is in its way. */
function hindrance(state: CampaignState, look: StepLook | null, { freezes, now }: Given): string | null {
  const frozen = frozenAt(state, freezes, now)
  if (frozen) {
    const why = [...new Set(frozen.spans.map(({ reason }) => reason))].join('; ')
    return `nothing launches until ${token.time(frozen.until)}: ${why}`
  }
  const gates = look?.is === 'seen' ? look.gates.filter(({ refuses }) => refuses.includes('send')) : []
  return gates.length > 0 ? gates.map(({ words }) => words).join(', ') : null
}

function letGo(step: LaunchStep, outcome: string | null, now: Date): CampaignEvent {
  return stepChanged(step, { state: 'waiting', outcome, at: now })
}

/** Whether whoever lets it go departs from what was approved, and so has to say why. */
export function needsReason({ state, plan }: LaunchStep, by: UserId): boolean {
  const until = plan.after?.until
  if (state === 'paused') return true
  return until?.is !== 'approved' && !(until?.is === 'person' && until.person === by)
}

export interface GoingOn extends Given {
  readonly by: UserId
  readonly why: string
  readonly look: StepLook | null
}

/** Somebody lets a held step go. Throws a Refusal where it does not wait, lacks a reason, or something is in its way. */
export function goOn(state: CampaignState, n: number, { by, why, look, ...given }: GoingOn): CampaignEvent[] {
  const step = heldOrRefused(state, n)
  const { key } = state.campaign
  if (needsReason(step, by) && isBlank(why))
    throw new Refusal(
      'invalid',
      `Say why, since it was approved otherwise: \`/campaign go-on ${key} ${n} <reason>\``,
    )
  const hindered = hindrance(state, look, given)
  if (hindered !== null) throw new Refusal('conflict', `Step ${n} of ${key} can't leave now: ${hindered}.`)
  return [letGo(step, isBlank(why) ? null : why, given.now)]
}

export function heldOrRefused(state: CampaignState, n: number): LaunchStep {
  const step = heldStep(state)
  if (step?.n === n) return step
  const { key } = state.campaign
  const is = stepOf(state, n)?.state
  const words = is === undefined ? 'is not planned' : 'does not wait to go on'
  throw new Refusal(
    'conflict',
    `Step ${n} of ${key} ${words}. \`/campaign show ${key}\` shows where the launch is.`,
  )
}

/** A stage that could not go is asked for as often. */
const PAUSE_MS = 900_000
/** A sample grows slowly, and each look asks the warehouse. */
const SAMPLE_MS = 3_600_000

/** When a held step is asked for, first or again; null where it waits for a person. */
export function nextAsk(step: LaunchStep, now: Date): Date | null {
  if (step.state !== 'held' || !waitsForFigures(step.plan)) return null
  const due = dueAt(step)
  if (due) return due > now ? due : new Date(now.getTime() + PAUSE_MS)
  return new Date(now.getTime() + SAMPLE_MS)
}
