import type { ConfirmationDialog } from '@slack/types'
import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'
import { TextOf } from './mrkdwn-text.tsx'

interface DialogProps {
  readonly title: string
  readonly close: () => void
  readonly children: ComponentChildren
  readonly small?: boolean
}

/** Unless the view says where the cursor begins. */
const FIRST_FIELD = ':not(:has([autofocus])) > .body :is(input, select, textarea)'

/** A modal dialog of the browser: it keeps the focus inside, closes on Esc and gives the focus back. */
export function Dialog({ title, close, children, small = false }: DialogProps) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const shown = useRef(false)
  useLayoutEffect(() => {
    dialog.current?.showModal()
    dialog.current?.querySelector<HTMLElement>(FIRST_FIELD)?.focus()
    shown.current = true
    return () => {
      shown.current = false
      dialog.current?.close()
    }
  }, [])
  const cancel = (event: Event) => {
    event.preventDefault()
    close()
  }
  return (
    <dialog
      ref={dialog}
      class={small ? 'dialog small' : 'dialog'}
      aria-labelledby={id}
      onCancel={cancel}
      onClose={() => shown.current && close()}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" class="quiet icon" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  )
}

interface ConfirmProps {
  readonly confirm: ConfirmationDialog
  readonly answer: (yes: boolean) => void
}

/** Asks before an element acts. */
export function Confirm({ confirm, answer }: ConfirmProps) {
  return (
    <Dialog title={confirm.title?.text ?? 'Are you sure?'} close={() => answer(false)} small>
      <div class="body text">
        <TextOf text={confirm.text} />
      </div>
      <footer>
        <button type="button" class="button" onClick={() => answer(false)}>
          {confirm.deny?.text ?? 'Cancel'}
        </button>
        <button type="button" class={`button ${confirm.style ?? 'primary'}`} onClick={() => answer(true)}>
          {confirm.confirm?.text ?? 'Yes'}
        </button>
      </footer>
    </Dialog>
  )
}
