import { useRef, useState } from 'preact/hooks'
import type { Done } from '../contract.ts'
import { Icon } from './icon.tsx'

export interface Acting {
  /** Whether something is under way: anything, or what was begun with this name. */
  readonly busy: (name?: string) => boolean
  readonly problem: string | null
  readonly dismiss: () => void
  /** Does one thing, once until it is done; true when it went well. */
  readonly run: (name: string, work: () => Promise<Done>) => Promise<boolean>
}

/** Shows that something is under way, and why it failed. */
export function useActing(): Acting {
  const under = useRef(new Set<string>())
  const [, redraw] = useState(0)
  const [problem, setProblem] = useState<string | null>(null)
  const run: Acting['run'] = async (name, work) => {
    if (under.current.has(name)) return false
    under.current.add(name)
    setProblem(null)
    redraw((times) => times + 1)
    const { ok, error } = await work()
    under.current.delete(name)
    setProblem(ok ? null : (error ?? 'That did not work, and nobody said why.'))
    redraw((times) => times + 1)
    return ok
  }
  const busy = (name?: string) => (name === undefined ? under.current.size > 0 : under.current.has(name))
  return { busy, problem, dismiss: () => setProblem(null), run }
}

export function Problem({ acting }: { acting: Acting }) {
  if (acting.problem === null) return null
  return (
    <p class="problem" role="alert">
      <span>{acting.problem}</span>
      <button type="button" class="quiet icon" aria-label="Dismiss" onClick={acting.dismiss}>
        <Icon name="close" />
      </button>
    </p>
  )
}

export function Spinner({ label }: { label: string }) {
  return (
    <span class="spinner" role="status">
      <span class="unseen">{label}</span>
    </span>
  )
}
