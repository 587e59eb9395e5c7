import { cpus } from 'node:os'
import type { Figures } from './figures.ts'
import { pinned } from './servers.ts'

/** A phase's figures. `ofBare`: its throughput as a share of the bare app's; `byTime`: the same by the server's processor time a request. */
interface PhaseResult {
  readonly phase: string
  readonly figures: Figures
  readonly ofBare: number
  readonly byTime: number
}

/** What was measured by this many connections at a time, in the order of PHASES. */
export interface Measures {
  readonly connections: number
  readonly figures: readonly Figures[]
}

/** On what it was measured. */
interface Place {
  readonly database: 'SQLite' | 'PostgreSQL'
  readonly processes: number
  readonly campaigns: number
}

export interface Results extends Place {
  readonly node: string
  readonly machine: string
  /** Whether servers and load had a core each. */
  readonly pinned: boolean
  readonly full: readonly { readonly connections: number; readonly phases: readonly PhaseResult[] }[]
  readonly steadyRate: number
  readonly steady: readonly PhaseResult[]
  /** Acked changes that were found in the database after the servers were killed. */
  readonly changes: number
  /** Edits of cards that the delivery jobs made meanwhile. */
  readonly edits: number
}

interface Run extends Place {
  readonly rate: number
  readonly full: readonly Measures[]
  readonly steady: readonly Figures[]
  readonly changes: number
  readonly edits: number
}

const PHASES = ['bare ack', '/campaign show', '/campaign task … done'] as const

export function resultsOf({ full, steady, rate, ...run }: Run): Results {
  const cores = cpus()
  return {
    ...run,
    node: process.version,
    machine: `${cores.length} cores, ${cores[0]?.model.trim() ?? 'unknown'}`,
    pinned,
    full: full.map(({ connections, figures }) => ({ connections, phases: besideBare(figures) })),
    steadyRate: rate,
    steady: besideBare(steady),
  }
}

function besideBare(all: readonly Figures[]): PhaseResult[] {
  const [bare] = all
  return PHASES.flatMap((phase, i) => {
    const figures = all[i]
    if (!bare || !figures) return []
    const ofBare = figures.perSecond / bare.perSecond
    return [{ phase, figures, ofBare, byTime: bare.serverMs / figures.serverMs }]
  })
}

export function asTable(results: Results): string {
  const { node, machine, database, processes, campaigns, full, steady, steadyRate, changes, edits } = results
  const blocks = full.flatMap(({ connections, phases }) => [
    '',
    ...block(`${connections} ${connections === 1 ? 'connection' : 'connections'}`, phases),
  ])
  return [
    `Node ${node}, ${machine}; ${results.pinned ? 'servers and load on a core each' : 'not pinned: taskset or a second core is missing'}`,
    `${database}, every commit synced; ${processes} ${processes === 1 ? 'process' : 'processes'}; ${campaigns} campaigns`,
    ...blocks,
    '',
    ...block(`${steadyRate}/s`, steady),
    ...disturbance(full.at(-1)?.phases[0]),
    '',
    `${changes} acked changes, all in the database after kill -9; ${edits} edits of cards meanwhile`,
  ].join('\n')
}

function block(title: string, phases: readonly PhaseResult[]): string[] {
  const head = [title, 'requests/s', 'of bare', 'p50 ms', 'p99 ms', 'server µs', 'of bare', 'load busy']
  const rows = phases.map(({ phase, figures, ofBare, byTime }) => [
    phase,
    figures.perSecond.toFixed(0),
    percent(ofBare),
    figures.p50.toFixed(2),
    figures.p99.toFixed(2),
    (figures.serverMs * 1_000).toFixed(0),
    percent(byTime),
    `${(figures.loadBusy * 100).toFixed(0)} %`,
  ])
  return aligned([head, ...rows])
}

const UNDISTURBED = 0.9

/** What else ran on the servers' core took most from whoever could have used most of it: the bare app. */
function disturbance(bare: PhaseResult | undefined): string[] {
  if (!bare || !(bare.figures.serverCore < UNDISTURBED)) return []
  return [
    '',
    `Disturbed: the bare app had only ${percent(bare.figures.serverCore)} of its core at full load, so other work ran there. Compare processor times (server µs), not requests/s.`,
  ]
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(cell).join('  ').trimEnd())
}
