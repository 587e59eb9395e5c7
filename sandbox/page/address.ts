import { useEffect, useState } from 'preact/hooks'
import type { Place } from './workspace.tsx'

interface Read {
  /** Null: whoever the workspace begins with. */
  readonly as: string | null
  readonly place: Place
}

function read(): Read {
  const parameters = new URLSearchParams(location.search)
  return {
    as: parameters.get('as'),
    place: { conversation: parameters.get('in') ?? '', thread: parameters.get('thread') },
  }
}

/** Who and where, kept in the address: a second tab can be another person, and Back goes back. */
export function useAddress() {
  const [shown, show] = useState(read)
  useEffect(() => {
    const onBack = () => show(read())
    addEventListener('popstate', onBack)
    return () => removeEventListener('popstate', onBack)
  }, [])
  const goTo = (next: Read) => {
    const { as, place } = next
    const parts = { as, in: place.conversation, thread: place.thread }
    const given = Object.entries(parts).filter((part): part is [string, string] => Boolean(part[1]))
    history.pushState(null, '', `?${new URLSearchParams(given)}`)
    show(next)
  }
  return {
    ...shown,
    be: (as: string, conversation: string) => goTo({ as, place: { conversation, thread: null } }),
    become: (as: string) => goTo({ as, place: { ...shown.place, thread: null } }),
    go: (place: Place) => goTo({ ...shown, place }),
  }
}

const SMALL = matchMedia('(max-width: 820px)')

/** One column: the list, threads and the inspector cover the conversation. */
export function useSmallScreen(): boolean {
  const [small, setSmall] = useState(SMALL.matches)
  useEffect(() => {
    const onChange = () => setSmall(SMALL.matches)
    SMALL.addEventListener('change', onChange)
    return () => SMALL.removeEventListener('change', onChange)
  }, [])
  return small
}
