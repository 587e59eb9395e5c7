/** The lines on all processors: each worker asks for the next part of a line when it is done with one. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { merged, type Tally } from './figures.ts'
import type { Setting } from './setting.ts'
import type { Part } from './worker.ts'

/** Campaigns of a part: some seconds at most. */
const PART = 200

/** The tallies in the order of the settings, whichever part was done first. */
export async function runLines(
  settings: readonly Setting[],
  runs: number,
  seed: number,
): Promise<readonly Tally[]> {
  const parts = settings.map((setting) => partsOf(setting, runs, seed))
  const waiting = parts.flat()
  const done = new Map<Part, Tally>()
  const workers = Math.min(availableParallelism(), waiting.length)
  const script = await scriptOf('worker.ts')
  await Promise.all(Array.from({ length: workers }, () => work(script, waiting, done)))
  return parts.map((line) => merged(line.flatMap((part) => done.get(part) ?? [])))
}

function partsOf(setting: Setting, runs: number, seed: number): Part[] {
  const whole = Math.ceil(runs * setting.runs)
  return Array.from({ length: Math.ceil(whole / PART) }, (_, i) => ({
    name: setting.name,
    seed,
    from: i * PART,
    end: Math.min(whole, (i + 1) * PART),
  }))
}

/** A thread doesn't inherit what tsx has taught its process, and what tsx adds to each function costs a fifth of the time. */
async function scriptOf(file: string): Promise<string> {
  const entry = fileURLToPath(new URL(file, import.meta.url))
  const made = await build({ entryPoints: [entry], bundle: true, platform: 'node', write: false })
  return made.outputFiles.map(({ text }) => text).join('')
}

async function work(script: string, waiting: Part[], done: Map<Part, Tally>): Promise<void> {
  const worker = new Worker(script, { eval: true })
  try {
    for (let part = waiting.shift(); part; part = waiting.shift()) done.set(part, await answer(worker, part))
  } finally {
    await worker.terminate()
  }
}

function answer(worker: Worker, part: Part): Promise<Tally> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners()
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.postMessage(part)
  })
}
