/** `read.ts <folder> [GB]` (on Linux): reads the campaign of `make.ts` as Stairway does, and prints what it took as JSON. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MetricDefinition } from '../../src/domain/catalog/catalog.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'

export interface ReadFigures {
  readonly seconds: number
  /** Of the processor, with that of DuckDB's process: says more on a machine that does other things too. */
  readonly processorSeconds: number
  /** Bytes, each at its highest; `rss` is of our process and DuckDB's together, `heap` of ours alone. */
  readonly rss: number
  readonly heap: number
  readonly rssBefore: number
  /** Sums that came back: arms × (metrics + 1) × (1 + segment values). */
  readonly rows: number
}

const [folder = '.', gigabytes = '1'] = process.argv.slice(2)
const memory = Number(gigabytes) * 1_000_000_000
const file = (name: string) => join(folder, `${name}.parquet`)
const tables = {
  sends: file('sends'),
  orders: file('orders'),
  visits: file('visits'),
  sessions: file('sessions'),
}
const warehouses = openWarehouses([{ name: 'files', type: 'files', tables, memory, timeoutSeconds: 3_600 }])

const metric = (name: string, sql: string, more: Partial<MetricDefinition>): MetricDefinition => ({
  ...{
    name,
    label: name,
    kind: 'mean',
    direction: 'up',
    windowDays: 14,
    preDays: 28,
    warehouse: 'files',
    sql,
  },
  ...more,
})
const metrics = [
  metric('purchase', 'select unit, "at", value from orders', { kind: 'proportion' }),
  metric('spend', 'select unit, "at", value from orders', {}),
  metric('visit', 'select unit, "at", value from visits', { kind: 'proportion' }),
  metric('clicks', 'select unit, "at", clicks as value, sessions as denominator from sessions', {
    kind: 'ratio',
  }),
]
const exposures = {
  name: 'sends',
  warehouse: 'files',
  sql: 'select unit, arm, exposed_at, country, platform from sends',
  segments: ['country', 'platform'],
}

const TICKS_PER_SECOND = 100
let heap = 0
let engine = { seconds: 0, rss: 0 }
let pid: string | undefined
const watching = setInterval(() => {
  heap = Math.max(heap, process.memoryUsage().heapUsed)
  engine = engineNow() ?? engine
}, 100)

/** What DuckDB's process has taken so far; it is gone once a large read has ended. */
function engineNow(): typeof engine | undefined {
  try {
    const asked = ['-P', String(process.pid), '-f', 'engine-process']
    pid ??= execFileSync('pgrep', asked, { encoding: 'utf8' }).trim()
    const [, peak = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    const times = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return { seconds: (Number(times[11]) + Number(times[12])) / TICKS_PER_SECOND, rss: Number(peak) * 1024 }
  } catch {
    return undefined
  }
}
const rssBefore = process.memoryUsage.rss()
const from = performance.now()
const used = process.cpuUsage()
const until = new Date('2026-03-17T00:00:00Z')
const read = await warehouses.get('files').read({ campaignKey: 'bench', exposures, metrics, until })
const seconds = (performance.now() - from) / 1000
const { user, system } = process.cpuUsage(used)
clearInterval(watching)
await warehouses.close()

const sums = read.metrics.flatMap((each) => {
  if ('error' in each) throw each.error
  return [...each.sums, ...each.segments.flatMap((segment) => segment.sums)]
})
const units = [read.exposures, ...read.exposures.segments].flatMap(({ perArm }) => perArm)
const figures: ReadFigures = {
  seconds,
  processorSeconds: (user + system) / 1e6 + engine.seconds,
  rss: process.resourceUsage().maxRSS * 1024 + engine.rss,
  heap,
  rssBefore,
  rows: sums.length + units.length,
}
console.log(JSON.stringify(figures))
