import { Composer } from './composer.tsx'
import { useFocus } from './focus.ts'
import { Icon } from './icon.tsx'
import { Messages } from './messages.tsx'
import { useWorkspace } from './workspace.tsx'

/** A message and its replies, beside the conversation. */
export function Thread() {
  const { state, place, go } = useWorkspace()
  const { conversation, thread } = place
  const opened = useFocus<HTMLElement>(true, 'textarea')
  const root = state.conversations[conversation]?.find(({ ts }) => ts === thread)
  if (!root) return null
  const close = () => go(conversation)
  const channel = state.channels.find(({ id }) => id === conversation)
  return (
    <section
      ref={opened}
      class="thread"
      aria-label="Thread"
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <header class="title">
        <h2>Thread</h2>
        {channel && <small>#{channel.name}</small>}
        <button type="button" class="quiet icon" aria-label="Close the thread" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <Messages key={root.ts} name="Messages of the thread" messages={[root, ...root.replies]} inThread />
      <Composer key={`${state.me} ${root.ts}`} channel={conversation} threadTs={root.ts} label="Reply" />
    </section>
  )
}
