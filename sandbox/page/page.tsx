import { render } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { State } from '../contract.ts'
import { useAddress, useSmallScreen } from './address.ts'
import { Clock } from './clock.tsx'
import { Conversation } from './conversation.tsx'
import { Guide } from './guide.tsx'
import { Icon } from './icon.tsx'
import { Inspector } from './inspector.tsx'
import { Modals } from './modal.tsx'
import { People } from './people.tsx'
import { Sidebar } from './sidebar.tsx'
import { ThemeToggle } from './theme.tsx'
import { Thread } from './thread.tsx'
import { type Live, type Place, useLiveState, WorkspaceContext, workspaceOf } from './workspace.tsx'

function Page() {
  const address = useAddress()
  const live = useLiveState(address.as)
  const { state, problem } = live
  if (state) return <Screen live={{ ...live, state }} address={address} />
  return (
    <main class="loading">
      {problem ? <p role="alert">{problem}</p> : <p>Opening the workspace…</p>}
      {problem && address.as !== null && <a href="/">Open it as somebody else</a>}
    </main>
  )
}

interface ScreenProps {
  readonly live: Live & { readonly state: State }
  readonly address: ReturnType<typeof useAddress>
}

function Screen({ live, address }: ScreenProps) {
  const { state, problem, refresh } = live
  const place = placeIn(state, address.place)
  const small = useSmallScreen()
  const [list, setList] = useState(false)
  // Beside a thread the guide folds up by itself.
  const [guide, setGuide] = useState({ alone: !small, beside: false })
  const [inspecting, setInspecting] = useState(false)
  const unread = useUnread(state, place.conversation)
  const threadOpen = state.conversations[place.conversation]?.some(({ ts }) => ts === place.thread) ?? false
  const guideIs = threadOpen ? 'beside' : 'alone'
  const go = (conversation: string, thread: string | null = null) => {
    setList(false)
    address.go({ conversation, thread })
  }
  const covered = small && (list || threadOpen || inspecting)
  return (
    <WorkspaceContext.Provider value={workspaceOf(live, place, go)}>
      <div class="page">
        <header class="top" inert={covered}>
          <button
            type="button"
            class="on-dark icon list-button"
            aria-label="Conversations"
            aria-expanded={list}
            onClick={() => setList(true)}
          >
            <Icon name="menu" />
            {Object.values(unread).some((count) => count > 0) && <i class="dot" />}
          </button>
          <People become={address.become} />
          <Clock moved={refresh} />
          <button
            type="button"
            class="on-dark icon"
            aria-label="Inspector"
            title="Inspector"
            aria-pressed={inspecting}
            onClick={() => setInspecting(!inspecting)}
          >
            <Icon name="inspect" />
          </button>
          <ThemeToggle />
        </header>
        {problem && (
          <p class="problem lost" role="alert">
            {problem}
          </p>
        )}
        <div class={list ? 'columns listed' : 'columns'}>
          <div class="drawer" inert={small && !list}>
            <Sidebar unread={unread} open={list} close={() => setList(false)} />
          </div>
          {list && <div class="shade" onClick={() => setList(false)} aria-hidden="true" />}
          <main inert={covered}>
            <Conversation />
          </main>
          <aside class="beside" aria-label="Beside the conversation">
            <div inert={covered}>
              <Guide
                open={guide[guideIs]}
                toggle={() => setGuide({ ...guide, [guideIs]: !guide[guideIs] })}
              />
            </div>
            {threadOpen && <Thread />}
          </aside>
        </div>
        {inspecting && <Inspector close={() => setInspecting(false)} />}
        <Modals />
      </div>
    </WorkspaceContext.Provider>
  )
}

/** The same place for another person: a direct message with the same partner, else the first channel. */
function placeIn(state: State, { conversation, thread }: Place): Place {
  const { channels, dms, bot } = state
  const here = [...channels, ...dms].some(({ id }) => id === conversation)
  if (here) return { conversation, thread }
  const other = conversation.startsWith('D') ? dms.find((dm) => dm.with === bot.id) : undefined
  const first = channels.find(({ botIsMember, archived }) => botIsMember && !archived) ?? channels[0]
  return { conversation: other?.id ?? first?.id ?? '', thread: null }
}

/** How many messages of others came in each conversation since this person last had it open, or the page was opened. */
function useUnread({ conversations, me, now }: State, open: string): Readonly<Record<string, number>> {
  const began = useRef(Date.parse(now) / 1000)
  const seen = useRef(new Map<string, number>())
  const newest = Number(conversations[open]?.at(-1)?.ts ?? 0)
  seen.current.set(`${me} ${open}`, Math.max(newest, began.current))
  return Object.fromEntries(
    Object.entries(conversations).map(([id, messages]) => {
      const since = seen.current.get(`${me} ${id}`) ?? began.current
      return [id, messages.filter(({ ts, user }) => Number(ts) > since && user !== me).length]
    }),
  )
}

const root = document.getElementById('page')
if (root) render(<Page />, root)
