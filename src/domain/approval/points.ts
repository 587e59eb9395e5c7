import { Refusal } from '../../refusal.ts'
import type { UserId } from '../people.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import type { Point } from '../state/revision.ts'
import { isBeforeLaunch } from '../state/stage.ts'
import { token } from '../text/tokens.ts'
import { isBlank } from '../text/visible.ts'

/** More are no points any more, but a talk to have. */
const MOST = 20

/** What an approver wrote, as points of their own: one a line, without the marks that lists begin with. */
export function pointsIn(words: string, by: UserId, at: Date, first = 1): Point[] {
  const lines = words
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*•–]|\d{1,2}[.)])\s+/, '').trim())
    .filter((line) => !isBlank(line))
  const kept = lines.length > MOST ? [...lines.slice(0, MOST - 1), lines.slice(MOST - 1).join('; ')] : lines
  return kept.map((line, i) => ({ n: first + i, words: line, by, at, done: null }))
}

export function openPoints({ campaign }: Pick<CampaignState, 'campaign'>): Point[] {
  return campaign.revision.points.filter(({ done }) => done === null)
}

/** The event that ticks a point. Throws a Refusal where there is none, it is ticked, or nothing is said of what was done. */
export function tickPoint(state: CampaignState, n: number, words: string): CampaignEvent {
  const { key, stage, revision } = state.campaign
  const point = revision.points.find((each) => each.n === n)
  if (!point || !isBeforeLaunch(stage)) throw new Refusal('unknown', noPointWords(state, n))
  if (point.done)
    throw new Refusal(
      'conflict',
      `Point ${n} of ${key} was answered by ${token.person(point.done.by)}, ${token.time(point.done.at)}: ${point.done.words}`,
    )
  if (isBlank(words))
    throw new Refusal(
      'invalid',
      `Say what was done about it, for who approves: \`/campaign point ${key} ${n} <what was done>\``,
    )
  return { kind: 'point_done', n, words }
}

function noPointWords(state: CampaignState, n: number): string {
  const { key, revision } = state.campaign
  if (revision.points.length === 0)
    return `Nobody has asked for changes of ${key} since it was submitted last.`
  return `${key} has no point ${n}: ${revision.points.length === 1 ? 'there is one' : `there are ${revision.points.length}`}. \`/campaign show ${key}\` shows them.`
}

/** Refuses to submit while something that an approver asked for is open. */
export function refuseOpenPoints(state: CampaignState): void {
  const open = openPoints(state)
  if (open.length === 0) return
  const { key } = state.campaign
  const asked =
    open.length === 1 ? '1 point that was asked for is' : `${open.length} points that were asked for are`
  throw new Refusal(
    'conflict',
    `${key} can't be decided yet: ${asked} open.\n${open.map(({ n, words }) => `${n} ${words}`).join('\n')}\nSay what was done about each: \`/campaign point ${key} ${open[0]?.n} <what was done>\``,
  )
}
