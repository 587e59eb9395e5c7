import type { ComponentChildren } from 'preact'
import { Avatar, useWho } from './avatar.tsx'
import { useFocus } from './focus.ts'
import { Icon } from './icon.tsx'
import { useWorkspace } from './workspace.tsx'

interface SidebarProps {
  /** How many messages came in each conversation since it was last open. */
  readonly unread: Readonly<Record<string, number>>
  /** It covers the conversation, on a small screen. */
  readonly open: boolean
  readonly close: () => void
  /** What has no room in the header of a small screen. */
  readonly tools: ComponentChildren
}

/** Where one can go. */
export function Sidebar({ unread, open, close, tools }: SidebarProps) {
  const opened = useFocus<HTMLElement>(open, '[aria-current], button')
  const { state } = useWorkspace()
  const { team, bot, channels, dms, tools: set } = state
  const people = dms.filter((dm) => dm.with !== bot.id)
  return (
    <nav
      ref={opened}
      class="sidebar"
      aria-label="Conversations"
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <header>
        <h1>{team.name}</h1>
        <button type="button" class="quiet icon" aria-label="Close the list" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <h2>Channels</h2>
      <ul>
        {channels.map(({ id, name, archived }) => (
          <Entry key={id} id={id} unread={unread[id]}>
            <Icon name={archived ? 'lock' : 'hash'} />
            <span>{name}</span>
            {archived && <small>archived</small>}
          </Entry>
        ))}
      </ul>
      <h2>Apps</h2>
      <ul>
        {dms
          .filter((dm) => dm.with === bot.id)
          .map((dm) => (
            <Person key={dm.id} id={dm.id} who={dm.with} unread={unread[dm.id]} />
          ))}
      </ul>
      {people.length > 0 && <h2>Direct messages</h2>}
      <ul>
        {people.map((dm) => (
          <Person key={dm.id} id={dm.id} who={dm.with} unread={unread[dm.id]} />
        ))}
      </ul>
      {set.length > 0 && <h2 id="tools">Tools</h2>}
      <dl class="set" aria-labelledby="tools">
        {set.map(({ name, kind, says }) => (
          <div key={name}>
            <Icon name={kind} />
            <dt>{name}</dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      {tools && <footer>{tools}</footer>}
    </nav>
  )
}

function Person({ id, who, unread }: { id: string; who: string; unread: number | undefined }) {
  const { state } = useWorkspace()
  const shown = useWho(who)
  return (
    <Entry id={id} unread={unread}>
      <Avatar who={shown} small />
      <span>{shown.name}</span>
      {who === state.me && <small>you</small>}
    </Entry>
  )
}

interface EntryProps {
  readonly id: string
  readonly unread: number | undefined
  readonly children: ComponentChildren
}

function Entry({ id, unread = 0, children }: EntryProps) {
  const { place, go } = useWorkspace()
  return (
    <li>
      <button
        type="button"
        class={unread > 0 ? 'entry unread' : 'entry'}
        aria-current={place.conversation === id ? 'page' : undefined}
        onClick={() => go(id)}
      >
        {children}
        {unread > 0 && (
          <span class="count">
            {unread}
            <span class="unseen"> new</span>
          </span>
        )}
      </button>
    </li>
  )
}
