import type { ModalView } from '@slack/types'
import { isBlank } from '../domain/text/visible.ts'
import type { Act } from './context.ts'
import type { Message } from './kit/surfaces.ts'

/** What was filled in, by block_id: text, the chosen option, person, channel or date; a list for checkboxes. */
export type Filled = Readonly<Record<string, string | readonly string[] | null>>

/** A submitted modal. */
export interface Submission extends Act {
  readonly filled: Filled
  /** What the modal was opened with. */
  readonly metadata: string
}

/** A mistake in one input: shown under it, everything typed stays. */
export class InputMistake extends Error {
  override readonly name = 'InputMistake'
  readonly blockId: string

  constructor(blockId: string, message: string) {
    super(message)
    this.blockId = blockId
  }
}

/** Several of them, so that nobody mends one to meet the next. */
export class InputMistakes extends Error {
  override readonly name = 'InputMistakes'
  readonly all: readonly InputMistake[]

  constructor(all: readonly InputMistake[]) {
    super(all.map(({ message }) => message).join('\n'))
    this.all = all
  }
}

/** What follows on a form in its place: another form. */
interface NextView {
  readonly view: ModalView
}

/** What a submitted modal does. An InputMistake or Refusal keeps it open with what was typed. */
export interface SubmittedModal {
  readonly callbackId: string
  /** The input that a Refusal is shown under. */
  readonly mainBlock: string
  /** A private message to the person or the next form, or null where what they see changes by itself. */
  readonly run: (submission: Submission) => Promise<Message | NextView | null>
}

/** The text of one input, trimmed; empty where nothing was filled in that can be seen. */
export function textOf(filled: Filled, blockId: string): string {
  const value = filled[blockId]
  return typeof value === 'string' && !isBlank(value) ? value.trim() : ''
}
