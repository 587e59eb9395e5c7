import { Icon } from './icon.tsx'
import { useWorkspace, type Who, whoIs } from './workspace.tsx'

function initialsOf(name: string): string {
  const [first = '', ...rest] = name.split(/\s+/)
  return (first.charAt(0) + (rest.at(-1)?.charAt(0) ?? '')).toUpperCase()
}

/** Initials, or the app's stairs; its name stands beside it. */
export function Avatar({ who, small = false }: { who: Who; small?: boolean }) {
  const colour = who.app ? 'app' : `colour-${who.colour}`
  return (
    <span class={`avatar ${colour} ${small ? 'small' : ''}`} aria-hidden="true">
      {who.app ? <Icon name="guide" /> : initialsOf(who.name)}
    </span>
  )
}

export function useWho(id: string): Who {
  return whoIs(useWorkspace().state, id)
}
