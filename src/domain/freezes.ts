import { DateTime } from 'luxon'
import { Refusal } from '../refusal.ts'
import type { Freeze, WeeklyFreeze, WeekTime } from './catalog/catalog.ts'
import { type Membership, peopleWords, type UserId } from './people.ts'
import { refuseUnless } from './permission/permission.ts'
import type { Actor } from './state/actor.ts'
import type { CampaignState } from './state/campaign.ts'
import type { CampaignEvent } from './state/events.ts'
import type { FreezeSpan } from './state/freezes.ts'
import { token } from './text/tokens.ts'
import { isBlank } from './text/visible.ts'
import { firstInstantAt } from './time/local-time.ts'

/** Times in which no launch starts, and who may launch in one all the same. */

/** What is in the way at a moment. */
export interface InTheWay {
  /** Each freeze that holds then and was not overridden for this campaign; never empty. */
  readonly spans: readonly FreezeSpan[]
  /** When a launch is possible again, also where one freeze goes over into another. */
  readonly until: Date
  /** Who may override each of them. */
  readonly override: readonly UserId[]
}

/** A launch at a time in which none starts. `offered`: who is refused may launch it all the same. */
export class Frozen extends Refusal {
  readonly campaignId: number
  /** When it was to launch. */
  readonly at: Date
  readonly override: readonly UserId[]
  readonly offered: boolean

  constructor(
    words: string,
    of: Pick<Frozen, 'campaignId' | 'at' | 'override'> & { readonly offered?: boolean },
  ) {
    super('conflict', words)
    this.campaignId = of.campaignId
    this.at = of.at
    this.override = of.override
    this.offered = of.offered ?? false
  }
}

/** Freezes chain (a weekend, then a holiday); more than these say nothing any more. */
const LONGEST_CHAIN = 60

type Frozenable = Pick<CampaignState, 'campaign' | 'request'>

/** What is in the way of a launch of this campaign at a moment; null where nothing is. */
export function frozenAt(
  { campaign, request }: Frozenable,
  freezes: readonly Freeze[],
  at: Date,
): InTheWay | null {
  // What is asked for anew is another launch.
  const given = (campaign.overrides ?? []).filter((each) => each.of === undefined || each.of === request?.n)
  const overridden = given.flatMap((each) => each.freezes)
  const holding = freezes.flatMap((freeze) => {
    const span = spanAt(freeze, at)
    return span && !overridden.some((each) => isSame(each, span)) ? [{ freeze, span }] : []
  })
  const [first, ...others] = holding
  if (!first) return null
  const named = first.freeze.override ?? []
  return {
    spans: holding.map(({ span }) => span),
    until: freeAfter(
      freezes,
      holding.map(({ span }) => span),
    ),
    override: named.filter((person) => others.every(({ freeze }) => freeze.override?.includes(person))),
  }
}

function freeAfter(freezes: readonly Freeze[], holding: readonly FreezeSpan[]): Date {
  let until = latest(holding)
  for (let i = 0; i < LONGEST_CHAIN; i += 1) {
    const next = freezes.flatMap((freeze) => spanAt(freeze, until) ?? [])
    if (next.length === 0) break
    until = latest(next)
  }
  return until
}

function latest(spans: readonly FreezeSpan[]): Date {
  return new Date(Math.max(...spans.map(({ endsAt }) => endsAt.getTime())))
}

/** When a freeze holds that holds at a moment; its end is free again. Null where it does not. */
export function spanAt(freeze: Freeze, at: Date): FreezeSpan | null {
  const spans = 'weekly' in freeze ? weeklySpans(freeze, at) : [{ beginsAt: freeze.from, endsAt: freeze.to }]
  const found = spans.find(({ beginsAt, endsAt }) => beginsAt <= at && at < endsAt)
  return found ? { ...found, reason: freeze.reason } : null
}

type Span = Omit<FreezeSpan, 'reason'>

/** The one that began this week and the one before: none is longer than a week. */
function weeklySpans({ weekly, zone }: WeeklyFreeze, at: Date): Span[] {
  const week = DateTime.fromJSDate(at, { zone }).startOf('week')
  // By the clock on the wall: where one is skipped, both ends may be the same instant.
  const over = isLater(weekly.to, weekly.from) ? 0 : 1
  return [week.minus({ weeks: 1 }), week].map((begun) => ({
    beginsAt: instantIn(begun, weekly.from, zone),
    endsAt: instantIn(begun.plus({ weeks: over }), weekly.to, zone),
  }))
}

function isLater(one: WeekTime, other: WeekTime): boolean {
  return one.day === other.day ? one.time > other.time : one.day > other.day
}

/** As a dated one: a time that clocks skip is when they jump, one that they show twice is the first. */
function instantIn(week: DateTime, { day, time }: WeekTime, zone: string): Date {
  const date = week.plus({ days: day - 1 }).toISODate()
  return new Date(firstInstantAt(DateTime.fromISO(`${date}T${time}`, { zone: 'utc' }).toMillis(), zone))
}

function isSame(one: FreezeSpan, other: FreezeSpan): boolean {
  const bounds = ({ beginsAt, endsAt }: FreezeSpan) => `${beginsAt.getTime()} ${endsAt.getTime()}`
  return one.reason === other.reason && bounds(one) === bounds(other)
}

/** Refuses a launch in a freeze, with until when, and who may launch it all the same. */
export function refuseFrozen(state: Frozenable, freezes: readonly Freeze[], at: Date): void {
  const frozen = frozenAt(state, freezes, at)
  if (!frozen) return
  const { id: campaignId, key } = state.campaign
  const why = [...new Set(frozen.spans.map(({ reason }) => reason))].join('; ')
  const later = `Schedule it after that: \`/campaign launch ${key} at:<when>\``
  const words = `Nothing launches until ${token.time(frozen.until)}: ${why}. ${later}\n${overrideWords(key, frozen.override)}`
  throw new Frozen(words, { campaignId, at, override: frozen.override })
}

function overrideWords(key: string, override: readonly UserId[]): string {
  if (override.length === 0) return 'stairway.yaml names nobody who may launch despite it.'
  return `Only ${peopleWords(override)} may launch despite it, with a reason: \`/campaign launch ${key} despite:<reason>\``
}

/** Launches at `at` though a freeze holds then: only who is named for it, and with a reason. Throws a Refusal otherwise. */
export function overrideFreeze(
  state: CampaignState,
  freezes: readonly Freeze[],
  given: { readonly at: Date; readonly words: string },
  by: Actor,
  members: Membership,
  now: Date,
): CampaignEvent {
  const { campaign } = state
  const frozen = frozenAt(state, freezes, given.at)
  if (!frozen)
    throw new Refusal(
      'conflict',
      `No freeze is in the way of ${campaign.key} then: launch it without \`despite:\`.`,
    )
  refuseUnless('launch_despite', by, { campaign, override: frozen.override }, members)
  if (isBlank(given.words))
    throw new Refusal('invalid', `Say why ${campaign.key} can't wait: everybody reads it, for good.`)
  const { stage } = campaign
  const of = stage === 'in_review' || stage === 'approved' ? state.request?.n : undefined
  const override = {
    ...{ by: by.userId, at: now, launchAt: given.at, words: given.words, freezes: frozen.spans },
    ...(of === undefined ? {} : { of }),
  }
  return { kind: 'freeze_overridden', override }
}
