import {
  type Found,
  type Look,
  NOT_SEEN,
  type Sender,
  type Sent,
  type SentStep,
} from '../../src/targets/target.ts'

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

/** How one that plays a flag is looked at: by what it says, or not at all. */
type Told = Partial<Look> | 'hangs' | 'throws' | { readonly is: 'unseen'; readonly why: string }

/** What was asked of one that plays a flag. */
export interface PlayedFlag extends Sender {
  /** From now on it answers so; a hang ends when whoever asks waits no longer. */
  tell(told: Told): void
  readonly sends: readonly string[]
}

/** A flag that is there, off, and can be taken back, unless it is told otherwise. It reads `<flag> on` and `<flag> off`. */
export function playedFlag(): PlayedFlag {
  const seen: Look = { ...NOT_SEEN, exists: true, state: 'off', undo: { is: 'full' } }
  let told: Told = {}
  const sends: string[] = []
  return {
    host: 'flags.example',
    form: '<flag> on',
    unread: (words) => (/^\S+ (on|off)$/.test(words) ? null : 'it ends with neither on nor off'),
    thing: (words) => ({ name: `flag ${words.split(' ')[0] ?? ''}`, isSet: true }),
    tell: (next) => {
      told = next
    },
    sends,
    look: async ({ words }, { signal }) => {
      const would = `PATCH flags.example/${words.split(' ')[0]}\n{ "on": true }`
      if (told === 'throws') throw new Error('It was told to')
      if (told === 'hangs') return new Promise((_, reject) => signal.addEventListener('abort', reject))
      return 'why' in told ? told : { ...seen, would, ...told, is: 'seen' }
    },
    send: async ({ id }) => {
      sends.push(id)
      return { is: 'done', outcome: 'on' }
    },
    undo: async () => ({ is: 'done', outcome: 'off' }),
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
