import { firstDataWords, proofWords } from '../../domain/incidents/arrival-words.ts'
import { delayIn } from '../../domain/incidents/proof.ts'
import type { Notice } from '../../domain/message.ts'
import type { UserId } from '../../domain/people.ts'
import { STAIRWAY } from '../../domain/state/actor.ts'
import type { IncidentEvent } from '../../domain/state/incident-events.ts'
import { type Subject, subjectOf } from '../../domain/subject.ts'
import { readingOf } from '../readings.ts'
import type { Followed, Follows } from './followed.ts'

/** From a stop on it is asked whether anybody is still reached. */
export async function proveStop({ open, state: { campaign } }: Followed): Promise<void> {
  const stoppedAt = (campaign.endedAt ?? open.now()).getTime()
  await open.enqueue(open.db, 'prove_stop', { ...readingOf(campaign, open.catalog), stoppedAt })
}

/** Once its data have to be there it is looked for them; without an exposure query nobody could. */
export async function lookForData({ open, state: { campaign } }: Followed): Promise<void> {
  if (campaign.brief.exposures === null) return
  const dueAt = new Date(open.now().getTime() + delayIn(open.catalog, campaign))
  const payload = { ...readingOf(campaign, open.catalog), dueAt: dueAt.getTime() }
  await open.enqueue(open.db, 'first_data', payload, { runAt: dueAt })
}

/** What is found of it, told once each: to who stopped it and the owner, or to the owner and the data partner. */
export const ARRIVAL_FOLLOWS: Pick<Follows<IncidentEvent>, 'proof_read' | 'first_data'> = {
  proof_read: async ({ state: { campaign }, outbox }, { proof, renews }) => {
    const said = renews ? null : proofWords(campaign, proof)
    if (said === null) return
    const { owner, stopped } = campaign
    const by = stopped && stopped.by !== STAIRWAY ? [stopped.by] : []
    const subject = subjectOf('proof', proof.is, proof.stoppedAt)
    await tellEach(outbox, [...by, owner], subject, { words: said, offers: ['results'] })
  },
  first_data: async ({ state: { campaign }, outbox, open }, { firstData }) => {
    const said = firstDataWords(campaign, firstData, delayIn(open.catalog, campaign))
    if (said === null) return
    const { owner, brief, liveAt } = campaign
    const subject = subjectOf('first_data', firstData.is, liveAt ?? firstData.at)
    await tellEach(outbox, [owner, brief.partner ?? owner], subject, { words: said, offers: ['results'] })
  },
}

async function tellEach(
  outbox: Followed['outbox'],
  people: readonly UserId[],
  subject: Subject,
  data: Notice,
): Promise<void> {
  for (const target of new Set(people)) await outbox.post({ kind: 'notice', subject, target, data })
}
