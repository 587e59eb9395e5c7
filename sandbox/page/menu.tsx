import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'

interface MenuItem {
  readonly name: string
  readonly detail?: string | undefined
  readonly choose: () => void
}

interface MenuProps {
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly busy?: boolean
  readonly children: ComponentChildren
}

const GAP = 4

/** A button with a list of choices: arrow keys, Enter, Esc; the browser gives the focus back. */
export function Menu({ label, items, busy = false, children }: MenuProps) {
  const id = useId()
  const trigger = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const opened = (event: { readonly newState: string }) => {
    if (event.newState !== 'open' || !trigger.current || !list.current) return
    place(list.current, trigger.current.getBoundingClientRect())
    list.current.querySelector('button')?.focus()
  }
  return (
    <>
      <button
        ref={trigger}
        type="button"
        class="button icon"
        aria-label={label}
        aria-haspopup="menu"
        aria-busy={busy}
        popovertarget={id}
      >
        {children}
      </button>
      <div
        ref={list}
        id={id}
        class="menu"
        role="menu"
        aria-label={label}
        popover="auto"
        onToggle={opened}
        onKeyDown={walk}
      >
        {items.map(({ name, detail, choose }) => (
          <button
            key={name}
            type="button"
            role="menuitem"
            tabIndex={-1}
            onClick={() => {
              list.current?.hidePopover()
              choose()
            }}
          >
            {name}
            {detail && <small>{detail}</small>}
          </button>
        ))}
      </div>
    </>
  )
}

function place(list: HTMLElement, near: DOMRect): void {
  const { width, height } = list.getBoundingClientRect()
  const below = near.bottom + GAP + height <= innerHeight
  list.style.left = `${Math.max(GAP, Math.min(near.left, innerWidth - width - GAP))}px`
  list.style.top = `${below ? near.bottom + GAP : Math.max(GAP, near.top - GAP - height)}px`
}

function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (event.key === 'Tab') event.currentTarget.hidePopover()
  if (step === undefined) return
  event.preventDefault()
  const items = [...event.currentTarget.querySelectorAll('button')]
  const at = items.indexOf(document.activeElement as HTMLButtonElement)
  items.at((at + step) % items.length)?.focus()
}
