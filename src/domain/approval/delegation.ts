import { Refusal } from '../../refusal.ts'
import type { StandIn, UserId } from '../people.ts'
import { token } from '../text/tokens.ts'

/** Somebody who is away has all their approvals decided by another for a while. */
export interface Delegation {
  readonly id: number
  readonly teamId: string
  /** Who is away. */
  readonly of: UserId
  /** Who decides in their stead. */
  readonly to: UserId
  readonly from: Date
  /** The first moment at which it holds no more. */
  readonly until: Date
  readonly madeAt: Date
  /** It was ended before; null while it was not. */
  readonly endedAt: Date | null
}

export type NewDelegation = Pick<Delegation, 'of' | 'to' | 'from' | 'until'>

const DAY_MS = 86_400_000
/** Whoever is away for longer is no approver: the team has to say so in stairway.yaml. */
const MOST_DAYS = 60

export function isActive({ from, until, endedAt }: Delegation, now: Date): boolean {
  return endedAt === null && from <= now && now < until
}

/** Active, or still to come. */
export function isSet({ until, endedAt }: Delegation, now: Date): boolean {
  return endedAt === null && now < until
}

/** Who decides in whose stead at a moment. */
export function standInsAt(delegations: readonly Delegation[], now: Date): StandIn[] {
  return delegations
    .filter((each) => isActive(each, now))
    .map(({ to, of }) => ({ person: to, insteadOf: of }))
}

/** Who did so before, and until when: what they are told whose click comes too late. */
export function stoodInBefore(delegations: readonly Delegation[], now: Date): (StandIn & { until: Date })[] {
  return delegations
    .filter((each) => each.from <= now && !isActive(each, now))
    .map(({ to, of, until, endedAt }) => ({ person: to, insteadOf: of, until: endedAt ?? until }))
}

/** Throws a Refusal where it can't be set beside those that are. */
export function refuseDelegation(
  { of, to, from, until }: NewDelegation,
  others: readonly Delegation[],
  now: Date,
): void {
  if (of === to) throw new Refusal('invalid', 'You decide for yourself anyway: name somebody else.')
  if (until <= from || until <= now)
    throw new Refusal('invalid', `It would end ${token.time(until)}, before it begins: give a later end.`)
  if (until.getTime() - now.getTime() > MOST_DAYS * DAY_MS)
    throw new Refusal(
      'invalid',
      `Nobody stands in further ahead than ${MOST_DAYS} days, and ${token.day(until)} is. For longer, name the team's other members in stairway.yaml.`,
    )
  const other = others.find((each) => each.of === of && isSet(each, now) && overlap(each, { from, until }))
  if (!other) return
  throw new Refusal(
    'conflict',
    `${token.person(other.to)} decides for you from ${token.time(other.from)} until ${token.time(other.until)}, so nobody else can then. End that first: \`/campaign delegate off\``,
  )
}

type Period = Pick<Delegation, 'from' | 'until'>

function overlap(one: Period, other: Period): boolean {
  return one.from < other.until && other.from < one.until
}
