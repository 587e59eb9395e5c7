import type { Notice } from '../../domain/message.ts'
import { checkOwner, type Move, movesOf } from '../../domain/readiness/moves.ts'
import type { AnsweredEvent } from '../../domain/state/answers.ts'
import { subjectOf } from '../../domain/subject.ts'
import type { Followed, Follows } from './followed.ts'
import { redrawLate } from './late-tasks.ts'
import * as words from './notices.ts'
import { redrawRequest } from './requests.ts'

/** Cards show what a check saw and how long ago; who owns it hears how it moved, in one message a run. */
export const CHECK_FOLLOWS: Follows<AnsweredEvent> = {
  check_answered: async (change, { answers, renews }) => {
    if (change.state.request?.state === 'open') await redrawRequest(change)
    if (renews) return
    for (const task of change.state.tasks)
      if (answers.some(({ n }) => n === task.n)) await redrawLate(change, task)
    await tellMoves(change, movesOf(change.state, answers, change.open.now()))
  },
}

async function tellMoves({ state, outbox, open }: Followed, moves: readonly Move[]): Promise<void> {
  const owners = new Map<string, Move[]>()
  for (const move of moves) {
    const owner = checkOwner(move.task, state.campaign, open.catalog.checks)
    owners.set(owner, [...(owners.get(owner) ?? []), move])
  }
  for (const [target, theirs] of owners) {
    const data: Notice = { words: words.checksMoved(state, theirs), offers: ['ask_checks', 'tasks'] }
    await outbox.post({
      kind: 'notice',
      subject: subjectOf('checks', open.now(), theirs[0]?.task.n ?? 0),
      target,
      data,
    })
  }
}
