import {
  type Found,
  type Gate,
  NOT_SEEN,
  type Sender,
  type Sent,
  type SentStep,
  type Step,
  type Undo,
} from '../../src/targets/target.ts'

/**
 * A tool that keeps no ids and does what it is told as often as it is told, so that it counts what people would get.
 * What it is asked fails as its test says, and behaves after that.
 */
export interface Counted extends Sender {
  /** What was done, by the words of the step, as often as it was done. */
  readonly effects: readonly string[]
  readonly undone: readonly string[]
  /** The handles by which it was asked to. */
  readonly undoneBy: readonly (string | null)[]
  /** Each that it was asked, with the id. */
  readonly asked: readonly (readonly [what: 'send' | 'readBack' | 'undo', id: string])[]
  failSend(...faults: readonly Fault[]): void
  failReadBack(...found: readonly Found[]): void
  failUndo(...faults: readonly Fault[]): void
  /** What it would refuse from now on; null for nothing. */
  gate(words: string | null): void
}

/**
 * `lost`: it never arrived, and there was no answer; `lost after`: it arrived all the same; `hangs`: it arrived, and
 * the process ends before it hears of it. A function runs while it is being sent.
 */
export type Fault = 'lost' | 'lost after' | 'hangs' | Sent | (() => Promise<void>)

export interface CountedOptions {
  readonly readsBack?: boolean
  readonly undoes?: boolean
  readonly undo?: Undo
  readonly repeats?: 'safe by id'
  readonly patienceMs?: number
}

const LOST: Sent = { is: 'unknown', outcome: 'no answer within 10 s' }

export function counted(options: CountedOptions = {}): Counted {
  const { readsBack = true, undoes = true, undo = { is: 'full' }, repeats, patienceMs } = options
  const [effects, undone]: [string[], string[]] = [[], []]
  const undoneBy: (string | null)[] = []
  const asked: Counted['asked'][number][] = []
  const [sends, reads, undos]: [Fault[], Found[], Fault[]] = [[], [], []]
  let gates: readonly Gate[] = []
  const done: Sent = { is: 'done', outcome: 'it is on' }
  const off: Sent = { is: 'done', outcome: 'it is off' }
  const readBack = async ({ id, words }: SentStep): Promise<Found> => {
    asked.push(['readBack', id])
    return reads.shift() ?? (effects.includes(words) ? { is: 'done', outcome: 'it is on' } : { is: 'absent' })
  }
  return {
    host: 'counted.example',
    form: '<flag>',
    unread: () => null,
    effects,
    undone,
    undoneBy,
    asked,
    failSend: (...faults) => void sends.push(...faults),
    failReadBack: (...found) => void reads.push(...found),
    failUndo: (...faults) => void undos.push(...faults),
    gate: (words) => {
      gates = words === null ? [] : [{ words, link: null, refuses: ['send'] }]
    },
    bounds: true,
    look: async () => ({ ...NOT_SEEN, undo, gates }),
    send: ({ id, words }: Step) => {
      asked.push(['send', id])
      return happen(sends.shift(), () => effects.push(words), done)
    },
    ...(readsBack && { readBack }),
    ...(undoes && {
      undo: ({ id, words, sent }: SentStep) => {
        undoneBy.push(sent.handle)
        asked.push(['undo', id])
        // What is off stays off.
        return happen(undos.shift(), () => undone.includes(words) || undone.push(words), off)
      },
    }),
    ...(repeats && { repeats }),
    ...(patienceMs !== undefined && { patienceMs }),
  }
}

async function happen(fault: Fault | undefined, effect: () => unknown, ok: Sent): Promise<Sent> {
  if (fault === 'lost') return LOST
  if (typeof fault === 'object') return fault
  effect()
  if (fault === 'lost after') return LOST
  if (fault === 'hangs') return new Promise<never>(() => undefined)
  await fault?.()
  return ok
}
