import type { Catalog } from '../catalog/catalog.ts'
import type { Readout } from '../readout/readout.ts'
import { everybody, people } from '../readout/validity.ts'
import type { KeptAnswer } from '../state/answers.ts'
import type { PeopleSeen } from '../state/arrivals.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { LaunchStep } from '../state/steps.ts'

/** How many people a launch planned, synced, messaged, exposed and analysed; what is not known is not there. */

/** Where people are counted on their way, in its order; `reached` is a count of which nobody says what it counts. */
export const STATIONS = ['planned', 'synced', 'messaged', 'reached', 'exposed', 'analysed'] as const

export type Station = (typeof STATIONS)[number]

export interface Figure {
  readonly station: Station
  readonly count: number
  /** Who counted: "brief", the title of a check or a target, the name of an exposure query. */
  readonly source: string
  /** Null where that is not known. */
  readonly at: Date | null
}

type Names = Pick<Catalog, 'targets' | 'checks'>

/** In the order of the stations; several of one station each by itself, since nobody knows whether their people are the same. */
export function figuresOf(state: CampaignState, names: Names, seen: PeopleSeen | undefined): Figure[] {
  const counted = state.steps.flatMap((step) => sentFigure(step, names))
  const all = [...plannedFigure(state, names), ...counted, ...(seen ? seenFigures(state, seen) : [])]
  return STATIONS.flatMap((station) => all.filter((each) => each.station === station))
}

/** Whom a readout found, at its time. */
export function peopleIn(readout: Readout, at: Date): PeopleSeen {
  return { exposed: everybody(readout), analysed: people(readout), at }
}

/** Counted by a check before the launch, else as large as the brief that was submitted says. */
function plannedFigure(state: CampaignState, names: Names): Figure[] {
  const { campaign, request } = state
  const counted = countedBefore(state, names)
  if (counted) return [counted]
  const size = (request?.brief ?? campaign.brief).audience?.size ?? null
  return size === null
    ? []
    : [{ station: 'planned', count: size, source: 'brief', at: request?.at ?? campaign.createdAt }]
}

function countedBefore({ campaign, tasks }: CampaignState, { checks }: Names): Figure | null {
  const until = campaign.startedAt ?? campaign.liveAt
  for (const { check, answer } of tasks) {
    const found = answer && until ? newestCount(answer, until) : null
    if (!found) continue
    const source = checks.find(({ name }) => name === check)?.title ?? check ?? 'a check'
    return { station: 'planned', source, ...found }
  }
  return null
}

/** The newest count of people that was made by then. */
function newestCount(
  { newest, askedAt, good }: KeptAnswer,
  until: Date,
): Pick<Figure, 'count' | 'at'> | null {
  const answers = [{ answer: newest, askedAt }, ...(good ? [good] : [])]
  for (const { answer, askedAt: at } of answers)
    if (answer.people !== undefined && at <= until) return { count: answer.people, at: answer.at ?? at }
  return null
}

const STATION_OF = { rows: 'synced', sends: 'messaged' } as const

function sentFigure({ plan, reached }: LaunchStep, { targets }: Names): Figure[] {
  if (!reached || plan.kind !== 'sent') return []
  const source = targets.find(({ name }) => name === plan.target)?.title ?? plan.target
  const station = reached.of ? STATION_OF[reached.of] : 'reached'
  return [{ station, count: reached.count, source, at: reached.at }]
}

function seenFigures({ campaign }: CampaignState, { exposed, analysed, at }: PeopleSeen): Figure[] {
  return [
    { station: 'exposed', count: exposed, source: campaign.brief.exposures ?? 'exposure query', at },
    { station: 'analysed', count: analysed, source: 'readout', at },
  ]
}
