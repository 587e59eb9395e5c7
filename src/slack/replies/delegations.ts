import type { Delegation } from '../../domain/approval/delegation.ts'
import { peopleWords } from '../../domain/people.ts'
import { token } from '../../domain/text/tokens.ts'
import { type Away, delegate, endDelegation } from '../../usecases/delegations.ts'
import { delegationsOf } from '../../usecases/reads/delegations.ts'
import { delegationsMessage } from '../cards/delegations.ts'
import type { Act } from '../context.ts'
import type { Message } from '../kit/surfaces.ts'
import { drawn, said } from './said.ts'

/** Who decides for who asks, and for whom they decide. */
export async function delegationsShown(act: Act): Promise<Message> {
  const all = await delegationsOf(act.deps, act.actor)
  return drawn(act, [all, { teamId: act.actor.teamId }], (look) => delegationsMessage(all, look))
}

export async function delegated(act: Act, away: Away): Promise<Message> {
  return said(act, delegatedWords(await delegate(act.deps, act.actor, away), act.now))
}

function delegatedWords({ to, from, until }: Delegation, now: Date): string {
  const begins = from > now ? `from ${token.time(from)} ` : ''
  return `${token.person(to)} decides approvals for you ${begins}until ${token.time(until)}, and is told. You can still decide yourself; whoever is first counts. \`/campaign delegate off\` ends it.`
}

/** Ends one of them, or all. */
export async function undelegated(act: Act, id?: number): Promise<Message> {
  const ended = await endDelegation(act.deps, act.actor, id)
  const who = peopleWords([...new Set(ended.map(({ to }) => to))], 'and')
  return said(
    act,
    `You decide your approvals yourself again, which ${who} will read. What was decided for you stays, and you can take it back while its request is open.`,
  )
}
