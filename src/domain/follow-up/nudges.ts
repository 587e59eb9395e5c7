import type { Team } from '../catalog/catalog.ts'
import type { Membership, UserId } from '../people.ts'
import type { Campaign } from '../state/campaign.ts'
import type { FollowUp } from '../state/follow-ups.ts'
import { remindersFor } from '../time/working-days.ts'
import { isOpenFollowUp } from './follow-up.ts'

/** A reminder a working day before or on the due day, or word to the lead a working day later. */
export type Nudge = (typeof NUDGES)[number]

export const NUDGES = ['before', 'due', 'late'] as const

/**
 * What nobody was told yet and is due to be said by now: the newest alone, so that after an outage nobody hears of a
 * due date that has passed since. `zone` (IANA) is that of the person it waits for.
 */
export function nudgeDue(followUp: FollowUp, now: Date, zone: string): Nudge | null {
  const { dueAt } = followUp
  return dueAt && isOpenFollowUp(followUp)
    ? nudgeOf({ ...followUp, dueAt }, givenAt(followUp), now, zone)
    : null
}

/** The same of anything that is reminded of; `since`: when it came to whoever has it. */
export function nudgeOf(
  { dueAt, reminded, escalated }: Pick<FollowUp, 'reminded' | 'escalated'> & { readonly dueAt: Date },
  since: Date,
  now: Date,
  zone: string,
): Nudge | null {
  const times = remindersFor(dueAt, zone)
  if (now >= times.late) return escalated ? null : 'late'
  if (now >= times.due) return reminded === 'due' || since >= times.due ? null : 'due'
  if (now >= times.before) return reminded !== null || since >= times.before ? null : 'before'
  return null
}

/** When it came to whoever has it: what came on its due day needs no reminder of that day. */
function givenAt({ askedAt, reassigned }: FollowUp): Date {
  return reassigned.at(-1)?.at ?? askedAt
}

/**
 * Who is told that it is late: the lead of the assignee's data team, else of any; else, or where that is who is late, the
 * owner, then whoever asked. Of those who are `gone` only where nobody is left.
 */
export function escalateTo(
  { owner }: Campaign,
  { assignee, askedBy }: FollowUp,
  teams: readonly Team[],
  members: Membership,
  gone: readonly UserId[] = [],
): UserId {
  const data = teams.filter(({ kind, lead }) => kind === 'data' && lead !== undefined)
  const own = data.find(({ name }) => assignee !== null && members.get(name)?.has(assignee))
  const lead = (own ?? data[0])?.lead
  const may = (person: UserId | undefined) =>
    person !== undefined && person !== assignee && !gone.includes(person)
  return [lead, owner].find(may) ?? askedBy
}

/** Who is reminded: whoever it waits for; where that is nobody, or they are gone, whoever asked. */
export function remindedPerson({ assignee, askedBy }: FollowUp, gone: readonly UserId[] = []): UserId {
  return assignee !== null && !gone.includes(assignee) ? assignee : askedBy
}
