/** Whom an undecided verdict, and a campaign past its last day, come to. */

import type { Team } from '../catalog/catalog.ts'
import type { Membership, UserId } from '../people.ts'
import type { Campaign } from '../state/campaign.ts'
import { morningAt } from '../time/working-days.ts'
import { endOf, type Windows } from './ending.ts'

/**
 * Who is told that the owner has not decided: the lead of their growth team, else of any growth team; where that is the
 * owner or nobody, the data partner; else the owner. Of those who are `gone` only where nobody is left.
 */
export function escalateChoice(
  { owner, brief }: Campaign,
  teams: readonly Team[],
  members: Membership,
  gone: readonly UserId[],
): UserId {
  const growth = teams.filter(({ kind, lead }) => kind === 'growth' && lead !== undefined)
  const own = growth.find(({ name }) => members.get(name)?.has(owner))
  const others = [(own ?? growth[0])?.lead, brief.partner].filter(
    (each) => each !== undefined && each !== null,
  )
  return others.find((person) => person !== owner && !gone.includes(person)) ?? owner
}

/** The owner; where they are gone, whoever is told instead of them. */
export function remindedOfChoice({ owner }: Campaign, instead: UserId, gone: readonly UserId[]): UserId {
  return gone.includes(owner) ? instead : owner
}

/** When the owner is told that its days are over: at once in their working hours, else in the next working morning; null where they have no end. */
export function overMorning(
  campaign: Pick<Campaign, 'brief' | 'liveAt'>,
  metrics: Windows,
  zone: string,
): Date | null {
  const end = endOf(campaign, metrics)
  return end && morningAt(end, zone)
}
