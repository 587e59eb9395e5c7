/** The picture of many looks: how the main goal's lift has settled, and its words for those who can't see it. */

import { dayWords } from '../domain/readout/words.ts'
import { formatSignedPercent } from '../domain/text/numbers.ts'
import { LONGEST_ALT } from './alt-text.ts'
import { type CoursePoint, coursePicture, type Panel } from './course.ts'
import { type Estimate, type Look, type Measured, mainGoalOf } from './of-readout.ts'
import type { Picture } from './picture.ts'
import { drawable } from './text.ts'

const MOST_PANELS = 4
const FEWEST_DAYS = 2

/** One arm over the looks; `points` has the last look of each day. */
interface Line {
  readonly arm: string
  readonly newest: Estimate
  readonly points: readonly CoursePoint[]
}

interface LiftCourse {
  readonly look: Look
  readonly goal: Measured
  readonly lines: readonly Line[]
}

/** Null before the lift was shown on two days. `looks`: those whose lifts may be read, the oldest first, this one last. */
export function coursePictureOf(looks: readonly Look[], campaign: string): Picture | null {
  const course = courseOf(looks)
  if (!course) return null
  const { look, goal, lines } = course
  const control = drawable(look.arms[0]?.name ?? '', 'the control')
  const hidden = lines.length - MOST_PANELS
  return coursePicture({
    name: 'course',
    title: `${drawable(goal.label, 'Main goal')}: lift against ${control}, day by day`,
    subtitle: `${drawable(campaign, 'Campaign')}, ${dayWords(look)}`,
    panels: lines.slice(0, MOST_PANELS).map((line, i) => panelOf(line, i)),
    lastDay: Math.max(look.horizonDays ?? 0, look.day),
    mark: goal.mark,
    note: [
      'Band: the interval that decided on each day.',
      ...(goal.mark === null ? [] : ['Dashes: the lift wanted.']),
      ...(hidden > 0 ? [`${hidden} more ${hidden === 1 ? 'arm' : 'arms'} did not fit.`] : []),
    ].join(' '),
  })
}

function panelOf({ arm, newest, points }: Line, i: number): Panel {
  return {
    label: drawable(arm, `Arm ${i + 1}`),
    said: drawable(newest.spread ? `${newest.said}, ${newest.words}` : newest.words, ''),
    tone: newest.tone,
    points,
  }
}

function courseOf(looks: readonly Look[]): LiftCourse | null {
  const look = looks.at(-1)
  const goal = look && mainGoalOf(look)
  if (!look || !goal) return null
  const lines = goal.estimates.flatMap((newest) => {
    const points = pointsOf(looks, goal.name, newest.arm)
    return points.length >= FEWEST_DAYS ? [{ arm: newest.arm, newest, points }] : []
  })
  return lines.length > 0 ? { look, goal, lines } : null
}

/** A goal or arm that was named differently then has no past. */
function pointsOf(looks: readonly Look[], goal: string, arm: string): CoursePoint[] {
  const byDay = new Map<number, CoursePoint>()
  for (const look of looks) {
    const main = mainGoalOf(look)
    const spread = main?.name === goal && main.estimates.find((each) => each.arm === arm)?.spread
    if (spread) byDay.set(look.day, { day: look.day, ...spread })
  }
  return [...byDay.values()].sort((a, b) => a.day - b.day)
}

/** Where the lift stands and where it came from, arm by arm. */
export function courseAlt(looks: readonly Look[]): string {
  const course = courseOf(looks)
  if (!course) return 'Nothing to compare over days yet.'
  const { goal, look, lines } = course
  const said = lines.slice(0, MOST_PANELS).map(({ arm, newest, points }) => {
    const [first, last] = [points[0], points.at(-1)]
    const since = first ? `, from ${percent(first.lift)} on day ${first.day}` : ''
    const narrower = first && last && width(last) < width(first) ? '; the band has narrowed' : ''
    const now = newest.spread ? `${newest.said} (${newest.interval}), ${newest.words}` : newest.words
    return `${short(arm)} ${now}${since}${narrower}.`
  })
  const control = short(look.arms[0]?.name ?? 'the control')
  return `${short(goal.label)} on ${dayWords(look)}, lift against ${control}: ${said.join(' ')}`.slice(
    0,
    LONGEST_ALT,
  )
}

const percent = (lift: number) => formatSignedPercent(lift, 1)
const width = ({ low, high }: CoursePoint) => high - low
const short = (name: string) => (name.length <= 120 ? name : `${name.slice(0, 119)}…`)
