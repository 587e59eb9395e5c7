import type { On, ShownMessage } from '../contract.ts'
import { type Acting, Problem, Spinner, useActing } from './acting.tsx'
import { Avatar, useWho } from './avatar.tsx'
import { Blocks } from './blocks.tsx'
import { clockWords, timeIn, whenWords, zoneWords } from './dates.ts'
import { Icon } from './icon.tsx'
import { Menu } from './menu.tsx'
import { MrkdwnText } from './mrkdwn-text.tsx'
import { nameOf } from './places.ts'
import { SurfaceFrame, useSurface } from './surface.tsx'
import { useWorkspace } from './workspace.tsx'

interface MessageProps {
  readonly message: ShownMessage
  /** Follows at once on another of the same author: without name and picture. */
  readonly follows: boolean
  /** Within a thread nothing opens it. */
  readonly inThread?: boolean
}

export function Message({ message, follows, inThread = false }: MessageProps) {
  const { channel, ts, user, ephemeral, edited } = message
  const who = useWho(user)
  const acting = useActing()
  const ref = { channel, ts }
  const on: On = ephemeral ? { ephemeral: ref } : { message: ref }
  const surface = useSurface(on, message.blocks)
  return (
    <article
      class={`message ${ephemeral ? 'ephemeral' : ''} ${follows ? 'follows' : ''}`}
      aria-label={`${who.name} wrote`}
      data-message={ephemeral ? undefined : nameOf(ref)}
      data-ts={ephemeral ? undefined : ts}
      tabIndex={-1}
    >
      {follows ? <Time ts={ts} /> : <Avatar who={who} />}
      <div class="said">
        {ephemeral && (
          <p class="private">
            <Icon name="eye" /> Only visible to you
          </p>
        )}
        {!follows && (
          <p class="author">
            <b>{who.name}</b>
            {who.app && <span class="badge">APP</span>}
            <Time ts={ts} />
          </p>
        )}
        <SurfaceFrame surface={surface}>
          <Content message={message} />
        </SurfaceFrame>
        {edited && <small class="edited">(edited)</small>}
        {!inThread && message.replies.length > 0 && <ThreadLink message={message} />}
        <Problem acting={acting} />
      </div>
      {!ephemeral && <Tools message={message} inThread={inThread} acting={acting} />}
    </article>
  )
}

function Content({ message: { blocks, text } }: { message: ShownMessage }) {
  if (blocks.length > 0) return <Blocks blocks={blocks} />
  return (
    <div class="text">
      <MrkdwnText source={text} />
    </div>
  )
}

function Time({ ts }: { ts: string }) {
  const { zone } = useWorkspace()
  const date = new Date(Number(ts) * 1000)
  return (
    <time dateTime={date.toISOString()} title={`${clockWords(date, zone)} ${zoneWords(zone)}`}>
      {timeIn(date, zone)}
    </time>
  )
}

function ThreadLink({ message: { replies, channel, ts } }: { message: ShownMessage }) {
  const { go, zone, now } = useWorkspace()
  const last = replies.at(-1)
  const authors = [...new Set(replies.map(({ user }) => user))].slice(0, 3)
  return (
    <button type="button" class="thread-link" onClick={() => go(channel, ts)}>
      {authors.map((id) => (
        <Author key={id} id={id} />
      ))}
      <b>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</b>
      {last && <small>Last reply {whenWords(new Date(Number(last.ts) * 1000), now, zone)}</small>}
    </button>
  )
}

function Author({ id }: { id: string }) {
  return <Avatar who={useWho(id)} small />
}

/** What a pointer or the keyboard finds on a message: its thread, and the app's message shortcuts. */
function Tools({ message, inThread, acting }: { message: ShownMessage; inThread: boolean; acting: Acting }) {
  const { go, act, state } = useWorkspace()
  const { channel, ts } = message
  const shortcuts = state.shortcuts
    .filter(({ type }) => type === 'message')
    .map(({ callbackId, name }) => ({
      name,
      detail: state.bot.name,
      choose: () => {
        acting.run(callbackId, () => act({ kind: 'shortcut', callbackId, message: { channel, ts } }))
      },
    }))
  if (inThread && shortcuts.length === 0) return null
  return (
    <div class="tools">
      {!inThread && (
        <button
          type="button"
          class="button icon"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => go(channel, ts)}
        >
          <Icon name="reply" />
        </button>
      )}
      {shortcuts.length > 0 && (
        <Menu label="More actions" items={shortcuts}>
          <Icon name="dots" />
        </Menu>
      )}
      {acting.busy() && <Spinner label="Working" />}
    </div>
  )
}
