import { useState } from 'preact/hooks'
import type { DirectMessage } from '../contract.ts'
import { Avatar } from './avatar.tsx'
import { Composer } from './composer.tsx'
import { Home } from './home.tsx'
import { Icon } from './icon.tsx'
import { Messages } from './messages.tsx'
import { useWorkspace, whoIs } from './workspace.tsx'

/** The channel or direct message that is open. */
export function Conversation() {
  const { state, place } = useWorkspace()
  const dm = state.dms.find(({ id }) => id === place.conversation)
  if (dm?.with === state.bot.id) return <AppConversation key={dm.id} dm={dm} />
  if (dm) return <DirectConversation dm={dm} />
  return <ChannelConversation id={place.conversation} />
}

function ChannelConversation({ id }: { id: string }) {
  const { state } = useWorkspace()
  const channel = state.channels.find((each) => each.id === id)
  if (!channel) return <p class="nothing">Choose a channel from the list.</p>
  return (
    <>
      <header class="title">
        <Icon name="hash" />
        <h1>{channel.name}</h1>
        {!channel.botIsMember && <small>{state.bot.name} is not in this channel</small>}
      </header>
      <Talk
        id={id}
        name={`#${channel.name}`}
        closed={channel.archived ? 'This channel is archived.' : null}
      />
    </>
  )
}

function DirectConversation({ dm }: { dm: DirectMessage }) {
  const { state } = useWorkspace()
  const who = whoIs(state, dm.with)
  return (
    <>
      <header class="title">
        <Avatar who={who} small />
        <h1>{who.name}</h1>
      </header>
      <Talk id={dm.id} name={who.name} />
    </>
  )
}

/** The app's own place: what waits on you, and what it wrote to you. */
function AppConversation({ dm }: { dm: DirectMessage }) {
  const { state } = useWorkspace()
  const closed = state.bot.readOnly ? 'Sending messages to this app has been turned off.' : null
  const [tab, setTab] = useState<'Home' | 'Messages'>('Messages')
  const who = whoIs(state, dm.with)
  return (
    <>
      <header class="title">
        <Avatar who={who} small />
        <h1>{who.name}</h1>
        <span class="badge">APP</span>
        <div class="tabs">
          {(['Home', 'Messages'] as const).map((name) => (
            <button key={name} type="button" aria-pressed={tab === name} onClick={() => setTab(name)}>
              {name}
            </button>
          ))}
        </div>
      </header>
      {tab === 'Home' ? <Home /> : <Talk id={dm.id} name={who.name} closed={closed} />}
    </>
  )
}

interface TalkProps {
  readonly id: string
  readonly name: string
  /** Why nobody can write here. */
  readonly closed?: string | null
}

function Talk({ id, name, closed = null }: TalkProps) {
  const { state, readUntil } = useWorkspace()
  return (
    <>
      <Messages
        key={`list ${id}`}
        name={`Messages in ${name}`}
        messages={state.conversations[id] ?? []}
        readUntil={readUntil}
      />
      {closed ? (
        <p class="closed">{closed}</p>
      ) : (
        <Composer key={`${state.me} ${id}`} channel={id} label={`Message ${name}`} />
      )}
    </>
  )
}
