import { useEffect, useRef } from 'preact/hooks'
import type { Completion } from './completion.ts'

interface SuggestionsProps {
  readonly id: string
  readonly completion: Completion
  readonly chosen: number
  readonly take: (index: number) => void
}

/** What can be typed next; the composer keeps the focus. */
export function Suggestions({ id, completion, chosen, take }: SuggestionsProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' }), [chosen])
  return (
    <div class="suggestions">
      <div ref={list} id={id} role="listbox" aria-label="Suggestions">
        {completion.options.map(({ insert, label, detail }, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the composer's keys choose
          <div
            key={insert}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(i)}
          >
            <b>{label}</b>
            <span>{detail}</span>
          </div>
        ))}
      </div>
      <p class="keys" aria-hidden="true">
        <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Tab</kbd> take <kbd>Esc</kbd> close
      </p>
    </div>
  )
}
