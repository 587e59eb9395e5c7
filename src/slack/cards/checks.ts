import { newestWords } from '../../domain/readiness/words.ts'
import { isGood } from '../../domain/state/answers.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { section } from '../kit/blocks.ts'
import { fitParts, MESSAGE } from '../kit/fit.ts'
import { joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import type { Look } from './look.ts'
import { campaignTitle, count, packed, short } from './parts.ts'

/** What does not pass first, each on a line of its own; what passes shares one. */
export function checksMessage(checked: readonly Task[], { campaign }: CampaignState, look: Look): Message {
  const passing = checked.filter((each) => passes(each, look))
  const failing = checked.filter((each) => !passes(each, look))
  const title = md`${campaignTitle(campaign)}  ${headline(checked.length, passing.length)}`
  const said = [
    ...failing.map((each) => line(each, look)),
    ...(passing.length > 0
      ? [
          joinMd(
            passing.map((each) => line(each, look)),
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

/** "■ 2 Orders are fresh  3 hours old, wanted ≤ 2 hours · dwh". */
function line(task: Task, look: Look): Mrkdwn {
  const said = task.answer ? newestWords(task.answer, look.now) : 'not asked yet'
  return md`${glyph(task, look)} ${task.n} ${short(task.title, 80)}  ${short(said, 500)}`
}

function glyph(task: Task, look: Look): string {
  if (passes(task, look)) return '●'
  return task.answer?.newest.status === 'warn' ? '◐' : '■'
}

/** Just now: what an earlier pass is worth, or a waiver, is another matter. */
function passes({ answer }: Task, { now }: Look): boolean {
  return answer?.counts === true && isGood(answer, now)
}
