import { useEffect, useRef, useState } from 'preact/hooks'
import type { Exchange } from '../contract.ts'
import { fetchExchanges } from './api.ts'
import { secondIn, zoneWords } from './dates.ts'
import { useFocus } from './focus.ts'
import { Icon } from './icon.tsx'
import { Scroll } from './scroll.tsx'
import { useWorkspace } from './workspace.tsx'

const MOST = 200

/** Requests and answers between Stairway and the workspace, the newest first. */
export function Inspector({ close }: { close: () => void }) {
  const { exchanges, problem } = useExchanges()
  const { zone } = useWorkspace()
  const opened = useFocus<HTMLElement>(true, 'input')
  const [typed, setTyped] = useState('')
  const [way, setWay] = useState('')
  const needle = typed.trim().toLowerCase()
  const found = exchanges.filter(
    (each) => (way === '' || each.direction === way) && (needle === '' || haystack(each).includes(needle)),
  )
  return (
    <aside
      ref={opened}
      class="inspector"
      aria-label="Inspector"
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <header>
        <h2>Inspector</h2>
        <small>Times of {zoneWords(zone)}</small>
        <input
          class="field"
          type="search"
          aria-label="Filter"
          placeholder="Filter by method or text"
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <select
          class="field"
          aria-label="Direction"
          value={way}
          onChange={({ currentTarget }) => setWay(currentTarget.value)}
        >
          <option value="">Both ways</option>
          <option value="to-stairway">To Stairway</option>
          <option value="to-slack">To the workspace</option>
        </select>
        <button type="button" class="quiet icon" aria-label="Close the inspector" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <Scroll class="exchanges" label="Requests and answers">
        {found.length === 0 && <p class="nothing">Nothing here yet. Type a command or click a button.</p>}
        {found.slice(0, MOST).map((each) => (
          <Row key={each.n} exchange={each} />
        ))}
        {found.length > MOST && (
          <p class="nothing">and {found.length - MOST} older ones: filter to see them</p>
        )}
      </Scroll>
    </aside>
  )
}

function useExchanges() {
  const { version } = useWorkspace().state
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const newest = useRef(0)
  useEffect(() => {
    fetchExchanges(newest.current).then((answer) => {
      if (!Array.isArray(answer)) return setProblem(answer.error)
      const fresh = answer.filter(({ n }) => n > newest.current)
      newest.current = Math.max(newest.current, ...fresh.map(({ n }) => n))
      setExchanges((known) => [...fresh.reverse(), ...known])
      setProblem(null)
    })
  }, [version])
  return { exchanges, problem }
}

const texts = new WeakMap<Exchange, string>()

function haystack(exchange: Exchange): string {
  const known = texts.get(exchange)
  if (known !== undefined) return known
  const { what, request, answer } = exchange
  const text = `${what} ${JSON.stringify(request)} ${JSON.stringify(answer)}`.toLowerCase()
  texts.set(exchange, text)
  return text
}

function Row({ exchange }: { exchange: Exchange }) {
  const [open, setOpen] = useState(false)
  const { at, direction, what, ok, milliseconds } = exchange
  const { zone } = useWorkspace()
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <time dateTime={at}>{secondIn(new Date(at), zone)}</time>
        <span class={`way ${direction}`}>{direction === 'to-slack' ? '← Stairway' : '→ Stairway'}</span>
        <b>{what}</b>
        <span class={ok ? 'fine' : 'failed'}>{ok ? '● ok' : '■ refused'}</span>
        {milliseconds !== undefined && <small>{Math.round(milliseconds)} ms</small>}
      </summary>
      {open && (
        <div class="json">
          <Json name="Request" value={exchange.request} />
          <Json name="Answer" value={exchange.answer} />
        </div>
      )}
    </details>
  )
}

function Json({ name, value }: { name: string; value: unknown }) {
  return (
    <div>
      <h3>{name}</h3>
      <Scroll class="" label={name}>
        <pre>{value === undefined ? 'nothing' : JSON.stringify(value, null, 2)}</pre>
      </Scroll>
    </div>
  )
}
