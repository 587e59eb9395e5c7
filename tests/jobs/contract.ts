import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import type { CreateEngine } from '../../src/jobs/contract.ts'
import type { OpenTestDatabase } from '../store/open.ts'
import { type Bench, createBench, type Machinery } from './bench.ts'
import { correlationContract, failureContract, lifecycleContract } from './contract-running.ts'
import { urgencyContract } from './contract-urgent.ts'
import { enqueueContract, keyContract, laneContract } from './contract-waiting.ts'

/** The contract of every job engine. */
export function jobsContract(
  name: string,
  createEngine: CreateEngine,
  open: () => Promise<OpenTestDatabase>,
  machinery: Machinery,
): void {
  describe(name, () => {
    let opened: OpenTestDatabase
    let bench: Bench

    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => opened.close())
    beforeEach(() => {
      bench = createBench(opened, createEngine, machinery)
    })
    afterEach(() => bench.close())

    const parts = [
      enqueueContract,
      keyContract,
      laneContract,
      urgencyContract,
      failureContract,
      lifecycleContract,
      correlationContract,
    ]
    for (const part of parts) part(() => bench)
  })
}
