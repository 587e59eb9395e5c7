import type { z } from 'zod'
import type { Act } from './context.ts'
import type { Message } from './kit/surfaces.ts'
import type { Filled } from './submissions.ts'

/** What a click leads to: a private line to the person, or nothing where what they see changes by itself. */
export type Answer = Message | null

/** A click on a button, or a choice in a select (then `chosen` is the option or the person). */
export interface Click extends Act {
  readonly chosen: string | null
  /** The modal it stands on. */
  readonly form: ClickedForm | null
}

/** A modal that was clicked in, with what is filled in meanwhile. */
interface ClickedForm {
  readonly viewId: string
  readonly metadata: string
  readonly filled: Filled
}

/** A button kind: its `action_id` stands beside the card that shows it, its value is checked here. */
interface Button<V> {
  readonly actionId: string
  readonly value: z.ZodType<V>
  readonly run: (value: V, click: Click) => Promise<Answer>
}

/** A button as the registry holds it: its value still unread. */
export interface AnyButton {
  readonly actionId: string
  press(value: string, click: Click): Promise<Answer>
}

/** Declares what a button does; its value is JSON. */
export function onClick<V>(button: Button<V>): AnyButton {
  return {
    actionId: button.actionId,
    press: (value, click) => button.run(button.value.parse(value === '' ? null : JSON.parse(value)), click),
  }
}

/** The value of a button, for `onClick` to read. */
export function buttonValue(value: object | string | number): string {
  return JSON.stringify(value)
}
