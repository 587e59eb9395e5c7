import { toldOfHarm } from '../../domain/findings/harm.ts'
import type { UserId } from '../../domain/people.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { FindingEvent } from '../../domain/state/finding-events.ts'
import type { Tx } from '../../store/kit/database.ts'
import type { Deps } from '../deps.ts'
import { post, sayInThread } from '../outbox.ts'
import * as words from './notices.ts'

/** What follows from what is found of a running campaign: harm is told at once, a fault to who has to mend it. */
export async function afterFound(
  tx: Tx,
  deps: Deps,
  state: CampaignState,
  event: FindingEvent,
  by: UserId,
): Promise<void> {
  const { owner, brief } = state.campaign
  switch (event.kind) {
    case 'harm_found': {
      const alarm = { kind: 'harm', subject: `harm:${event.harm.n}` } as const
      for (const target of [brief.channel, ...toldOfHarm(state)])
        await post(tx, deps, state, { ...alarm, target })
      return
    }
    case 'fault_found': {
      const { problem, foundAt } = event.fault
      const subject = `fault:${problem}:${foundAt.getTime()}`
      const data = { words: words.fault(state, event.fault, event.words) }
      await post(tx, deps, state, { kind: 'notice', subject, target: brief.partner ?? owner, data })
      return
    }
    case 'digest_muted':
      return sayInThread(tx, deps, state, event.kind, words.muted(state, event.endsAt, by))
    case 'digest_unmuted':
      return sayInThread(tx, deps, state, event.kind, words.unmuted(state, by))
    case 'fault_gone':
      return
  }
}
