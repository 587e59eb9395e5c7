import { standings } from '../../domain/readiness/standing.ts'
import { checkGlyph, shortlySeen, standingWords } from '../../domain/readiness/words.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { count, person, short, shortRich, TASK_GLYPH } from './parts.ts'

/** What a task is; of one that a machine answers for what that says now. */
export function taskGlyph(task: Task, { now }: Look): string {
  return task.check === null ? TASK_GLYPH[task.state] : checkGlyph(task, now)
}

/** "5 hours old, wanted ≤ 2 hours · dwh, 12 minutes ago"; null where people answer for it. */
export function checkFact(task: Task, look: Look): Mrkdwn | null {
  if (task.check === null) return null
  return task.state === 'waived' ? waivedWords(task, look) : short(standingWords(task, look.now), 300)
}

interface CheckLines {
  /** What does not pass and what is waived, each on a line of its own. */
  readonly against: readonly Mrkdwn[]
  /** What passes, each in a few words. */
  readonly passing: readonly Mrkdwn[]
}

/** What there is room for: on a card that says much else, and where it is decided by it. */
const ROOM = { card: { against: 4, passing: 4 }, approval: { against: 10, passing: 8 } } as const

/** "■ Orders are fresh  5 hours old, wanted ≤ 2 hours · 12 minutes ago"; those that are left out are counted. */
export function checkLines(state: CampaignState, look: Look, where: keyof typeof ROOM): CheckLines {
  const all = standings(state, look.now)
  const against = all
    .filter(({ standing }) => standing !== 'ready')
    .map(({ task }) => md`${taskGlyph(task, look)} ${inShort(task, look)}`)
  const passing = all.filter(({ standing }) => standing === 'ready').map(({ task }) => inShort(task, look))
  const room = ROOM[where]
  return { against: atMost(room.against, against), passing: atMost(room.passing, passing) }
}

function atMost(most: number, lines: readonly Mrkdwn[]): Mrkdwn[] {
  const left = lines.length - most
  return left > 0 ? [...lines.slice(0, most), md`and ${count(left, 'more check')}`] : [...lines]
}

function inShort(task: Task, look: Look): Mrkdwn {
  const said =
    task.state === 'waived' ? waivedWords(task, look) : short(standingWords(task, look.now, shortlySeen), 200)
  return md`${short(task.title, 80)}  ${said}`
}

function waivedWords({ waivedBy, evidence }: Task, look: Look): Mrkdwn {
  const by = waivedBy ? md` by ${person(waivedBy, look)}` : ''
  return evidence ? md`waived${by}: ${shortRich(evidence, 200, look)}` : md`waived${by}`
}

/** The same for the card: what passes shares one line. */
export function cardChecks(state: CampaignState, look: Look): Mrkdwn[] {
  const { against, passing } = checkLines(state, look, 'card')
  return passing.length > 0 ? [...against, md`● ${joinMd(passing, ' · ')}`] : [...against]
}
