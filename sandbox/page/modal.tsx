import { useEffect, useRef, useState } from 'preact/hooks'
import type { View } from '../contract.ts'
import { Spinner } from './acting.tsx'
import { Blocks } from './blocks.tsx'
import { Dialog } from './dialog.tsx'
import { lacking } from './form.ts'
import { SurfaceFrame, useSurface } from './surface.tsx'
import { useWorkspace } from './workspace.tsx'

/** The person's modals, each over the one that it was opened from. */
export function Modals() {
  const { state } = useWorkspace()
  return (
    <>
      {state.modals.map((view) => (
        <Modal key={view.id} view={view} />
      ))}
    </>
  )
}

function Modal({ view }: { view: View }) {
  const { act } = useWorkspace()
  const form = useRef<HTMLFormElement>(null)
  const surface = useSurface({ view: { id: view.id } }, view.blocks)
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({})
  const errors = { ...view.errors, ...missing }
  const { acting } = surface
  const named = Object.keys(errors).join(' ')
  useEffect(() => {
    if (named)
      form.current?.querySelector<HTMLElement>('.input:has(.mistake) :is(input, select, textarea)')?.focus()
  }, [named])
  const submit = (event: Event) => {
    event.preventDefault()
    const found = lacking(view.blocks, surface.form)
    setMissing(found)
    if (Object.keys(found).length > 0) return
    acting.run('submit', () => act({ kind: 'submit', viewId: view.id, state: surface.form }))
  }
  const close = () => {
    acting.run('close', () => act({ kind: 'close', viewId: view.id }))
  }
  return (
    <Dialog title={view.title?.text ?? 'Untitled'} close={close}>
      <form ref={form} onSubmit={submit} noValidate>
        <div class="body">
          <SurfaceFrame surface={surface}>
            <Blocks blocks={view.blocks} errors={errors} />
          </SurfaceFrame>
        </div>
        <footer>
          <button type="button" class="button" aria-busy={acting.busy('close')} onClick={close}>
            {view.close?.text ?? (view.submit ? 'Cancel' : 'Close')}
          </button>
          {view.submit && (
            <button type="submit" class="button primary" aria-busy={acting.busy('submit')}>
              {view.submit.text}
              {acting.busy('submit') && <Spinner label="Sending" />}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  )
}
