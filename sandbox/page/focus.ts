import { useLayoutEffect, useRef } from 'preact/hooks'

/** Takes the focus to what has just opened, to `first` within it, and gives it back once that closes. */
export function useFocus<Opened extends HTMLElement>(open: boolean, first: string) {
  const opened = useRef<Opened>(null)
  useLayoutEffect(() => {
    if (!open) return
    const before = document.activeElement
    opened.current?.querySelector<HTMLElement>(first)?.focus()
    return () => before instanceof HTMLElement && before.focus()
  }, [open, first])
  return opened
}
