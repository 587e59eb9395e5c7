/** Whether the people of a metric are those who were exposed, or only nobody could be found among them. */

import { formatCount } from '../text/numbers.ts'

/** How the units of a metric since the first exposure and those that were exposed match. */
export interface Join {
  /** Units that were exposed. */
  readonly exposed: number
  /** Units of the metric. */
  readonly units: number
  /** Those of them that were exposed. */
  readonly matched: number
  /** Those of the others that would be, were both written alike: 001000, 1000.0 or in capitals. */
  readonly alike: number
  /** Units of the metric from before the first exposure alone. */
  readonly earlier: number
  /** As each side writes them, the one to show first; empty where there are none. */
  readonly examples: { readonly exposed: readonly string[]; readonly metric: readonly string[] }
}

/** A metric whose people are not among the exposed. */
export interface JoinFault {
  /** As the catalog spells it. */
  readonly metric: string
  /** It is a fault for sure, and the metric is not measured; else it may be a rare event that nobody of them has done. */
  readonly broken: boolean
  readonly words: string
}

/** Fewer than this say nothing, whatever they look like. */
const ENOUGH = 20
const ENOUGH_ALIKE = 5
const HARDLY = 0.01

/**
 * broken: the ids are written differently (the same ones when points, zeros and capitals are left aside, or of another
 * shape altogether), or a table of the campaign's own people, none of whom was exposed. unsure: nobody matches, and it
 * may be a rare event in a table of everybody. A rate that is low is no fault: what counts is whether units match.
 */
export type JoinState = 'fine' | 'unsure' | 'broken'

export function joinState(join: Join): JoinState {
  const { units, matched, alike, exposed, earlier } = join
  if (matched >= HARDLY * units) return 'fine'
  if (alike >= ENOUGH_ALIKE && alike >= 10 * matched) return 'broken'
  if (units < ENOUGH || exposed < ENOUGH) return 'fine'
  if (differInShape(join)) return 'broken'
  if (matched > 0) return 'fine'
  return units <= exposed && earlier < HARDLY * units ? 'broken' : 'unsure'
}

/** `None of the 220 people with a Purchase is among the 2 000 exposed: exposures have "1000", Purchase has "1000.0".` */
export function joinWords(label: string, { units, matched, exposed, examples }: Join): string {
  const few = matched === 0 ? 'None' : `Only ${formatCount(matched)}`
  const verb = matched > 1 ? 'are' : 'is'
  const said = `${few} of the ${formatCount(units)} people with a ${label} ${verb} among the ${formatCount(exposed)} exposed`
  const [ours] = examples.exposed
  const [theirs] = examples.metric
  return ours === undefined || theirs === undefined
    ? `${said}.`
    : `${said}: exposures have "${shown(ours)}", ${label} has "${shown(theirs)}".`
}

function differInShape({ examples }: Join): boolean {
  const shapes = examples.exposed.map(shapeOf)
  return shapes.length > 0 && !examples.metric.some((unit) => shapes.includes(shapeOf(unit)))
}

/** A number, a number with a point, an address or a name: parts that no two ids of one kind differ in by chance. */
function shapeOf(unit: string): string {
  return [/\p{L}/u, /@/, /^\d+\.\d+$/, /^0\d/, /^\s|\s$/].map((mark) => Number(mark.test(unit))).join('')
}

const LONGEST = 40

/** An address is somebody's own: enough of it to see that it is one. */
function shown(unit: string): string {
  const said = unit.replace(/^(.)[^@]*@.*$/u, '$1…@…')
  return said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said
}
