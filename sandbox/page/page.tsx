import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { State } from '../contract.ts'
import { useActing } from './acting.tsx'
import { useAddress, useSmallScreen } from './address.ts'
import { Clock } from './clock.tsx'
import { Conversation } from './conversation.tsx'
import { useDoing } from './doing.ts'
import { Guide } from './guide.tsx'
import { Icon } from './icon.tsx'
import { Inspector } from './inspector.tsx'
import { Install } from './install.tsx'
import { Modals } from './modal.tsx'
import { People } from './people.tsx'
import { Sidebar } from './sidebar.tsx'
import { ThemeToggle } from './theme.tsx'
import { Thread } from './thread.tsx'
import { useUnread } from './unread.ts'
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
  const { state, problem, moving, refresh } = live
  const place = placeIn(state, address.place)
  const small = useSmallScreen()
  const [list, setList] = useState(false)
  const [installing, setInstalling] = useState(false)
  const [inspecting, setInspecting] = useState(false)
  const { counts, readUntil, mark } = useUnread(state, place.conversation)
  const threadOpen = state.conversations[place.conversation]?.some(({ ts }) => ts === place.thread) ?? false
  const guide = useFolding(state, small, threadOpen)
  const doing = useDoing({ state, refresh, be: address.be, mark, install: () => setInstalling(true) })
  const acting = useActing()
  const go = (conversation: string, thread: string | null = null) => {
    setList(false)
    address.go({ conversation, thread })
  }
  const covered = small && (list || threadOpen || inspecting)
  const tools = (
    <>
      <button
        type="button"
        class="on-dark icon"
        aria-label="Inspector"
        title="Inspector"
        aria-pressed={inspecting}
        onClick={() => {
          setList(false)
          setInspecting(!inspecting)
        }}
      >
        <Icon name="inspect" />
      </button>
      <ThemeToggle />
    </>
  )
  return (
    <WorkspaceContext.Provider value={workspaceOf(live, { place, readUntil, go })}>
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
            {Object.values(counts).some((count) => count > 0) && <i class="dot" />}
          </button>
          <People become={address.become} />
          <Clock moving={moving} move={doing.move} />
          {!small && tools}
        </header>
        {problem && (
          <p class="problem lost" role="alert">
            {problem}
          </p>
        )}
        <div class={list ? 'columns listed' : 'columns'}>
          <div class="drawer" inert={small && !list}>
            <Sidebar unread={counts} open={list} close={() => setList(false)} tools={small && tools} />
          </div>
          {list && <div class="shade" onClick={() => setList(false)} aria-hidden="true" />}
          <main inert={covered}>
            <Conversation />
          </main>
          <aside class="beside" aria-label="Beside the conversation">
            <div inert={covered}>
              <Guide
                {...guide}
                small={small}
                acting={acting}
                press={(button) => {
                  if (small && guide.open) guide.toggle() // what it leads to is below
                  acting.run(button.label, () => doing.press(button))
                }}
              />
            </div>
            {threadOpen && <Thread />}
          </aside>
        </div>
        {inspecting && <Inspector close={() => setInspecting(false)} />}
        {installing && <Install close={() => setInstalling(false)} />}
        <Modals />
      </div>
    </WorkspaceContext.Provider>
  )
}

/** The guide folds up by itself: on a small screen, beside a thread, and once all is done. */
function useFolding({ offers }: State, small: boolean, threadOpen: boolean) {
  const finished = offers.length > 0
  const [opened, setOpened] = useState({ alone: !small && !finished, beside: false })
  useEffect(() => {
    if (finished) setOpened({ alone: false, beside: false })
  }, [finished])
  const where = threadOpen ? 'beside' : 'alone'
  return { open: opened[where], toggle: () => setOpened({ ...opened, [where]: !opened[where] }) }
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

const root = document.getElementById('page')
if (root) render(<Page />, root)
