import type { TextObject } from '@slack/types'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { formatDate } from './dates.ts'
import { type Inline, isSafeUrl, linkedIn, type Paragraph, parseMrkdwn } from './mrkdwn.ts'
import { typeFor } from './typing.ts'
import { useWorkspace, whoIs } from './workspace.tsx'

/** Slack's markup as elements; text goes in as text only. */
export function MrkdwnText({ source }: { source: string }) {
  return <Paragraphs of={parseMrkdwn(source)} />
}

function Paragraphs({ of }: { of: readonly Paragraph[] }) {
  return (
    <>
      {of.map((paragraph, i) => {
        if (paragraph.kind === 'pre') return <pre key={i}>{paragraph.text}</pre>
        const inside = <Line of={paragraph.inside} />
        return paragraph.kind === 'quote' ? (
          <blockquote key={i}>{inside}</blockquote>
        ) : (
          <p key={i}>{inside}</p>
        )
      })}
    </>
  )
}

export function Line({ of }: { of: readonly Inline[] }) {
  return (
    <>
      {of.map((inline, i) => (
        <Piece key={i} of={inline} />
      ))}
    </>
  )
}

function Piece({ of }: { of: Inline }) {
  switch (of.kind) {
    case 'text':
      return <>{of.text}</>
    case 'break':
      return <br />
    case 'code':
      return <Code text={of.text} />
    case 'bold':
      return (
        <strong>
          <Line of={of.inside} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Line of={of.inside} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Line of={of.inside} />
        </s>
      )
    case 'link':
      return <Outward url={of.url}>{of.text}</Outward>
    case 'user':
      return <Mention id={of.id} label={of.label} />
    case 'channel':
      return <ChannelLink id={of.id} label={of.label} />
    case 'group':
      return <span class="mention">{of.label}</span>
    case 'date':
      return <DateText unix={of.unix} format={of.format} fallback={of.fallback} />
  }
}

function Outward({ url, children }: { url: string; children: string }) {
  const { state, go } = useWorkspace()
  const linked = linkedIn(url)
  if (linked && [...state.channels, ...state.dms].some(({ id }) => id === linked.conversation)) {
    const follow = (event: MouseEvent) => {
      event.preventDefault()
      go(linked.conversation, linked.thread)
      showMessage(linked.ts)
    }
    return (
      <a href={url} class="link" onClick={follow}>
        {children}
      </a>
    )
  }
  if (!isSafeUrl(url)) return <>{children}</>
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  )
}

const TRIES = 60

/** Brings a message into sight once it is there, and gives it the focus, so that one sees which it is. */
function showMessage(ts: string, tries = TRIES): void {
  const found = document.querySelector<HTMLElement>(`[data-ts="${ts}"]`)
  if (!found) {
    if (tries > 0) requestAnimationFrame(() => showMessage(ts, tries - 1))
    return
  }
  found.scrollIntoView({ block: 'center' })
  found.focus({ preventScroll: true })
}

/** Commands among the words can be put into the composer with a click. */
export const Typable = createContext(false)

function Code({ text }: { text: string }) {
  if (!useContext(Typable) || !text.startsWith('/campaign')) return <code>{text}</code>
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    typeFor(text)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button does not wrap amid words
    <span
      class="typable"
      role="button"
      tabIndex={0}
      title="Put this into the composer"
      onClick={() => typeFor(text)}
      onKeyDown={onKeyDown}
    >
      {text}
    </span>
  )
}

function Mention({ id, label }: { id: string; label: string }) {
  const { state } = useWorkspace()
  const { name } = whoIs(state, id)
  return <span class={id === state.me ? 'mention me' : 'mention'}>@{name === id ? label || id : name}</span>
}

function ChannelLink({ id, label }: { id: string; label: string }) {
  const { state, go } = useWorkspace()
  const channel = state.channels.find((each) => each.id === id)
  if (!channel) return <span class="mention">#{label || 'private channel'}</span>
  return (
    <button type="button" class="link mention" onClick={() => go(id)}>
      #{channel.name}
    </button>
  )
}

function DateText({ unix, format, fallback }: { unix: number; format: string; fallback: string }) {
  const { zone, now } = useWorkspace()
  if (!Number.isFinite(unix) || Math.abs(unix) > 8e12) return <>{fallback}</>
  return (
    <time dateTime={new Date(unix * 1000).toISOString()} title={fallback}>
      {formatDate(format, unix, zone, now)}
    </time>
  )
}

/** A text object of a block. */
export function TextOf({ text }: { text: TextObject }) {
  return text.type === 'mrkdwn' ? <MrkdwnText source={text.text} /> : text.text
}
