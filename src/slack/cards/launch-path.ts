import { holdOf, type Planned, unmetGoLive } from '../../domain/tasks/critical-path.ts'
import { holdWords, unmetWords } from '../../domain/tasks/path-words.ts'
import { bold, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { shortRich } from './parts.ts'

/** "*Holds the launch*  4 Consent list, Mei, 3 days late", and that go-live can't be met where it can't. */
export function pathLines(planned: Planned, look: Look): Mrkdwn[] {
  const unmet = unmetGoLive(planned, look.now)
  return [holdLine(planned, look), unmet && bold(shortRich(unmetWords(unmet), 400, look))].filter(
    (line) => line !== null,
  )
}

export function holdLine(planned: Planned, look: Look): Mrkdwn | null {
  const hold = holdOf(planned, look.now)
  return hold && md`${bold('Holds the launch')}  ${shortRich(holdWords(hold), 300, look)}`
}
