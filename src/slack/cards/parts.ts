import type { SectionBlock } from '@slack/types'
import type { ChangeWords } from '../../domain/approval/changes.ts'
import type { Outcome } from '../../domain/state/brief.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { TaskState } from '../../domain/state/tasks.ts'
import { withoutCodes } from '../../domain/text/answers.ts'
import { formatSignedPercent } from '../../domain/text/numbers.ts'
import { section } from '../kit/blocks.ts'
import { bold, clipMrkdwn, code, dateToken, joinMd, type Mrkdwn, md, typed } from '../kit/mrkdwn.ts'
import { clip, oneLine } from '../kit/text.ts'
import { dueWords } from '../kit/words.ts'
import { linked, NO_LINKS, rich } from '../rich.ts'
import type { Look } from './look.ts'

/** What several cards say in the same words. */

export const TASK_GLYPH: Readonly<Record<TaskState, string>> = {
  todo: '○',
  doing: '◐',
  blocked: '■',
  done: '●',
  waived: '◌',
}
const NAME_ROOM = 150
const PERSON_ROOM = 40

/** Typed text on one line that takes at most `max` characters of a message, escapes included. */
export const short = (text: string, max: number): Mrkdwn => clipMrkdwn(typed(text, max), max)

/** Words with tokens on one line that take at most `max` characters of a message. */
export const shortRich = (words: string, max: number, look: Look): Mrkdwn =>
  clipMrkdwn(rich(oneLine(words).trim(), look.names, look.links), max)

/** Words with tokens, their lines kept, as much as a section holds. */
export const longRich = (words: string, max: number, look: Look): Mrkdwn =>
  clipMrkdwn(rich(words.trim(), look.names, look.links), max)

/** What came of a step, with tokens: in a channel without the codes of its answer, which private copies and messages have. */
export const outcomeSaid = (words: string, max: number, look: Look): Mrkdwn =>
  shortRich(look.reader === null ? withoutCodes(words) : words, max, look)

/** A person's name as plain text: nobody is pinged for reading matter. */
export const person = (id: string | null, look: Look): Mrkdwn =>
  id === null ? md`nobody yet` : short(look.names(id), PERSON_ROOM)

/** "Raj", "Raj or Mei", "Raj, Mei or 6 others". */
export const people = (ids: readonly string[], look: Look, last: 'and' | 'or' = 'or'): Mrkdwn => {
  if (ids.length === 0) return md`nobody`
  const shown = ids.slice(0, ids.length > 6 ? 5 : 6).map((id) => person(id, look))
  const rest = ids.length - shown.length
  const names = rest > 0 ? [...shown, md`${rest} others`] : shown
  const end = names.at(-1) ?? md``
  return names.length === 1 ? end : md`${joinMd(names.slice(0, -1), ', ')} ${last} ${end}`
}

const campaignName = ({ brief }: Campaign): Mrkdwn => bold(short(brief.name, NAME_ROOM))

/** *Spring win-back*  `winback` */
export const campaignTitle = (campaign: Campaign): Mrkdwn =>
  md`${campaignName(campaign)}  ${code(campaign.key)}`

/** The same, as the way to its card where that is known. */
export const campaignLink = ({ key, brief }: Pick<Campaign, 'key' | 'brief'>, look: Look): Mrkdwn =>
  md`${bold(linkTo(key, brief.name, look))}  ${code(key)}`

/** `winback` or `winback-3`, as the way to it where that is known. */
export const keyLink = (name: string, look: Look): Mrkdwn =>
  (look.links ?? NO_LINKS)(name) === null ? code(name) : linkTo(name, name, look)

/** Typed text on one line as the way to what is called `name`: a campaign's key, `winback:digest`, `winback-3`. */
export const linkTo = (name: string, text: string, look: Look, max = NAME_ROOM): Mrkdwn =>
  linked(clip(oneLine(text).trim(), max), (look.links ?? NO_LINKS)(name))

/** "1 step", "2 steps". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

const DAY = 86_400_000

/** "due in 3 hours", "due now", "2 days late". */
export const dueSaid = (due: Date, now: Date): string => {
  const words = dueWords(due, now)
  return words.startsWith('in ') ? `due ${words}` : words
}

/** "due tomorrow" as a date that goes with the reader's days, with its time on the last day; "due now", "2 days late"; a mark stands before it: "due T-3d, Tue". */
export const dueDay = (due: Date, now: Date, mark?: string): Mrkdwn => {
  const words = dueWords(due, now)
  const before = mark ? `${mark}, ` : ''
  if (!words.startsWith('in ')) return md`${before}${words}`
  const soon = due.getTime() - now.getTime() < DAY
  return md`due ${before}${dateToken(due, soon ? '{date_short_pretty} {time}' : '{date_short_pretty}')}`
}

/** "purchase within 14 days, +8 % or more". */
export const outcomeLine = ({ metric, direction, minimumEffect }: Outcome, look: Look): Mrkdwn => {
  const days = look.catalog.metrics.find((each) => each.name === metric)?.windowDays
  const within = days === undefined ? '' : ` within ${count(days, 'day')}`
  if (minimumEffect === null) return md`${short(metric, 80)}${within}, ${direction}`
  const effect = formatSignedPercent(direction === 'up' ? minimumEffect : -minimumEffect)
  return md`${short(metric, 80)}${within}, ${effect} or more`
}

/** "audience 42 610 → 51 200"; what differs only beyond the first words is said without the values. */
export const changeLine = ({ name, from, to }: ChangeWords, look: Look): Mrkdwn => {
  if (from === to) return md`the words of the ${name}`
  return md`${name} ${shortRich(from, 200, look)} → ${shortRich(to, 200, look)}`
}

/** Lines put together into as few texts as hold them, `max` characters each. */
export const packed = (lines: readonly Mrkdwn[], max: number): Mrkdwn[] => {
  const texts: Mrkdwn[][] = []
  let room = 0
  for (const line of lines) {
    const size = line.source.length + 1
    if (size > room) {
      texts.push([])
      room = max
    }
    texts.at(-1)?.push(line)
    room -= size
  }
  return texts.map((each) => joinMd(each, '\n'))
}

/** Lines as sections, as many as they need. */
export const lineSections = (lines: readonly Mrkdwn[]): SectionBlock[] =>
  packed(lines, 2_900).map((text) => section(text))
