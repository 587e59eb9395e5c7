import type { ComponentChildren } from 'preact'

interface ScrollProps {
  readonly label: string
  readonly class: string
  readonly children: ComponentChildren
}

/** Something long or wide, scrolled by itself and with the keyboard. */
export function Scroll({ label, class: name, children }: ScrollProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not scroll, and a section would be a landmark
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can't be focused can't be scrolled with the keyboard
    <div class={`scroll ${name}`} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
