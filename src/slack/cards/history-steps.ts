import type { CampaignEvent } from '../../domain/state/events.ts'
import { isHeld, type LaunchStep, stepNow } from '../../domain/state/steps.ts'
import { type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { shortRich } from './parts.ts'

/** What happened to a launch step, to follow a name. */
export function stepWordsOf(event: Extract<CampaignEvent, { kind: 'step_changed' }>, look: Look): Mrkdwn {
  const [before, after] = [stepNow(event.before), stepNow(event.after)]
  if (after.undo && before.undo?.state !== after.undo.state) return undoWordsOf(after, look)
  const outcome = saidIn(after.outcome, look)
  switch (after.state) {
    case 'held':
      return outcome.source === '' ? md`holds step ${after.n}` : md`holds step ${after.n} still${outcome}`
    case 'paused':
      return md`paused the launch before step ${after.n}${outcome}`
    case 'waiting':
      if (isHeld(before)) return md`let step ${after.n} go on${outcome}`
      return md`asked to send step ${after.n} again${isAnew(before, after) ? ', as the one before did not arrive' : ''}`
    case 'sending':
      if (before.state !== 'sending') return md`sent step ${after.n}`
      return before.handle === after.handle
        ? md`tried step ${after.n} once more`
        : md`heard that step ${after.n} was begun`
    case 'done':
      return md`finished step ${after.n}${outcome}`
    case 'skipped':
      return md`skipped step ${after.n}${outcome}`
    case 'failed':
      return md`failed at step ${after.n}${outcome}`
  }
}

/** Its target had not refused it, and yet it is another send. */
function isAnew(before: LaunchStep, after: LaunchStep): boolean {
  return before.firstTry <= before.tries && after.firstTry === after.tries
}

function undoWordsOf({ n, undo }: LaunchStep, look: Look): Mrkdwn {
  const outcome = saidIn(undo?.outcome ?? null, look)
  switch (undo?.state) {
    case 'undone':
      return md`took step ${n} back${outcome}`
    case 'failed':
      return md`could not take step ${n} back${outcome}`
    case 'impossible':
      return md`found that step ${n} can't be taken back${outcome}`
    default:
      return md`asked to take step ${n} back once more`
  }
}

function saidIn(outcome: string | null, look: Look): Mrkdwn {
  return outcome ? md`: ${shortRich(outcome, 160, look)}` : md``
}
