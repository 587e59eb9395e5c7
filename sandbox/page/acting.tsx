import { useState } from 'preact/hooks'
import type { Done } from '../contract.ts'
import { Icon } from './icon.tsx'

export interface Acting {
  /** What is under way: the name it was begun with. */
  readonly pending: string | null
  readonly problem: string | null
  readonly dismiss: () => void
  /** Does one thing at a time; true when it went well. */
  readonly run: (name: string, work: () => Promise<Done>) => Promise<boolean>
}

/** Shows that something is under way, and why it failed. */
export function useActing(): Acting {
  const [pending, setPending] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const run: Acting['run'] = async (name, work) => {
    if (pending !== null) return false
    setPending(name)
    setProblem(null)
    const { ok, error } = await work()
    setPending(null)
    if (!ok) setProblem(error ?? 'That did not work, and nobody said why.')
    return ok
  }
  return { pending, problem, dismiss: () => setProblem(null), run }
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
