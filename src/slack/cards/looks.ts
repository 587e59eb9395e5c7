/** What a target says of a step before it is sent, on the cards of those who decide on it. */

import { gatesOf } from '../../domain/approval/looks.ts'
import type { PlannedStep } from '../../domain/state/brief.ts'
import type { Gate, SeenStep } from '../../domain/state/looks.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import { dateToken, joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { toTool } from '../rich.ts'
import { short } from './parts.ts'

/** "off now · 42 610 people · can be switched off": what is known of a step, and how far it can be taken back. */
export function lookWords(seen: SeenStep, launchAt: Date | null): Mrkdwn {
  if (seen.is === 'unseen') return unseenWords(seen.why)
  const { exists, state, people } = seen
  return joinMd(
    [
      exists === false && 'is not there',
      state !== null && md`${short(state, 40)} now`,
      people !== null && `${formatCount(people)} people`,
      undoWords(seen, launchAt),
    ],
    ' · ',
  )
}

export function unseenWords(why: string): Mrkdwn {
  return md`could not be asked: ${short(why, 120)}`
}

/** One that its target would refuse to take back is no kill switch. */
function undoWords(seen: SeenStep & { readonly is: 'seen' }, launchAt: Date | null): Mrkdwn {
  const [gate] = seen.undo === 'none' ? [] : gatesOf(seen, 'undo')
  if (gate) return md`no kill switch: ${gateLine(gate)}`
  switch (seen.undo) {
    case 'full':
      return md`can be switched off`
    case 'stops the rest':
      return md`can be stopped while it runs`
    case 'until it starts':
      return seen.untilAt
        ? md`can be stopped until ${until(seen.untilAt, launchAt)}`
        : md`can be stopped until it starts`
    case 'none':
      return md`can't be undone`
  }
}

const HALF_A_DAY_MS = 43_200_000

/** Of the day of the launch its time says enough. */
function until(at: Date, launchAt: Date | null): Mrkdwn {
  const near = launchAt && Math.abs(at.getTime() - launchAt.getTime()) < HALF_A_DAY_MS
  return near ? dateToken(at, '{time}') : dateToken(at)
}

/** "LaunchDarkly wants an approval of its own there, open it". */
export function gateLine({ words, link }: Gate): Mrkdwn {
  return joinMd([short(words, 160), link && toTool(link, 'open it')], ', ')
}

/** What would refuse to be sent: "2 LaunchDarkly wants an approval of its own there, open it". */
export function gateLines(seen: readonly SeenStep[]): Mrkdwn[] {
  return seen.flatMap((each) => gatesOf(each, 'send').map((gate) => md`${each.n}  ${gateLine(gate)}`))
}

/** Where nothing was asked: somebody does it by hand, or the request is of before targets were asked. */
export function unaskedWords(step: PlannedStep, undoable: boolean): Mrkdwn {
  if (step.kind === 'human') return md`by hand`
  return undoable ? md`can be taken back` : md`can't be undone`
}
