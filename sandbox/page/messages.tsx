import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ShownMessage } from '../contract.ts'
import { dayIn, dayWords, nearDay } from './dates.ts'
import { Icon } from './icon.tsx'
import { Message } from './message.tsx'
import { useWorkspace } from './workspace.tsx'

const TOGETHER_S = 300
/** Pixels above the end from which on a way back is offered. */
const FAR = 240

interface MessagesProps {
  readonly name: string
  readonly messages: readonly ShownMessage[]
  /** What others wrote after this ts is new. */
  readonly readUntil?: number | null
  readonly inThread?: boolean
}

/** Messages by day, the newest in sight: the list is drawn from its end, so it stays there by itself. */
export function Messages({ name, messages, readUntil = null, inThread = false }: MessagesProps) {
  const { zone, state } = useWorkspace()
  const list = useRef<HTMLDivElement>(null)
  const [above, setAbove] = useState(false)
  const last = messages.at(-1)
  const answersMe = last?.user === state.me || last?.ephemeral === true
  const toEnd = () => list.current?.scrollTo({ top: 0 })
  useLayoutEffect(() => {
    if (answersMe) toEnd()
  }, [last?.ts])
  const firstNew =
    readUntil === null
      ? undefined
      : messages.find(({ ts, user, ephemeral }) => Number(ts) > readUntil && user !== state.me && !ephemeral)
  const dayOf = ({ ts }: ShownMessage) => dayIn(new Date(Number(ts) * 1000), zone)
  return (
    <div
      ref={list}
      class="messages"
      onScroll={({ currentTarget }) => setAbove(currentTarget.scrollTop < -FAR)}
      role="log"
      aria-label={name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled with the keyboard
      tabIndex={0}
    >
      {above && (
        <button type="button" class="button newest" onClick={toEnd}>
          Newest <Icon name="down" />
        </button>
      )}
      <div>
        {messages.length === 0 && <p class="nothing">Nothing has been said here yet.</p>}
        {messages.map((message, i) => {
          const before = messages[i - 1]
          const newDay = !inThread && (!before || dayOf(before) !== dayOf(message))
          return (
            <div key={`${message.ephemeral ? 'e' : 'm'}${message.ts}`}>
              {newDay && <Day ts={message.ts} />}
              {message === firstNew && <p class="day new">New</p>}
              {inThread && i === 1 && <p class="day start">{countWords(messages.length - 1)}</p>}
              <Message
                message={message}
                inThread={inThread}
                follows={
                  message !== firstNew &&
                  !newDay &&
                  !(inThread && i === 1) &&
                  before !== undefined &&
                  follows(before, message)
                }
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

const countWords = (replies: number) => (replies === 1 ? '1 reply' : `${replies} replies`)

function follows(before: ShownMessage, message: ShownMessage): boolean {
  const near = Number(message.ts) - Number(before.ts) < TOGETHER_S
  return (
    near &&
    before.user === message.user &&
    !before.ephemeral &&
    !message.ephemeral &&
    before.replies.length === 0
  )
}

function Day({ ts }: { ts: string }) {
  const { zone, now } = useWorkspace()
  const date = new Date(Number(ts) * 1000)
  const near = nearDay(date, now, zone)
  return (
    <h2 class="day">
      <span>{near ? near.charAt(0).toUpperCase() + near.slice(1) : dayWords(date, zone)}</span>
    </h2>
  )
}
