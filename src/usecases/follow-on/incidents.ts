import { toldOfHarm } from '../../domain/incidents/harm.ts'
import type { Notice } from '../../domain/message.ts'
import type { IncidentEvent } from '../../domain/state/incident-events.ts'
import { subjectOf } from '../../domain/subject.ts'
import { tellAlarm } from '../alarms.ts'
import { ARRIVAL_FOLLOWS } from './arrivals.ts'
import type { Follows } from './followed.ts'
import * as words from './notices.ts'

/** What follows from what is found of a running campaign: harm is told at once, a fault to who has to mend it. */
export const INCIDENT_FOLLOWS: Omit<Follows<IncidentEvent>, 'fault_gone'> = {
  harm_found: async ({ state, outbox }, { harm }) => {
    const alarm = { kind: 'harm', subject: subjectOf('harm', harm.n) } as const
    const target = state.campaign.brief.channel
    const data = { words: words.evidence(state, harm) }
    const evidence = { kind: 'notice', subject: subjectOf('harm', harm.n, 'evidence'), target, data } as const
    await outbox.postWithReply({ ...alarm, target }, evidence)
    for (const person of toldOfHarm(state)) await outbox.post({ ...alarm, target: person })
  },
  fault_found: ({ state, open }, { fault, words: why }) => {
    const { owner, brief } = state.campaign
    const subject = subjectOf('fault', fault.problem, fault.foundAt)
    const offers = ['finish_task', 'results'] as const
    const task = fault.taskN === null ? {} : { taskN: fault.taskN }
    const data: Notice = { words: words.fault(state, fault, why), offers, ...task }
    return tellAlarm(open, state, { subject, target: brief.partner ?? owner, data })
  },
  ...ARRIVAL_FOLLOWS,
  digest_muted: ({ state, by, outbox }, { kind, endsAt }) =>
    outbox.sayInThread(kind, words.muted(state, endsAt, by)),
  digest_unmuted: ({ state, by, outbox }, { kind }) => outbox.sayInThread(kind, words.unmuted(state, by)),
}
