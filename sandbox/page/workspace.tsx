import { createContext } from 'preact'
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks'
import { type Act, type ClockMove, type Done, PATHS, type Person, type State } from '../contract.ts'
import { fetchState, sendAct } from './api.ts'

export interface Live {
  readonly state: State | null
  readonly problem: string | null
  /** While the clock is moved: where it is. */
  readonly moving: ClockMove | null
  /** Resolves to what is there then. */
  readonly refresh: () => Promise<State | null>
}

const AGAIN_MS = 1_000

/** The state as `as` sees it, fetched anew whenever the workspace says that something changed. */
export function useLiveState(as: string | null): Live {
  const [state, setState] = useState<State | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [moving, setMoving] = useState<ClockMove | null>(null)
  const latest = useRef(0)
  const refresh = useCallback(async () => {
    const turn = ++latest.current
    const answer = await fetchState(as)
    if (turn !== latest.current) return null
    if ('ok' in answer) {
      setProblem(answer.error)
      setTimeout(() => turn === latest.current && refresh(), AGAIN_MS)
      return null
    }
    setState(answer)
    setProblem(null)
    return answer
  }, [as])
  useEffect(() => {
    const events = new EventSource(PATHS.events)
    const onChange = oneAtATime(refresh)
    events.onopen = onChange
    events.addEventListener('change', onChange)
    events.addEventListener('clock', ({ data }) => setMoving(readMove(data)))
    events.onerror = () => setProblem('The connection to the workspace is lost; trying again.')
    return () => events.close()
  }, [refresh])
  const arrived = moving !== null && state !== null && new Date(state.now) >= moving.to
  return { state, problem, moving: arrived ? null : moving, refresh }
}

function readMove(data: string): ClockMove {
  const { from, now, to } = JSON.parse(data) as Readonly<Record<keyof ClockMove, string>>
  return { from: new Date(from), now: new Date(now), to: new Date(to) }
}

/** Whatever happens meanwhile is one more time. */
function oneAtATime(work: () => Promise<unknown>): () => Promise<void> {
  let under = false
  let again = false
  return async function run() {
    again = true
    if (under) return
    under = true
    while (again) {
      again = false
      await work()
    }
    under = false
  }
}

export interface Place {
  /** A channel or direct message. */
  readonly conversation: string
  /** The ts of the root of the thread that is open beside it. */
  readonly thread: string | null
}

interface Workspace {
  readonly state: State
  readonly me: Person | undefined
  readonly now: Date
  /** The reader's. */
  readonly zone: string
  readonly place: Place
  /** Up to which ts this person had read the open conversation; null where nothing new has come. */
  readonly readUntil: number | null
  readonly go: (conversation: string, thread?: string | null) => void
  readonly act: (act: Act) => Promise<Done>
}

export const WorkspaceContext = createContext<Workspace | null>(null)

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new Error('Nothing is shown outside a workspace')
  return workspace
}

/** The workspace around a fetched state; an act is followed by a fresh state, even where no event comes. */
export function workspaceOf(
  { state, refresh }: Pick<Live, 'refresh'> & { state: State },
  at: Pick<Workspace, 'place' | 'readUntil' | 'go'>,
): Workspace {
  const me = state.people.find(({ id }) => id === state.me)
  const act: Workspace['act'] = async (act) => {
    const done = await sendAct(state.me, act)
    await refresh()
    return done
  }
  return { state, me, now: new Date(state.now), zone: me?.zone ?? state.zone, ...at, act }
}

export interface Who {
  readonly id: string
  readonly name: string
  readonly app: boolean
  /** The same in every place; people have different ones, up to eight. */
  readonly colour: number
}

const COLOURS = 8

/** A person or the app by id. */
export function whoIs({ people, bot }: Pick<State, 'people' | 'bot'>, id: string): Who {
  if (id === bot.id) return { id, name: bot.name, app: true, colour: 0 }
  const colour = people.findIndex((person) => person.id === id)
  return { id, name: people[colour]?.realName ?? id, app: false, colour: Math.max(colour, 0) % COLOURS }
}
