import { ageOf, type CheckAnswer, type CheckStatus } from '../../domain/readiness/checks.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { durationWords } from '../../domain/time/duration-words.ts'
import { section } from '../kit/blocks.ts'
import { fitParts, MESSAGE } from '../kit/fit.ts'
import { joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import type { Look } from './look.ts'
import { campaignTitle, count, packed, short } from './parts.ts'

/** A task with what its check answered just now. */
interface Checked {
  readonly task: Task
  readonly answer: CheckAnswer
}

const GLYPH: Readonly<Record<CheckStatus, string>> = {
  pass: '●',
  warn: '◐',
  fail: '■',
  error: '■',
  skip: '■',
  unknown: '■',
}
const STATUS_WORDS: Readonly<Record<CheckStatus, string | null>> = {
  pass: null,
  warn: 'a warning',
  fail: null,
  error: 'no answer',
  skip: 'skipped',
  unknown: 'can’t be told',
}

/** What does not pass first, each on a line of its own; what passes shares one. */
export function checksMessage(checked: readonly Checked[], { campaign }: CampaignState, look: Look): Message {
  const failing = checked.filter(({ answer }) => answer.status !== 'pass')
  const passing = checked.filter(({ answer }) => answer.status === 'pass')
  const title = md`${campaignTitle(campaign)}  ${headline(checked.length, passing.length)}`
  const said = [
    ...failing.map((each) => failingLine(each, look)),
    ...(passing.length > 0
      ? [
          joinMd(
            passing.map((each) => md`● ${checkWords(each, look)}`),
            ' · ',
          ),
        ]
      : []),
  ]
  const parts = [
    section(title),
    { items: packed(said, 1_900).map((text) => [section(text)]), more: () => section(md`…`) },
  ]
  return message({ text: lines(title, ...said), blocks: fitParts(parts, MESSAGE) })
}

function headline(all: number, passing: number): string {
  return passing === all ? `${count(all, 'check')}: all pass` : `${passing} of ${count(all, 'check')} pass`
}

function failingLine(each: Checked, look: Look): Mrkdwn {
  const { status, words } = each.answer
  const why = [STATUS_WORDS[status], words].flatMap((part) => part ?? [])
  return md`${GLYPH[status]} ${checkWords(each, look)}${why.length > 0 ? md`: ${short(why.join(', '), 300)}` : ''}`
}

/** "2 Orders are fresh  26 minutes old, wanted ≤ 2 hours · dwh". */
function checkWords({ task, answer }: Checked, { now }: Look): Mrkdwn {
  const { figure, wanted, where } = answer
  const ms = ageOf(answer, now) ?? 0
  const age = ms >= 60_000 ? `${durationWords(ms)} ago` : null
  const parts = [figure, wanted === null ? null : `wanted ${wanted}`].flatMap((part) => part ?? [])
  const seen = [where, age].flatMap((part) => part ?? [])
  return md`${task.n} ${short(task.title, 80)}  ${short(parts.join(', '), 120)}${parts.length > 0 ? ' · ' : ''}${short(seen.join(', '), 80)}`
}
