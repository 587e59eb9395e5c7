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

/** "■ Orders are fresh  5 hours old, wanted ≤ 2 hours · 12 minutes ago". */
export function checkLines(state: CampaignState, look: Look): CheckLines {
  const all = standings(state, look.now)
  const against = all.filter(({ standing }) => standing !== 'ready')
  const passing = all.filter(({ standing }) => standing === 'ready')
  return {
    against: against.map(({ task }) => md`${taskGlyph(task, look)} ${inShort(task, look)}`),
    passing: passing.map(({ task }) => inShort(task, look)),
  }
}

function inShort(task: Task, look: Look): Mrkdwn {
  const said =
    task.state === 'waived' ? waivedWords(task, look) : short(standingWords(task, look.now, shortlySeen), 300)
  return md`${short(task.title, 80)}  ${said}`
}

function waivedWords({ waivedBy, evidence }: Task, look: Look): Mrkdwn {
  const by = waivedBy ? md` by ${person(waivedBy, look)}` : ''
  return evidence ? md`waived${by}: ${shortRich(evidence, 200, look)}` : md`waived${by}`
}

const AGAINST_SHOWN = 4
const PASSING_SHOWN = 4

/** The same in the room of a card that says much else. */
export function checkLinesInShort(state: CampaignState, look: Look): Mrkdwn[] {
  const { against, passing } = checkLines(state, look)
  const shown = passing.slice(0, PASSING_SHOWN)
  const rest = passing.length - shown.length
  return [
    ...against.slice(0, AGAINST_SHOWN),
    ...(against.length > AGAINST_SHOWN
      ? [md`and ${count(against.length - AGAINST_SHOWN, 'more check')}`]
      : []),
    ...(shown.length > 0 ? [md`● ${joinMd([...shown, rest > 0 && md`and ${rest} more`], ' · ')}`] : []),
  ]
}
