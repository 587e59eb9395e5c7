/**
 * A campaign of many people read from Parquet files: how long it takes, and that the memory of our process does not grow
 * with the rows. Each size is read in a process of its own; the data is made in another one.
 *
 *   npm run bench:warehouse             # 1 and 10 million exposures
 *   npm run bench:warehouse -- 1 2      # millions of exposures; three times as many metric rows
 *   npm run bench:warehouse -- --memory 4   # GB that DuckDB may take, as `memory: 4GB` in stairway.yaml
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ReadFigures } from './warehouse/read.ts'

const MILLION = 1_000_000
const MB = 1_048_576

const { positionals, values } = parseArgs({
  options: { memory: { type: 'string', default: '1' } },
  allowPositionals: true,
})
const sizes = (positionals.length > 0 ? positionals : ['1', '10']).map(
  (millions) => Number(millions) * MILLION,
)

const folder = mkdtempSync(join(tmpdir(), 'stairway-bench-'))
try {
  console.log(
    `${cpus().length} cores, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}, DuckDB may take ${values.memory} GB\n`,
  )
  console.log(
    '| exposures | metric rows | Parquet | read in | processor time | peak RSS | of which V8 heap | before the read | rows back |',
  )
  console.log('|---|---|---|---|---|---|---|---|---|')
  for (const size of sizes) console.log(line(size, measured(size)))
} finally {
  rmSync(folder, { recursive: true })
}

function measured(size: number): ReadFigures {
  run('make.ts', [folder, String(size)])
  return JSON.parse(run('read.ts', [folder, values.memory]))
}

function run(script: string, parameters: readonly string[]): string {
  const path = fileURLToPath(new URL(`warehouse/${script}`, import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', path, ...parameters], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr}`)
  return stdout
}

function line(size: number, { seconds, processorSeconds, rss, heap, rssBefore, rows }: ReadFigures): string {
  const disk = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
  const mb = (bytes: number) => `${Math.round(bytes / MB)} MB`
  const cells = [size / MILLION, (3 * size) / MILLION].map((millions) => `${millions} M`)
  const figures = [
    mb(disk),
    `${seconds.toFixed(1)} s`,
    `${processorSeconds.toFixed(1)} s`,
    mb(rss),
    mb(heap),
    mb(rssBefore),
    rows,
  ]
  return `| ${[...cells, ...figures].join(' | ')} |`
}
