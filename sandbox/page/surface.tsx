import type { ConfirmationDialog } from '@slack/types'
import { type ComponentChildren, createContext } from 'preact'
import { useContext, useRef, useState } from 'preact/hooks'
import type { Block, ElementState, FormState, On } from '../contract.ts'
import { type Acting, Problem, useActing } from './acting.tsx'
import { Confirm } from './dialog.tsx'
import { carryOver, fillIn, stateOf, valueIn } from './form.ts'
import { useWorkspace } from './workspace.tsx'

interface Asked {
  readonly confirm: ConfirmationDialog
  readonly then: () => void
}

/** A message, a modal or the Home tab that people act on. */
interface Surface {
  readonly form: FormState
  readonly acting: Acting
  readonly fill: (blockId: string, actionId: string, state: ElementState) => void
  /** Sends what an element says, after its question was answered. */
  readonly send: (
    blockId: string,
    actionId: string,
    fields: ElementState,
    confirm?: ConfirmationDialog,
  ) => void
  readonly asked: Asked | null
  readonly ask: (asked: Asked | null) => void
}

/** What is typed into a surface stays through its updates. */
export function useSurface(on: On, blocks: readonly Block[]): Surface {
  const { act, place } = useWorkspace()
  const acting = useActing()
  const [asked, ask] = useState<Asked | null>(null)
  const [, redraw] = useState(0)
  const form = useRef<FormState>({})
  form.current = carryOver(form.current, blocks, place.conversation)
  const click = (blockId: string, actionId: string, fields: ElementState) => {
    const state = 'view' in on ? { state: form.current } : {}
    acting.run(`${blockId}/${actionId}`, () =>
      act({ kind: 'click', on, blockId, actionId, fields, ...state }),
    )
  }
  return {
    form: form.current,
    acting,
    asked,
    ask,
    fill: (blockId, actionId, state) => {
      form.current = fillIn(form.current, blockId, actionId, state)
      redraw((times) => times + 1)
    },
    send: (blockId, actionId, fields, confirm) => {
      const then = () => click(blockId, actionId, fields)
      if (confirm) ask({ confirm, then })
      else then()
    },
  }
}

const SurfaceContext = createContext<Surface | null>(null)

/** Gives the elements inside their surface, and shows its question and what went wrong. */
export function SurfaceFrame({ surface, children }: { surface: Surface; children: ComponentChildren }) {
  const { asked, ask, acting } = surface
  const answer = (yes: boolean) => {
    ask(null)
    if (yes) asked?.then()
  }
  return (
    <SurfaceContext.Provider value={surface}>
      {children}
      <Problem acting={acting} />
      {asked && <Confirm confirm={asked.confirm} answer={answer} />}
    </SurfaceContext.Provider>
  )
}

/** Where an element stands, and what names and describes it. */
export interface Spot {
  readonly blockId: string
  /** In an input block: filled in, and sent at once only where the block says so. */
  readonly input?: {
    readonly id: string
    readonly describedBy: string | undefined
    readonly invalid: boolean
    readonly dispatch: boolean
  }
  /** Read out where no label stands beside it. */
  readonly label: string
}

/** What names a control: its label's id in an input block, else a label of its own. */
export function namesOf({ input, label }: Spot) {
  if (!input) return { 'aria-label': label }
  return { id: input.id, 'aria-describedby': input.describedBy, 'aria-invalid': input.invalid }
}

export interface Control {
  readonly value: unknown
  readonly busy: boolean
  readonly change: (value: unknown) => void
  /** Sends without being filled in: buttons and menus. */
  readonly send: (fields: ElementState) => void
}

interface Actionable {
  readonly type: string
  readonly action_id?: string
  readonly confirm?: ConfirmationDialog
}

/** An element's part of its surface. */
export function useControl(element: Actionable, { blockId, input }: Spot): Control {
  const surface = useContext(SurfaceContext)
  if (!surface) throw new Error('An element stands outside a surface')
  const actionId = element.action_id ?? ''
  const send = (fields: ElementState) => surface.send(blockId, actionId, fields, element.confirm)
  return {
    value: valueIn(surface.form[blockId]?.[actionId]),
    busy: surface.acting.busy(`${blockId}/${actionId}`),
    send,
    change: (value) => {
      const state = stateOf(element.type, value)
      surface.fill(blockId, actionId, state)
      if (!input || input.dispatch) send(state)
    },
  }
}
