import { cpus } from 'node:os'
import type { Figures } from './figures.ts'
import { pinned } from './servers.ts'

/** A phase's figures at full load, and at a steady rate. `ofBare`: its throughput as a share of the bare app's; `byTime`: the same by the server's processor time a request. */
export interface PhaseResult {
  readonly phase: string
  readonly full: Figures
  readonly ofBare: number
  readonly byTime: number
  readonly steady: Figures
}

export interface Results {
  readonly node: string
  readonly machine: string
  /** Whether servers and load had a core each. */
  readonly pinned: boolean
  readonly connections: number
  readonly steadyRate: number
  readonly phases: readonly PhaseResult[]
  /** Acked changes that were found in the database after the server was killed. */
  readonly changes: number
  /** Edits of the card that the delivery jobs made meanwhile. */
  readonly edits: number
}

export interface Run {
  readonly connections: number
  readonly rate: number
  /** In the order of PHASES. */
  readonly full: readonly Figures[]
  readonly steady: readonly Figures[]
  readonly changes: number
  readonly edits: number
}

const PHASES = ['bare ack', '/campaign show', '/campaign task … done'] as const

export function resultsOf({ connections, rate, full, steady, changes, edits }: Run): Results {
  const bare = full[0]
  const phases = PHASES.flatMap((phase, i) => {
    const [atFull, atRate] = [full[i], steady[i]]
    if (!bare || !atFull || !atRate) return []
    const ofBare = atFull.perSecond / bare.perSecond
    return [{ phase, full: atFull, ofBare, byTime: bare.serverMs / atFull.serverMs, steady: atRate }]
  })
  const cores = cpus()
  const machine = `${cores.length} cores, ${cores[0]?.model.trim() ?? 'unknown'}`
  return { node: process.version, machine, pinned, connections, steadyRate: rate, phases, changes, edits }
}

export function asTable(results: Results): string {
  const { node, machine, connections, steadyRate, phases, changes, edits } = results
  const head = [
    '',
    'requests/s',
    'of bare',
    'p50 ms',
    'p99 ms',
    'server µs',
    `p50 at ${steadyRate}/s`,
    'p99',
    'load busy',
  ]
  const rows = phases.map(({ phase, full, ofBare, byTime, steady }) => [
    phase,
    full.perSecond.toFixed(0),
    percent(ofBare),
    full.p50.toFixed(2),
    full.p99.toFixed(2),
    (full.serverMs * 1_000).toFixed(0),
    percent(byTime),
    steady.p50.toFixed(2),
    steady.p99.toFixed(2),
    `${(full.loadBusy * 100).toFixed(0)} %`,
  ])
  return [
    `Node ${node}, ${machine}; ${results.pinned ? 'servers and load on a core each' : 'not pinned: taskset or a second core is missing'}`,
    `SQLite, synchronous=full; ${connections} connections at full load`,
    '',
    ...aligned([head, ...rows]),
    ...disturbance(phases[0]),
    '',
    `${changes} acked changes, all in the database after kill -9; ${edits} edits of the card meanwhile`,
  ].join('\n')
}

const UNDISTURBED = 0.9

/** What else ran on the servers' core took most from whoever could have used most of it: the bare app. */
function disturbance(bare: PhaseResult | undefined): string[] {
  if (!bare || !(bare.full.serverCore < UNDISTURBED)) return []
  return [
    '',
    `Disturbed: the bare app had only ${percent(bare.full.serverCore)} of its core at full load, so other work ran there. Compare processor times (server µs), not requests/s.`,
  ]
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(cell).join('  ').trimEnd())
}
