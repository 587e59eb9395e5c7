/** Where one campaign stands in a digest of many: drawn from its newest snapshot, with that snapshot's age. */

import { isLateChoice, openChoice } from '../choice/choice.ts'
import { isOver, type Windows } from '../choice/ending.ts'
import { isLate, isOpenFollowUp } from '../follow-up/follow-up.ts'
import { harmWords } from '../incidents/harm.ts'
import type { UserId } from '../people.ts'
import { verdictWords } from '../readout/headline.ts'
import type { Verdict } from '../readout/pieces.ts'
import type { Readout } from '../readout/readout.ts'
import { validityProblems } from '../readout/validity.ts'
import { breaches, liftWithInterval, mainGoal } from '../readout/words.ts'
import type { Campaign } from '../state/campaign.ts'
import type { FollowUp } from '../state/follow-ups.ts'
import type { Stage } from '../state/stage.ts'
import { nextSlot } from '../time/schedule.ts'
import type { Digest } from './digest.ts'

/** missed: its own schedule was due since. unscheduled: none is set, and it is more than a day old. */
type Late = 'missed' | 'unscheduled'

export interface Standing {
  readonly campaignId: number
  readonly key: string
  readonly name: string
  readonly owner: UserId
  readonly stage: Stage
  readonly day: number
  readonly horizonDays: number | null
  /** The worst is 0. */
  readonly rank: number
  /** A problem, a failure, harm, something late or over, or a decision that waits: it is told each time. */
  readonly pressing: boolean
  readonly verdict: string
  /** Why, with figures that move; harm that was found since the snapshot stands there first. */
  readonly reason?: string | null
  /** The main lift with its interval, or that it must not be read; null where there is none. */
  readonly lift: string | null
  /** When the snapshot was made; null without one. */
  readonly readAt: Date | null
  readonly late: Late | null
  /** Its verdict asks for a decision; late: past its due date. Absent where none is asked, and in digests from before. */
  readonly decision?: 'asked' | 'late'
  /** Its last day has passed, and it is not concluded. */
  readonly over?: boolean
  /** Nothing could be read of it. Absent in digests from before. */
  readonly failed?: boolean
  readonly open: number
  readonly overdue: number
}

const DAY_MS = 86_400_000
/** A digest may take its time: only after that its slot counts as missed. */
const GRACE_MS = 2 * 3_600_000

export function standingOf(
  campaign: Campaign,
  followUps: readonly FollowUp[],
  newest: Digest | null,
  now: Date,
  metrics: Windows = [],
): Standing {
  const open = followUps.filter(isOpenFollowUp)
  const choice = openChoice(campaign)
  const over = isOver(campaign, metrics, now)
  const late = newest ? lateness(campaign, newest, now) : null
  const overdue = open.filter((each) => isLate(each, now)).length
  const seen = withHarm(seenIn(newest), campaign, newest)
  return {
    campaignId: campaign.id,
    key: campaign.key,
    name: campaign.brief.name,
    owner: campaign.owner,
    stage: campaign.stage,
    day: dayOf(campaign, now),
    horizonDays: campaign.brief.horizonDays,
    rank: seen.rank,
    pressing: seen.pressing || overdue > 0 || choice !== null || over || late === 'missed',
    verdict: seen.verdict,
    reason: seen.reason ?? null,
    lift: seen.lift,
    readAt: newest?.madeAt ?? null,
    late,
    ...(choice ? { decision: isLateChoice(choice, now) ? ('late' as const) : ('asked' as const) } : {}),
    ...(over ? { over } : {}),
    ...(newest?.madeAt && !newest.readout ? { failed: true } : {}),
    open: open.length,
    overdue,
  }
}

/** Worst first; within a rank those with most overdue, then those that run longest. */
export function byWorst(a: Standing, b: Standing): number {
  return a.rank - b.rank || b.overdue - a.overdue || b.day - a.day || (a.key < b.key ? -1 : 1)
}

function dayOf({ liveAt }: Campaign, now: Date): number {
  return liveAt ? Math.max(1, Math.floor((now.getTime() - liveAt.getTime()) / DAY_MS) + 1) : 1
}

type Seen = Pick<Standing, 'rank' | 'pressing' | 'verdict' | 'reason' | 'lift'>

/** Harm is told at once, so the snapshot may not know of it yet. */
function withHarm(seen: Seen, { harms }: Campaign, newest: Digest | null): Seen {
  const last = harms.at(-1)
  if (!last) return seen
  const since = last.at.getTime() > (newest?.madeAt?.getTime() ?? 0)
  const reason = since ? [harmWords(last), seen.reason].filter(Boolean).join(' ') : seen.reason
  return { ...seen, rank: 0, pressing: true, reason: reason ?? null }
}

/** After problems and harm, which are 0. */
const RANKS: Readonly<Record<Verdict, number>> = {
  stop: 1,
  redesign: 1,
  fix: 2,
  'cannot judge': 2,
  iterate: 3,
  'head-to-head': 3,
  ship: 4,
  outdone: 4,
  'keep running': 5,
}
const UNREAD = 6

function seenIn(newest: Digest | null): Seen {
  if (!newest?.madeAt)
    return { rank: UNREAD, pressing: false, verdict: 'It was not read out yet.', reason: null, lift: null }
  const { readout, headline, failure } = newest
  if (!readout) {
    const verdict = headline ?? failure ?? 'Nothing could be read out.'
    return { rank: 0, pressing: true, verdict, reason: null, lift: null }
  }
  const problem = validityProblems(readout).length > 0
  const harmed = breaches(readout).length > 0 || readout.crossings.some(({ kind }) => kind === 'harm')
  return {
    rank: problem || harmed ? 0 : Math.min(UNREAD, ...readout.verdicts.map(({ verdict }) => RANKS[verdict])),
    pressing: problem || harmed,
    ...said(readout, headline),
    lift: problem ? 'lift hidden' : mainLift(readout, said(readout, headline).reason ?? ''),
  }
}

/** What to do and the first reason; snapshots from before verdicts have their headline alone. */
function said(readout: Readout, headline: string | null): Pick<Seen, 'verdict' | 'reason'> {
  if (readout.verdicts.length === 0) return { verdict: headline ?? '', reason: null }
  const { verdict, reasons } = verdictWords(readout)
  return { verdict, reason: reasons[0]?.text ?? null }
}

/** Null where the reason says it. */
function mainLift(readout: Readout, reason: string): string | null {
  const goal = mainGoal(readout)
  if (!goal?.measured) return null
  const lifts = goal.comparisons.slice(0, 2).flatMap((comparison) => {
    const said = liftWithInterval(goal, comparison)
    return said && !reason.includes(said) ? [`${said} in ${comparison.arm}`] : []
  })
  return lifts.length > 0 ? `${goal.label} ${lifts.join(', ')}` : null
}

function lateness({ digest }: Campaign, { slot, madeAt }: Digest, now: Date): Late | null {
  const read = madeAt ?? slot
  if (!digest) return now.getTime() - read.getTime() > DAY_MS ? 'unscheduled' : null
  const due = nextSlot(digest.schedule, read)
  return due.getTime() + GRACE_MS < now.getTime() ? 'missed' : null
}
