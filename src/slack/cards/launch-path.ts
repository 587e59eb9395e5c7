import { bottleneckOf, type Planned, unmetGoLive } from '../../domain/tasks/critical-path.ts'
import { bottleneckWords, unmetWords } from '../../domain/tasks/path-words.ts'
import { bold, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { shortRich } from './parts.ts'

/** "*Holds the launch*  4 Consent list, Mei, 3 days late", and that go-live can't be met where it can't. */
export function pathLines(planned: Planned, look: Look): Mrkdwn[] {
  const unmet = unmetGoLive(planned, look.now)
  return [bottleneckLine(planned, look), unmet && bold(shortRich(unmetWords(unmet), 400, look))].filter(
    (line) => line !== null,
  )
}

export function bottleneckLine(planned: Planned, look: Look): Mrkdwn | null {
  const bottleneck = bottleneckOf(planned, look.now)
  return bottleneck && md`${bold('Holds the launch')}  ${shortRich(bottleneckWords(bottleneck), 300, look)}`
}
