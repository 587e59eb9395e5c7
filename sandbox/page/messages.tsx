import type { ShownMessage } from '../contract.ts'
import { dayIn, dayWords, nearDay } from './dates.ts'
import { Message } from './message.tsx'
import { useWorkspace } from './workspace.tsx'

const TOGETHER_S = 300

interface MessagesProps {
  readonly name: string
  readonly messages: readonly ShownMessage[]
  readonly inThread?: boolean
}

/** Messages by day, the newest in sight: the list is drawn from its end, so it stays there by itself. */
export function Messages({ name, messages, inThread = false }: MessagesProps) {
  const { zone } = useWorkspace()
  const dayOf = ({ ts }: ShownMessage) => dayIn(new Date(Number(ts) * 1000), zone)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled with the keyboard
    <div class="messages" role="log" aria-label={name} tabIndex={0}>
      <div>
        {messages.length === 0 && <p class="nothing">Nothing has been said here yet.</p>}
        {messages.map((message, i) => {
          const before = messages[i - 1]
          const newDay = !inThread && (!before || dayOf(before) !== dayOf(message))
          return (
            <div key={`${message.ephemeral ? 'e' : 'm'}${message.ts}`}>
              {newDay && <Day ts={message.ts} />}
              {inThread && i === 1 && <p class="day start">{countWords(messages.length - 1)}</p>}
              <Message
                message={message}
                inThread={inThread}
                follows={
                  !newDay && !(inThread && i === 1) && before !== undefined && follows(before, message)
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
