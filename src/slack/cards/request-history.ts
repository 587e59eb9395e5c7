import { isException } from '../../domain/approval/exceptions.ts'
import type { RequestEvent } from '../../domain/state/request-events.ts'
import type { Verdict } from '../../domain/state/requests.ts'
import { dateToken, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { deciderName } from './deciders.ts'
import type { Look } from './look.ts'
import { people, person, shortRich } from './parts.ts'

/** ": the list is stale"; nothing where no words were given. */
export const whyIn =
  (look: Look) =>
  (words: string | null): Mrkdwn =>
    words ? md`: ${shortRich(words, 200, look)}` : md``

const DECIDED: Readonly<Record<Verdict, string>> = {
  approve: 'approved',
  decline: 'declined',
  changes: 'asked for changes',
}

/** What happened to a request or to the time it asks for, to follow a name. One case an event; long because the list of events is. */
export function requestEventWords(event: RequestEvent, look: Look): Mrkdwn {
  const why = whyIn(look)
  switch (event.kind) {
    case 'submitted':
      return md`submitted it, request ${event.request.n}, expires ${dateToken(event.request.expiresAt)}`
    case 'decided': {
      const { verdict, team, words, insteadOf } = event.decision
      const stead = insteadOf ? md` in the stead of ${person(insteadOf, look)}` : ''
      const exception = isException(event.decision) ? ' with an exception' : ''
      return md`${DECIDED[verdict]} for ${team}${stead}${exception}${why(words)}`
    }
    case 'approved':
      return md`completed the approval`
    case 'approval_taken_back':
      return md`took the ${event.verdict ?? 'approval'}${event.stead ? md` of ${deciderName(event.stead, look)}` : ''} back${why(event.words)}`
    case 'declined':
      return md`sent it back to preparing${event.points ? ' for changes' : ''}${why(event.words)}`
    case 'point_done':
      return md`said what was done about point ${event.n}${why(event.words)}`
    case 'withdrawn':
      return md`withdrew it${why(event.words)}`
    case 'expired':
      return md`closed the request, which had expired`
    case 'escalated':
      return md`put it to ${people(event.to, look, 'and')} too, since it still waited`
    case 'glass_broken':
      return md`approved it alone, as an emergency${why(event.words)}`
    case 'lapsed':
      return md`let the approval lapse, since a check fails${why(event.words)}`
    case 'launch_scheduled':
      return md`scheduled the launch for ${dateToken(event.launchAt)}`
    case 'launch_refused':
      return md`did not start the launch${why(event.why)}`
    case 'launch_missed':
      return md`could not start the launch set for ${dateToken(event.launchAt)}${why(event.why)}`
  }
}
