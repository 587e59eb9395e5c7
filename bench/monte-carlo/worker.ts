/** A thread that runs parts of lines, one after the other, and answers each with its tally. */
import { parentPort } from 'node:worker_threads'
import type { Tally } from './figures.ts'
import { runLine } from './line.ts'
import { settingNamed } from './settings/all.ts'

/** Some campaigns of one line. */
export interface Part {
  readonly name: string
  readonly seed: number
  readonly from: number
  /** Without this one. */
  readonly end: number
}

function run({ name, seed, from, end }: Part): Tally {
  return runLine(settingNamed(name), seed, from, end)
}

parentPort?.on('message', (part: Part) => parentPort?.postMessage(run(part)))
