import { useEffect, useRef } from 'preact/hooks'
import { Avatar } from './avatar.tsx'
import { useWorkspace, whoIs } from './workspace.tsx'

/** Whom you act as: one click on anybody. */
export function People({ become }: { become: (id: string) => void }) {
  const { state } = useWorkspace()
  const list = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-pressed=true]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [state.me])
  return (
    <fieldset ref={list} class="people">
      <legend class="unseen">You act as</legend>
      {state.people.map(({ id, realName, role, active }) => (
        <button
          type="button"
          key={id}
          class="person"
          aria-pressed={id === state.me}
          onClick={() => become(id)}
        >
          <Avatar who={whoIs(state, id)} small />
          <span>
            <b>{realName.split(' ')[0]}</b>
            <small>{active ? role : `${role}, deactivated`}</small>
          </span>
        </button>
      ))}
    </fieldset>
  )
}
