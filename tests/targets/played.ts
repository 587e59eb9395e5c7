import type { Found, Sender, Sent, SentStep } from '../../src/targets/target.ts'

/** A target that answers as it was told, in order, and keeps what it was asked. */
export interface Played extends Sender {
  readonly asked: readonly {
    readonly what: 'send' | 'readBack'
    readonly id: string
    readonly sent: SentStep['sent'] | null
  }[]
}

/** Without answers for `readBack` it can't be asked what became of a step. */
export function played(sends: readonly Sent[], found: readonly Found[] | null = null): Played {
  const asked: Played['asked'][number][] = []
  const [nextSend, nextFound] = [answering(sends), answering(found ?? [])]
  return {
    host: 'played.example',
    form: '<anything>',
    unread: () => null,
    asked,
    look: async () => ({ is: 'unseen', why: 'it plays' }),
    send: async ({ id, sent }) => {
      asked.push({ what: 'send', id, sent })
      return nextSend()
    },
    ...(found && {
      readBack: async ({ id, sent }: SentStep) => {
        asked.push({ what: 'readBack', id, sent })
        return nextFound()
      },
    }),
  }
}

function answering<Answer>(answers: readonly Answer[]): () => Answer {
  const left = [...answers]
  return () => {
    const answer = left.length > 1 ? left.shift() : left[0]
    if (answer === undefined) throw new Error('It was not told what to answer')
    return answer
  }
}
